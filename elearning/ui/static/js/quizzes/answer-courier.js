// Carries answers to the server until it has them: one request at a time, 5, 20, 60, 120 seconds apart when it fails.
import { isStored } from "./network-words.js";

const WAITS = [5, 20, 60, 120];
const BATCH = 100;

export class Courier {
  // tell("arrived", {answers, clock, sent}) and tell("failed", {status, wait}); status 0: nothing came back.
  constructor({ store, url, token, tell }) {
    Object.assign(this, { store, url, token, tell, tries: 0 });
  }

  later(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), seconds * 1000 * (0.8 + Math.random() * 0.4));
  }

  // True once the server has stored everything. Who asks meanwhile waits for the same answer.
  flush() {
    clearTimeout(this.timer);
    this.sending ??= this.send().finally(() => { this.sending = null; });
    return this.sending;
  }

  async send() {
    const sent = this.store.unsent.slice(0, BATCH);
    if (!sent.length) return true;
    const { status, body } = await this.post(sent);
    if (!body) return this.fail(status);
    this.tries = 0;
    this.store.forget(body.answers.map((answer) => answer.client_id));
    this.tell("arrived", { ...body, sent });
    return this.store.unsent.length ? this.send() : body.answers.every(isStored);
  }

  async post(answers) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    try {
      const body = JSON.stringify({ answers });
      const reply = await fetch(this.url, { method: "POST", keepalive: true, headers, body });
      return { status: reply.status, body: reply.ok ? await reply.json() : null };
    } catch {
      return { status: 0, body: null };
    }
  }

  fail(status) {
    const wait = WAITS[Math.min(this.tries++, WAITS.length - 1)];
    this.later(wait);
    this.tell("failed", { status, wait });
    return false;
  }
}
