// Carries scans to the server until it has them: one request at a time, 5, 20, 60, 120 seconds apart when it fails.
const WAITS = [5, 20, 60, 120];
const BATCH = 50;

function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? ""; // of now: a kept page has an old one
}

export class DeskCourier {
  // tell("arrived", reply) and tell("failed", { status, wait }); status 0: nothing came back, 302: signed out.
  constructor({ store, url, tell }) {
    Object.assign(this, { store, url, tell, tries: 0 });
  }

  flush() {
    clearTimeout(this.timer);
    this.sending ??= this.send().finally(() => { this.sending = null; });
    return this.sending;
  }

  async send() {
    const scans = this.store.unsent.slice(0, BATCH);
    if (!scans.length) return;
    const { status, body } = await this.post(scans);
    if (!body) return this.fail(status);
    const answered = new Set(body.scans.map((scan) => scan.nonce));
    if (!scans.some((scan) => answered.has(scan.nonce))) return this.fail(500);
    this.tries = 0;
    this.tell("arrived", body);
    return this.send();
  }

  async post(scans) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
    const body = JSON.stringify({ sent_at: new Date().toISOString(), scans });
    const signal = AbortSignal.timeout(20_000);
    try {
      const reply = await fetch(this.url, { method: "POST", keepalive: true, redirect: "manual", headers, body, signal });
      const status = reply.type === "opaqueredirect" ? 302 : reply.status;
      return { status, body: reply.ok ? await reply.json() : null };
    } catch {
      return { status: 0, body: null };
    }
  }

  fail(status) {
    const wait = WAITS[Math.min(this.tries++, WAITS.length - 1)];
    this.timer = setTimeout(() => this.flush(), wait * 1000 * (0.8 + Math.random() * 0.4));
    this.tell("failed", { status, wait });
  }
}
