// <type-fields>: shows what the chosen type needs, by its name in data-kinds. Hidden fields keep their values.
class TypeFields extends HTMLElement {
  connectedCallback() {
    this.choice = this.querySelector("#id_type");
    for (const name of ["change", "added"]) this.addEventListener(name, () => this.look());
    this.look();
  }

  look() {
    for (const part of this.querySelectorAll("[data-kinds]")) {
      part.classList.toggle("is-other-type", !part.dataset.kinds.split(" ").includes(this.choice.value));
    }
  }
}
customElements.define("type-fields", TypeFields);
