// Carries answers to the server until it has them: one request at a time, 5, 20, 60, 120 seconds apart when it fails.
// Answers travel together (ADR 0007): so many questions, or so long, whichever comes first.
import { isStored } from "./network-words.js";

const WAITS = [5, 20, 60, 120];
const BATCH = 100;

export class Courier {
  // tell("arrived", {answers, clock, sent}) and tell("failed", {status, wait}); status 0: nothing came back.
  constructor({ store, url, token, gathered, patience, tell }) {
    Object.assign(this, { store, url, token, gathered, patience, tell, tries: 0 });
  }

  // An answer was kept; while the network fails, the next try is set already.
  take() {
    if (!this.store.works) this.later(0);
    else if (!this.timer) this.later(this.patience);
  }

  // A learner goes on to another question: what he leaves is whole.
  gather() {
    if (!this.tries && this.store.waiting >= this.gathered) this.flush();
  }

  later(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), seconds * 1000 * (0.8 + Math.random() * 0.4));
  }

  // True once the server has stored everything.
  async all() {
    while (this.store.unsent.length) if (!(await this.flush())) return false;
    return true;
  }

  // Who asks meanwhile waits for the same answer. An empty batch asks only when the test closes.
  flush({ empty = false } = {}) {
    this.timer = clearTimeout(this.timer);
    this.sending ??= this.send(empty).finally(() => { this.sending = null; });
    return this.sending;
  }

  async send(empty) {
    const sent = this.store.unsent.slice(0, BATCH);
    if (!sent.length && !empty) return true; // another tab has sent them
    const { status, body } = await this.post(sent);
    if (!body) return sent.length ? this.fail(status) : false;
    this.tries = 0;
    this.store.forget(body.answers.map((answer) => answer.client_id));
    this.tell("arrived", { ...body, sent });
    return body.answers.every(isStored);
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
