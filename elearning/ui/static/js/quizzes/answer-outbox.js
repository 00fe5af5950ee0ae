// <answer-outbox>: says in plain words what the network does with the answers that this phone keeps.
import { Courier } from "./answer-courier.js";
import { AnswerStore } from "./answer-store.js";
import { afterwards, reasonOf, refusedIn, WORDS } from "./network-words.js";

class AnswerOutbox extends HTMLElement {
  connectedCallback() {
    this.store = new AnswerStore(this.dataset.attempt);
    [this.ribbon, this.button] = [this.querySelector("[role=status]"), this.querySelector("button")];
    const { value: token } = this.querySelector("[name=csrfmiddlewaretoken]");
    const tell = (what, detail) => this[what](detail);
    const { url, gathered, patience } = this.dataset;
    this.courier = new Courier({ store: this.store, url, token, gathered: Number(gathered), patience: Number(patience), tell });
    this.button.addEventListener("click", () => this.resume());
    addEventListener("online", () => this.resume());
    addEventListener("offline", () => this.say(WORDS.offline));
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush()); // perhaps nobody comes back
    if (this.store.unsent.length) this.resume();
    else if (!this.store.works) this.say(WORDS.blocked);
  }

  put(position, fields, moment) {
    this.store.add(position, fields, moment);
    if (!navigator.onLine) this.say(WORDS.offline);
    if (!this.courier.tries) this.courier.take();
  }

  ask() { return this.courier.flush({ empty: true }); }

  gather() { if (navigator.onLine) this.courier.gather(); }

  flush() { return this.courier.all(); }

  resume() {
    const count = this.store.unsent.length;
    if (count && navigator.onLine) this.say(WORDS.back(count));
    else if (!navigator.onLine) this.say(WORDS.offline);
    else this.say("");
    this.flush();
  }

  arrived({ answers, clock, closing, sent }) {
    const trouble = afterwards(answers, sent);
    const settled = this.store.works ? WORDS.done : WORDS.blocked;
    if (trouble) this.say(trouble);
    else if (this.ribbon.textContent) this.say(settled, { fades: this.store.works });
    this.button.hidden = true;
    this.dispatchEvent(new CustomEvent("sent", { bubbles: true, detail: { clock, closing, refused: refusedIn(answers, sent) } }));
  }

  failed({ status, wait }) {
    this.say(reasonOf(status, wait));
    this.button.hidden = false;
  }

  say(words, { fades = false } = {}) {
    clearTimeout(this.fading);
    this.ribbon.textContent = words;
    if (fades) this.fading = setTimeout(() => { this.ribbon.textContent = ""; }, 6000);
  }
}
customElements.define("answer-outbox", AnswerOutbox);
