// <region-editor>: drag on the picture to give a row its rectangle, tap a rectangle to come to its row.
import { draw, planeOn } from "./region-drawing.js";
import { at, between, holds, isDrawn, rowToDraw, write } from "./region-fields.js";

class RegionEditor extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.chooser = this.form.querySelector("#id_picture");
    this.image = this.firstElementChild.appendChild(new Image());
    this.image.alt = "";
    this.plane = planeOn(this.firstElementChild);
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

  get rows() { return [...this.form.querySelectorAll(".soal__row")]; }
  draw() { draw(this.plane, this.rows, this.active); }

  choose(row) {
    if (row && row !== this.active) { this.active = row; this.draw(); }
  }

  pointerdown(event) {
    this.start = at(event, this.plane);
    this.plane.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  pointermove(event) {
    if (!this.start) return;
    const sides = between(this.start, at(event, this.plane));
    if (!this.drawn && Math.max(...sides.slice(2)) < 2) return; // a tap is no rectangle
    this.drawn ??= rowToDraw(this.rows, this.active) ?? this.form.querySelector("more-rows").add();
    if (!this.drawn) return;
    write(this.drawn, sides);
    this.active = this.drawn;
    this.draw();
  }

  pointerup(event) {
    const row = this.drawn ?? this.rows.find((each) => isDrawn(each) && holds(each, at(event, this.plane)));
    this.start = this.drawn = null;
    row?.querySelector("textarea").focus({ preventScroll: true });
    row?.scrollIntoView({ block: "start" });
  }
}
customElements.define("region-editor", RegionEditor);
