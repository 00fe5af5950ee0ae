// «Boleh atau tidak?» while one types, and without a network: the same answers, from one file that is asked anew every
// half minute, so that a withdrawn card does not stay. Without this script the form asks the server.
import { present } from "./answers.js";
import { answerTo } from "./rank.js";

const AGAIN = 30_000;

customElements.define("finder-page", class extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    this.place = this.querySelector("[data-answers]");
    this.all = this.querySelector("[data-all]");
    this.named = new URLSearchParams(location.search).get("kartu");
    const asked = new URLSearchParams(this.dataset.asked).toString();
    if (new URLSearchParams(location.search).toString() !== asked) this.readAddress(); // a kept page was asked nothing
    this.form.addEventListener("input", () => this.ask(this.form.elements.q.value ? "" : this.named));
    this.addEventListener("click", (event) => this.open(event));
    navigator.serviceWorker?.register(this.dataset.worker).catch(() => {}); // refused: the page works without it
    this.timer = setInterval(() => document.visibilityState === "visible" && this.load(), AGAIN);
    await this.load();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  readAddress() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (this.form.elements[name]) this.form.elements[name].value = value;
    }
    this.isOurs = true;
  }

  async load() {
    const response = await fetch(this.dataset.file, { credentials: "omit" }).catch(() => null);
    if (!response?.ok) return;
    const kept = response.headers.get("x-kept");
    this.querySelector("[data-kept]").textContent = kept ? `Tidak ada jaringan. Jawaban ini tersimpan di HP sejak ${kept}.` : "";
    const text = await response.text();
    if (text === this.text) return;
    this.text = text;
    this.cards = JSON.parse(text);
    const slugs = new Set(this.cards.cards.map((card) => card.slug));
    for (const link of this.all.querySelectorAll("[data-card]")) link.closest("li").hidden = !slugs.has(link.dataset.card);
    for (const shown of this.place.querySelectorAll(".answer")) if (!slugs.has(shown.id.slice(8))) this.isOurs = true;
    if (this.isOurs) this.show();
  }

  ask(slug) {
    this.named = slug;
    this.isOurs = true;
    if (this.cards) this.show();
  }

  open(event) {
    const link = event.target.closest("a[data-card]");
    if (!link || !this.cards || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.form.elements.q.value = "";
    this.ask(link.dataset.card);
    this.place.querySelector("summary")?.focus();
  }

  show() {
    const query = this.form.elements.q.value.trim();
    const named = { cards: this.cards.cards.filter((card) => card.slug === this.named), meant: "" };
    present(this, query ? answerTo(query, this.cards) : named, query);
  }
});
