// <more-rows>: one more blank row of a form set, from its template.
class MoreRows extends HTMLElement {
  connectedCallback() {
    const [total, most] = ["TOTAL", "MAX_NUM"].map((name) => this.closest("form").querySelector(`[name$="-${name}_FORMS"]`));
    Object.assign(this, { total, most: Number(most.value), button: this.querySelector("button") });
    this.button.addEventListener("click", () => this.add().querySelector("textarea").focus());
    this.look();
  }

  get count() { return Number(this.total.value); }
  look() { this.button.hidden = this.count >= this.most; }

  // The new row; undefined when there may be no more.
  add() {
    if (this.count >= this.most) return undefined;
    this.insertAdjacentHTML("beforebegin", this.querySelector("template").innerHTML.replaceAll("__prefix__", this.count));
    const row = this.previousElementSibling;
    this.total.value = this.count + 1;
    row.querySelector("legend").textContent = `Baris ${this.count}`;
    this.look();
    this.dispatchEvent(new CustomEvent("added", { bubbles: true }));
    return row;
  }
}
customElements.define("more-rows", MoreRows);
