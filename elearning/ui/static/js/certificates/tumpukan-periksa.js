// <tumpukan-periksa>: one paper after another, by camera, USB scanner or typing; asks /v/<kode> and keeps the answers in the page.
import { StackList } from "./stack-list.js";

const SIGNS = 40; // longer than any code that is typed with its dashes

class TumpukanPeriksa extends HTMLElement {
  connectedCallback() {
    this.list = new StackList(this);
    this.turn = Promise.resolve(); // one after another, so that the list has the order of the stack
    this.querySelectorAll("[data-live]").forEach((part) => { part.hidden = false; });
    this.addEventListener("submit", (event) => this.submitted(event));
    this.list.part("print").addEventListener("click", () => print());
    this.list.part("clear").addEventListener("click", () => this.list.clear());
  }

  get value() { return this.list.text; } // what «Salin» copies

  submitted(event) {
    event.preventDefault();
    const field = event.target.elements.code ?? event.target.elements.kode;
    field.value.split(/[\n,;\t]/).filter((typed) => typed.trim()).forEach((typed) => {
      const next = () => this.check(typed.trim());
      this.turn = this.turn.then(next, next);
    });
    field.value = "";
    if (!this.querySelector("video")) field.focus(); // a scanner types the next one
  }

  async check(typed) {
    const last = typed.replace(/\/+$/, "").split("/").pop().slice(0, SIGNS);
    const reply = await this.ask(last);
    const key = (reply.code || last).toUpperCase().replace(/[^A-Z0-9]/g, "");
    const look = reply.rules_changed?.length ? "aturan-berubah" : reply.state;
    const place = this.list.before(key);
    const paper = { ...reply, key, look, code: reply.code || last };
    if (!place) this.list.put(paper);
    this.show(paper, [place && `Sudah diperiksa: nomor ${place} dalam daftar ini.`, elsewhere(typed), look !== "berlaku" && (reply.hint || reply.sentence)]);
  }

  async ask(code) {
    try {
      const reply = await fetch(`/v/${encodeURIComponent(code)}`, { headers: { Accept: "application/json" }, credentials: "omit" });
      return await reply.json();
    } catch {
      return { state: "gangguan", sentence: "Pemeriksaan sedang tidak bisa dilakukan. Ini bukan berarti sertifikat tidak sah. Coba lagi." };
    }
  }

  show(paper, remarks) {
    const latest = this.list.part("latest"), [state, name, number, code, remark] = latest.children;
    latest.className = `latest state--${paper.look}`;
    state.replaceChildren(this.list.shape(paper.look));
    name.textContent = paper.name ?? "";
    number.textContent = paper.number ?? "";
    code.textContent = paper.code;
    remark.textContent = remarks.filter(Boolean).join(" ");
    latest.hidden = false;
    navigator.vibrate?.(paper.state === "berlaku" ? 80 : [200, 100, 200]);
  }
}

function elsewhere(typed) {
  const host = typed.match(/^https?:\/\/([^/]+)/i)?.[1];
  return host && host !== location.host ? `Kode QR pada kertas ini menuju alamat lain, ${host}. Bandingkan isinya baik-baik.` : "";
}
customElements.define("tumpukan-periksa", TumpukanPeriksa);
