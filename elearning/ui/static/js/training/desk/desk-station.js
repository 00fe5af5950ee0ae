// <desk-station>: the registration desk on a device that keeps the list, with and without a network.
import { Desk } from "./desk.js";
import { showNames } from "./desk-names.js";
import { Queue } from "./desk-queue.js";
import { Result } from "./desk-result.js";
import { dayWords } from "./desk-list.js";

const AGAIN = 60_000;

class DeskStation extends HTMLElement {
  async connectedCallback() {
    const [root] = location.pathname.match(/^\/sesi\/[^/]+\/presensi\//);
    this.desk = new Desk(root, (what, detail) => this[what](detail));
    this.queue = new Queue(this, this.desk);
    if (!this.desk.store.works) return this.queue.blocked(); // then the server decides, as without this script
    if (this.dataset.desk) this.desk.store.desk = this.dataset.desk;
    this.result = new Result(this.querySelector("[data-result]"));
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("input", (event) => event.target.name !== "code" && this.search());
    this.result.place.addEventListener("click", () => this.result.close());
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
    const name = this.querySelector("[name=desk]");
    name.value ||= this.desk.store.desk;
  }

  get isKept() { return "kept" in this.dataset; }

  get kind() { return this.querySelector("[name=kind]:checked")?.value ?? "masuk"; }

  search() {
    const input = this.querySelector("[name=q]");
    if (this.desk.list && input?.value) showNames(this.querySelector("[data-hits]"), input.value, this.desk, { kind: this.kind, press: (code) => this.record(code, "nama") });
  }

  submitted(event) {
    const form = event.target;
    if (!this.desk.list || this.desk.isErased || !["code", "search", "name"].includes(form.dataset.way)) return;
    if (form.dataset.way === "name" && navigator.onLine) return; // the server keeps it, too
    event.preventDefault();
    if (form.dataset.way === "search") this.search();
    else if (form.dataset.way === "name") { this.desk.store.desk = form.elements.desk.value.trim(); this.queue.show(); }
    else if (this.record(form.elements.code.value, form.elements.code.value.includes("/") ? "pindai" : "kode")) form.elements.code.value = "";
  }

  record(typed, method) {
    const made = this.desk.record(typed, { method, kind: this.kind });
    this.queue.refusal(made.words ?? "");
    if (made.words) return false;
    this.result.show(made, this.desk.list);
    this.search();
    this.show();
    return true;
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
