// <berkas-sertifikat> around the form for a PDF: sends the SHA-256 instead of the file. Only when that is none of ours,
// what the file says of itself (our code and number) goes along. Without SubtleCrypto (plain http) the file itself is sent.
import { namedIn } from "./pdf-naming.js";

const MOST_BYTES = 5 * 1024 * 1024;
const TOO_LARGE = "Berkas ini lebih besar dari 5 MB, jadi bukan berkas dari kami. Pilih berkas PDF yang asli.";
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

class BerkasSertifikat extends HTMLElement {
  connectedCallback() {
    if (!globalThis.crypto?.subtle) return;
    this.form = this.querySelector("form");
    this.querySelector("[data-sent]").hidden = true;
    this.querySelector("[data-kept]").hidden = false;
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.field.addEventListener("change", () => this.measure());
    addEventListener("pageshow", () => this.fresh()); // back from the answer: another file
  }

  get field() { return this.form.elements.berkas; }

  fresh() {
    this.field.disabled = false;
    this.form.enctype = "multipart/form-data";
    this.form.querySelectorAll("[type=hidden]").forEach((input) => input.remove());
  }

  measure() {
    this.field.setCustomValidity(this.field.files[0]?.size > MOST_BYTES ? TOO_LARGE : ""); // then nothing is submitted
  }

  submitted(event) {
    const [file] = this.field.files;
    event.preventDefault();
    if (file && !this.field.disabled) this.check(file);
  }

  async check(file) {
    this.field.disabled = true; // a second press waits, and the file stays here
    const bytes = new Uint8Array(await file.arrayBuffer());
    const hash = hex(await crypto.subtle.digest("SHA-256", bytes));
    this.add("sidik", hash);
    if (!(await this.isOurs(hash))) {
      const { codes, numbers } = await namedIn(bytes);
      codes.forEach((code) => this.add("kode", code));
      numbers.forEach((number) => this.add("nomor", number));
    }
    this.form.enctype = "application/x-www-form-urlencoded";
    this.form.submit();
  }

  async isOurs(hash) {
    const asked = { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ sidik: hash }) };
    const reply = await fetch(this.form.action, asked).catch(() => null);
    return reply?.status === 200;
  }

  add(name, value) {
    this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
}
customElements.define("berkas-sertifikat", BerkasSertifikat);
