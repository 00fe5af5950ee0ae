// <desk-station>: the registration desk on a device that keeps the list, with and without a network.
import { Desk } from "./desk.js";
import { dayWords } from "./desk-list.js";
import { Queue } from "./desk-queue.js";
import { Result } from "./desk-result.js";
import { Ways } from "./desk-ways.js";

const AGAIN = 60_000;

class DeskStation extends HTMLElement {
  async connectedCallback() {
    const [root] = location.pathname.match(/^\/sesi\/[^/]+\/presensi\//);
    this.desk = new Desk(root, (what, detail) => this[what](detail));
    this.queue = new Queue(this, this.desk);
    if (!this.desk.store.works) return this.queue.blocked(); // then the server decides, as without this script
    if (this.dataset.desk) this.desk.store.desk = this.dataset.desk;
    this.isKept = "kept" in this.dataset; // the page that the worker kept: no day was chosen on it
    this.result = new Result(this.querySelector("[data-result]"));
    this.ways = new Ways(this, this.desk, { result: this.result, queue: this.queue, changed: () => this.show() });
    addEventListener("online", () => this.desk.courier.flush().then(() => this.load()));
    addEventListener("offline", () => this.queue.show());
    navigator.serviceWorker?.register(`${root}pekerja.js`, { scope: root }).catch(() => {}); // refused: works while open
    this.timer = setInterval(() => document.visibilityState === "visible" && this.load(), AGAIN);
    this.show();
    await this.desk.courier.flush();
    await this.load(this.isKept ? undefined : { on: this.dataset.on, chosen: this.dataset.chosen });
  }

  disconnectedCallback() { clearInterval(this.timer); }

  async load(place) {
    if (this.desk.isErased) return;
    const isFresh = await this.desk.refresh(place);
    if (isFresh && this.isKept) this.querySelector("[data-full]").hidden = false; // nobody is torn from his work
    if (this.desk.isClosed && this.desk.list && !this.desk.store.unsent.length) this.queue.erase();
    else this.show();
  }

  show() {
    const { list, day } = this.desk;
    this.queue.show();
    if (!list || !this.querySelector("[data-counter]")) return;
    const rate = navigator.onLine && list.rates[day] ? ` · ${list.rates[day]}` : "";
    this.querySelector("[data-counter]").textContent = `${this.desk.present} dari ${list.people.length} hadir${rate}`;
    if (!this.isKept) return;
    document.querySelector("[data-title]").textContent = `${list.title} · ${dayWords(list, day)}`;
    this.querySelector("[data-no-list]").hidden = true;
    this.querySelector("[name=desk]").value ||= this.desk.store.desk;
  }

  arrived(reply) {
    reply.scans.forEach((answer) => this.result.arrived(answer, this.desk.root));
    this.queue.arrived(reply);
    this.show();
    if (!reply.is_open) this.load();
  }

  failed(detail) { this.queue.failed(detail); }
}
customElements.define("desk-station", DeskStation);
