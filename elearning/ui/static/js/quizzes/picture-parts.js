// <picture-parts>: a tap on a part of the picture ticks its line in the list, which is the answer.
class PictureParts extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => this.tap(target.closest("[data-letter]")));
    this.addEventListener("change", () => this.show());
    this.closest("form")?.addEventListener("filled", () => this.show());
    this.show();
  }

  box(part) { return this.querySelector(`input[value="${part.dataset.letter}"]`); }

  tap(part) {
    const box = part && this.box(part);
    if (!box || box.matches(":disabled")) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show() {
    for (const part of this.querySelectorAll("[data-letter]")) part.classList.toggle("is-chosen", this.box(part).checked);
  }
}
customElements.define("picture-parts", PictureParts);
