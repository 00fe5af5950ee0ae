// The three ways of the desk: what is typed, scanned or found by name becomes one record.
import { showNames } from "./desk-names.js";

export class Ways {
  constructor(page, desk, { result, queue, changed }) {
    Object.assign(this, { page, desk, result, queue, changed });
    page.addEventListener("submit", (event) => this.submitted(event));
    page.addEventListener("input", (event) => event.target.name !== "code" && this.search());
  }

  get kind() { return this.page.querySelector("[name=kind]:checked")?.value ?? "masuk"; }

  search() {
    const input = this.page.querySelector("[name=q]");
    if (!this.desk.list || !input?.value) return;
    const press = (code) => this.record(code, "nama");
    showNames(this.page.querySelector("[data-hits]"), input.value, this.desk, { kind: this.kind, press });
  }

  // Without a list on the device every form goes to the server, as it does without this script.
  submitted(event) {
    const form = event.target;
    const way = { code: this.typed, search: this.search, name: this.named }[form.dataset.way];
    if (!way || !this.desk.list || (way === this.named && navigator.onLine)) return;
    event.preventDefault();
    way.call(this, form);
  }

  typed(form) {
    const field = form.elements.code;
    if (this.record(field.value, field.value.includes("/") ? "pindai" : "kode")) field.value = "";
    if (!form.parentElement.querySelector("video")) field.focus(); // a scanner types the next one
  }

  named(form) {
    this.desk.store.desk = form.elements.desk.value.trim();
    this.queue.refusal("");
    this.changed();
  }

  record(typed, method) {
    const made = this.desk.record(typed, { method, kind: this.kind });
    this.queue.refusal(made.words ?? "");
    if (made.words) return false;
    this.result.show(made, this.desk.list);
    this.search();
    this.changed();
    return true;
  }
}
