// <paper-preview data-address>: the unsaved form on paper, drawn anew when typing rests. Stores nothing.
const REST_MS = 700;

class PaperPreview extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.sheet = this.firstElementChild;
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, () => this.soon(REST_MS));
    this.soon(0);
  }

  soon(rest) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), rest);
  }

  async draw() {
    this.request?.abort();
    const request = this.request = new AbortController();
    const said = new FormData(this.form);
    said.set("bagian", "1");
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.dataset.address, { method: "POST", body: said, signal: request.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      this.sheet.innerHTML = await answer.text();
      const number = this.sheet.querySelector("[data-number-says]")?.dataset.numberSays;
      if (number) this.form.querySelector("[data-number]").textContent = number;
    } catch (fault) {
      if (fault.name === "AbortError") return;
      this.sheet.textContent = "Pratinjau belum bisa dibuat. Isian Anda tetap ada di halaman ini. Coba «Lihat pratinjau».";
    }
    if (this.request === request) this.removeAttribute("aria-busy");
  }
}
customElements.define("paper-preview", PaperPreview);
