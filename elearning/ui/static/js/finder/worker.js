// Keeps «Boleh atau tidak?» on the phone. Its reach is the folder of that page. What it keeps it asked for itself, without
// cookies: the page as a stranger sees it, the file of answers, and the looks. Nothing personal passes into its store.
const STORE = "boleh-atau-tidak", PAGE = "./", FILE = "kartu.json";
const WAIT = 8000; // so long a slow network may take before the kept page answers

const address = (path) => new URL(path, location).href;
const ask = (url) => fetch(url, { credentials: "omit", cache: "no-cache" });

async function keep(url) {
  const response = await ask(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  await (await caches.open(STORE)).put(url, response.clone());
  return response.text();
}

async function keepAll() {
  const page = await keep(address(PAGE));
  const parts = [...page.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(([, path]) => address(path));
  await Promise.all([address(FILE), ...new Set(parts)].map(keep));
}

async function kept(url) {
  const found = await (await caches.open(STORE)).match(url, { ignoreVary: true });
  if (!found) return undefined;
  const since = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric" });
  const headers = new Headers(found.headers);
  headers.set("X-Kept", since.format(new Date(found.headers.get("date") ?? Date.now())));
  return new Response(found.body, { status: 200, headers });
}

async function networkElseKept(request, url, mayKeep) {
  const network = fetch(request);
  const late = new Promise((_, refuse) => setTimeout(refuse, WAIT));
  try {
    const response = await Promise.race([network, late]);
    if (mayKeep && response.ok) await (await caches.open(STORE)).put(url, response.clone());
    return response;
  } catch {
    return (await kept(url)) ?? network;
  }
}

addEventListener("install", (event) => event.waitUntil(keepAll().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(networkElseKept(request, address(PAGE), false)); // the answer may name the reader: not kept
    event.waitUntil(refresh());
  } else if (pathname.startsWith("/static/") || request.url === address(FILE)) {
    event.respondWith(networkElseKept(request, request.url, true));
  }
});

// The kept page grows old without a word: once a day it is asked for again.
async function refresh() {
  const page = await (await caches.open(STORE)).match(address(PAGE), { ignoreVary: true });
  const age = Date.now() - new Date(page?.headers.get("date") ?? 0);
  if (age > 24 * 3600 * 1000) await keepAll().catch(() => {});
}
