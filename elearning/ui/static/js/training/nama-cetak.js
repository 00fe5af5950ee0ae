// <nama-cetak for="id">: draws, while somebody types, how the name will stand on the certificate.
// The rule is that of certificates/fitting.py, measured on the same face without kerning; the server has the last word.
const FACE = '700 100px "Atkinson Hyperlegible"';
const [LARGEST, SMALLEST, OF_TWO, STEP] = [28, 18, 23, 0.5];

class PrintedName extends HTMLElement {
  async connectedCallback() {
    this.input = document.getElementById(this.getAttribute("for"));
    this.picture = this.querySelector("svg");
    if (!this.input || !this.picture) return;
    this.pen = document.createElement("canvas").getContext("2d");
    await document.fonts.load(FACE, "aĞ").catch(() => {});
    [this.pen.font, this.pen.fontKerning] = [FACE, "none"];
    this.input.addEventListener("input", () => this.draw());
    this.draw();
  }

  width(line) { return this.pen.measureText(line).width / 100; }

  largest(line, start) {
    for (let size = start; size >= SMALLEST; size -= STEP) {
      if (this.width(line) * size <= this.picture.viewBox.baseVal.width) return size;
    }
    return 0;
  }

  fit(name) {
    const whole = this.largest(name, LARGEST);
    if (whole) return [whole, [name]];
    const halves = [...name.matchAll(/ /g)].map(({ index }) => [name.slice(0, index), name.slice(index + 1)]);
    const widest = (lines) => Math.max(...lines.map((line) => this.width(line)));
    const best = halves.sort((one, other) => widest(one) - widest(other))[0];
    const longest = best && best.find((line) => this.width(line) === widest(best));
    return [best ? this.largest(longest, OF_TWO) : 0, best ?? []];
  }

  draw() {
    const name = this.input.value.trim().normalize("NFC");
    const [size, lines] = name ? this.fit(name) : [0, []];
    const { width, height } = this.picture.viewBox.baseVal;
    const top = (height - size * 1.15 * lines.length) / 2;
    this.picture.setAttribute("aria-label", `Akan tercetak: ${name}`);
    this.picture.replaceChildren(...(size ? lines : []).map((line, at) => {
      const text = document.createElementNS(this.picture.namespaceURI, "text");
      const place = { x: width / 2, y: top + size * 1.15 * (at + 0.83), "font-size": size, "text-anchor": "middle" };
      Object.entries(place).forEach(([key, value]) => text.setAttribute(key, value));
      text.textContent = line;
      return text;
    }));
    this.querySelector("[role=status]").textContent = name && !size ? "Nama ini tidak muat dalam dua baris. Singkat gelarnya." : "";
  }
}
customElements.define("nama-cetak", PrintedName);
