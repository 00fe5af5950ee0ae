// The rectangles of all rows, drawn over the picture with the number of their row.
import { isDrawn, isRight, SIDES, sidesOf } from "./region-fields.js";

const SVG = "http://www.w3.org/2000/svg";

export function planeOn(box) {
  const plane = box.appendChild(document.createElementNS(SVG, "svg"));
  plane.setAttribute("viewBox", "0 0 100 100");
  plane.setAttribute("preserveAspectRatio", "none");
  return plane;
}

export function draw(plane, rows, active) {
  const box = plane.parentElement;
  plane.replaceChildren();
  box.querySelectorAll("output").forEach((label) => label.remove());
  rows.forEach((row, index) => {
    row.classList.toggle("is-active", row === active);
    if (!isDrawn(row)) return;
    const [sides, rect] = [sidesOf(row), plane.appendChild(document.createElementNS(SVG, "rect"))];
    SIDES.forEach((side, place) => rect.setAttribute(side, sides[place]));
    rect.classList.toggle("is-active", row === active);
    const label = box.appendChild(document.createElement("output"));
    label.textContent = isRight(row) ? `${index + 1} ✓` : index + 1;
    [label.style.left, label.style.top] = [`${sides[0]}%`, `${sides[1]}%`];
  });
}
