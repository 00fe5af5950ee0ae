// Lets the registration desk be opened without a network. Its reach is the folder of one session's desk. What it keeps
// is a page without a name in it, asked for without cookies, and its looks: the list is kept by the page, and erased by it.
const STORE = "meja", SHELL = "/presensi-tanpa-jaringan/";
const WAIT = 6000, DAY = 24 * 3600 * 1000; // so long a slow network may take before the kept page answers
const BEHIND_A_PROXY = [502, 503, 504];

const store = () => caches.open(STORE);

async function keep(url) {
  const response = await fetch(url, { credentials: "omit", cache: "no-cache" });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  await (await store()).put(url, response.clone());
  return response.text();
}

async function keepAll() {
  const page = await keep(SHELL);
  const parts = [...page.matchAll(/"(\/static\/[^"]+)"/g)].map(([, path]) => path);
  await Promise.all([...new Set(parts)].map(keep));
}

const kept = async (url) => (await store()).match(url, { ignoreVary: true });

async function inTime(request) {
  const late = new Promise((_, refuse) => { setTimeout(refuse, WAIT); });
  return Promise.race([fetch(request), late]);
}

async function page(request, { pathname }) {
  try {
    const response = await inTime(request);
    if (!BEHIND_A_PROXY.includes(response.status)) return response;
  } catch { /* no network: the kept page */ }
  const desk = new URL(registration.scope).pathname;
  if (pathname !== desk) return Response.redirect(`${desk}#perlu-jaringan`);
  return (await kept(SHELL)) ?? fetch(request);
}

async function part(request) {
  try {
    return await inTime(request);
  } catch {
    return (await kept(request.url)) ?? fetch(request);
  }
}

async function refresh() {
  const shell = await kept(SHELL);
  const age = Date.now() - new Date(shell?.headers.get("date") ?? 0);
  if (age > DAY) await keepAll().catch(() => {});
}

addEventListener("install", (event) => event.waitUntil(keepAll().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request, url));
    event.waitUntil(refresh());
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(part(request));
  }
});
