// The rectangle of a row: four number fields in percent, which are the truth and which a keyboard fills.
export const SIDES = ["x", "y", "width", "height"];
const round = (number) => Math.round(number * 10) / 10;
const field = (row, side) => row.querySelector(`[name$="-${side}"]`);

export const sidesOf = (row) => SIDES.map((side) => Number.parseFloat(field(row, side).value));
export const isDrawn = (row) => sidesOf(row).every((side) => !Number.isNaN(side));
export const isRight = (row) => row.querySelector('[name$="-is_correct"]').checked;

export function write(row, sides) {
  SIDES.forEach((side, place) => { field(row, side).value = sides[place]; });
}

// Where a pointer is on a plane, in percent; never outside.
export function at({ clientX, clientY }, plane) {
  const { left, top, width, height } = plane.getBoundingClientRect();
  return [(clientX - left) / width, (clientY - top) / height].map((part) => round(100 * Math.min(1, Math.max(0, part))));
}

export function between(start, end) {
  const corner = [0, 1].map((axis) => Math.min(start[axis], end[axis]));
  return [...corner, ...[0, 1].map((axis) => round(Math.abs(end[axis] - start[axis])))];
}

export function holds(row, [left, top]) {
  const [x, y, width, height] = sidesOf(row);
  return left >= x && left <= x + width && top >= y && top <= y + height;
}

// The row whose numbers are being edited is drawn anew; else the row being written or the next that has no rectangle yet.
export function rowToDraw(rows, active) {
  const redrawn = document.activeElement.closest("[data-region]")?.closest(".soal__row");
  return redrawn ?? [active, ...rows].find((row) => row && !isDrawn(row));
}
