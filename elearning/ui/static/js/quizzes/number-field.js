// <number-field>: says how the number is read, as elearning/lib/numbers.py reads it; what has two readings is not taken.
const TWO_READINGS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const PLAIN = /^[+-]?(\d+([.,]\d+)?|[.,]\d+)$/;
const GROUPED = /^[+-]?[1-9]\d{0,2}([ .,])\d{3}(\1\d{3})*((?!\1)[.,]\d+)?$/;

function read(typed) {
  const text = typed.trim().replace("\u2212", "-").replace(/\s/g, " ");
  if (!text) return {};
  if (TWO_READINGS.test(text)) return { fault: `${text} bisa dibaca dua cara. Tulis 1000 atau 1,5.` };
  const group = GROUPED.exec(text)?.[1];
  if (!group && !PLAIN.test(text)) return { fault: "Tulis angka saja, misalnya 1000 atau 1,5." };
  return { number: (group ? text.replaceAll(group, "") : text).replace(".", ",").replace("+", "") };
}

class NumberField extends HTMLElement {
  connectedCallback() {
    [this.input, this.words] = [this.querySelector("input"), this.querySelector("[role=status]")];
    this.addEventListener("input", () => this.look());
    this.closest("form")?.addEventListener("filled", () => this.look());
    if (this.input.value) this.look();
  }

  look() {
    const { fault = "", number } = read(this.input.value);
    this.input.setCustomValidity(fault);
    const words = fault || (number ? `Dibaca sebagai ${number}` : "");
    if (this.words.textContent !== words) this.words.textContent = words;
  }
}
customElements.define("number-field", NumberField);
