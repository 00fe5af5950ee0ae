// <region-editor>: drag on the picture to give a row its rectangle; the number fields stay the truth, and a keyboard fills them.
const SVG = "http://www.w3.org/2000/svg";
const SIDES = ["x", "y", "width", "height"];
const round = (number) => Math.round(number * 10) / 10;

class RegionEditor extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.chooser = this.form.querySelector("#id_picture");
    this.rows = [...this.form.querySelectorAll("[data-region]")].map((region) => region.closest("fieldset"));
    this.image = this.appendChild(new Image());
    this.image.alt = "";
    this.plane = this.appendChild(document.createElementNS(SVG, "svg"));
    this.plane.setAttribute("viewBox", "0 0 100 100");
    this.plane.setAttribute("preserveAspectRatio", "none");
    this.form.addEventListener("input", () => this.draw());
    this.form.addEventListener("focusin", ({ target }) => this.choose(target.closest(".soal__row")));
    for (const name of ["pointerdown", "pointermove", "pointerup"]) this.plane.addEventListener(name, (event) => this[name](event));
    const box = document.querySelector("#id_picture-chooser");
    new MutationObserver(() => this.load()).observe(box, { attributes: true, subtree: true, attributeFilter: ["src", "class"] });
    this.load();
  }

  load() {
    this.hidden = !this.chooser.value;
    const address = this.dataset.picture.replace("/0/", `/${this.chooser.value}/`);
    if (this.chooser.value && !this.image.src.endsWith(address)) this.image.src = address;
    this.draw();
  }

  field(row, side) { return row.querySelector(`[name$="-${side}"]`); }
  sides(row) { return SIDES.map((side) => Number.parseFloat(this.field(row, side).value)); }
  isDrawn(row) { return this.sides(row).every((side) => !Number.isNaN(side)); }

  choose(row) {
    if (row && row !== this.active) { this.active = row; this.draw(); }
  }

  draw() {
    this.plane.replaceChildren();
    this.querySelectorAll("output").forEach((label) => label.remove());
    this.rows.forEach((row, index) => {
      row.classList.toggle("is-active", row === this.active);
      if (!this.isDrawn(row)) return;
      const [sides, rect] = [this.sides(row), this.plane.appendChild(document.createElementNS(SVG, "rect"))];
      SIDES.forEach((side, place) => rect.setAttribute(side, sides[place]));
      rect.classList.toggle("is-active", row === this.active);
      const label = this.appendChild(document.createElement("output"));
      [label.textContent, label.style.left, label.style.top] = [index + 1, `${sides[0]}%`, `${sides[1]}%`];
    });
  }

  at({ clientX, clientY }) {
    const { left, top, width, height } = this.plane.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height].map((part) => round(100 * Math.min(1, Math.max(0, part))));
  }

  // The row that is being edited gets the rectangle; when it has one already and another has none, that other row does.
  pointerdown(event) {
    if (!this.active || this.isDrawn(this.active)) this.active = this.rows.find((row) => !this.isDrawn(row)) ?? this.active;
    this.start = this.active && this.at(event);
    this.plane.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  pointermove(event) {
    if (!this.start) return;
    const [here, { start }] = [this.at(event), this];
    const corner = [0, 1].map((axis) => Math.min(here[axis], start[axis]));
    const size = [0, 1].map((axis) => round(Math.abs(here[axis] - start[axis])));
    if (Math.max(...size) < 1) return; // a click is no rectangle
    SIDES.forEach((side, place) => { this.field(this.active, side).value = [...corner, ...size][place]; });
    this.draw();
  }

  pointerup() {
    this.start = null;
    if (this.active && this.isDrawn(this.active)) this.active.querySelector("textarea").focus();
  }
}
customElements.define("region-editor", RegionEditor);
