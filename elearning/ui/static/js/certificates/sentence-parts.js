// <sentence-parts>: its codes become buttons that write themselves where the cursor was last.
class SentenceParts extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea, input[type=text]");
    this.addEventListener("focusin", ({ target }) => { if (target.matches("textarea, input[type=text]")) this.field = target; });
    for (const code of this.querySelectorAll("li > code")) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: code.textContent, title: `Sisipkan ${code.textContent}` });
      button.addEventListener("click", () => this.write(code.textContent));
      code.replaceWith(button);
    }
  }

  write(part) {
    this.field.focus();
    this.field.setRangeText(part, this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
customElements.define("sentence-parts", SentenceParts);
