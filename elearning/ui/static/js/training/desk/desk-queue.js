// What waits on this device, what the server could not take, and the end of work at it. In words, below the ways.
import { shownCode } from "./badge-code.js";
import { clock } from "./desk-list.js";
import { BLOCKED, clockOff, DONE, ERASED, erasing, sending, waiting } from "./desk-words.js";

export class Queue {
  constructor(page, desk) {
    Object.assign(this, { page, desk, trouble: {} });
    this.part("send").addEventListener("click", () => desk.courier.flush());
    this.part("seen").addEventListener("click", () => { desk.store.troubles.forEach((scan) => desk.store.drop(scan.nonce)); this.show(); });
    this.part("finish").addEventListener("click", () => this.finish());
    this.part("finish-anyway").addEventListener("click", () => this.erase());
  }

  part(name) { return this.page.querySelector(`[data-${name}]`); }
  say(words) { this.part("ribbon").textContent = words; }
  refusal(words) { this.part("refusal").textContent = words; }
  blocked() { this.say(BLOCKED); }

  show() {
    const count = this.desk.store.unsent.length;
    const isCut = !navigator.onLine || (this.failing && count > 0);
    if (this.desk.isErased) return;
    if (isCut) this.say(waiting(count, this.trouble));
    else if (this.part("ribbon").textContent) this.say(count ? sending(count) : DONE);
    this.part("send").hidden = !(isCut && count);
    this.part("needs-network").hidden = !isCut;
    this.part("finish").hidden = !this.desk.list;
    this.rows();
  }

  rows() {
    const rows = this.desk.store.troubles.map((scan) => {
      const when = this.desk.list ? clock(this.desk.list, scan.occurred_at) : "";
      return Object.assign(document.createElement("li"), { textContent: `${shownCode(scan.code)} · ${when} · ${scan.words}` });
    });
    this.part("troubles").hidden = !rows.length;
    this.part("trouble-rows").replaceChildren(...rows);
  }

  failed(detail) {
    this.failing = true;
    this.trouble = detail;
    this.show();
  }

  arrived({ clock_off: minutes }) {
    this.failing = false;
    this.trouble = {};
    this.part("clock").textContent = minutes ? clockOff(minutes) : "";
  }

  finish() {
    const count = this.desk.store.unsent.length;
    if (!count) return this.erase();
    this.refusal(erasing(count));
    this.part("finish-anyway").hidden = false;
  }

  async erase() {
    this.desk.isErased = true; // a list that is still on its way is not kept
    this.desk.kept = null;
    this.desk.store.erase();
    const worker = await navigator.serviceWorker?.getRegistration(this.desk.root);
    await worker?.unregister();
    this.page.querySelectorAll("[data-ways], [data-result], [data-troubles], [data-finish], [data-finish-anyway], [data-send]").forEach((part) => { part.hidden = true; });
    this.refusal("");
    this.say(ERASED);
  }
}
