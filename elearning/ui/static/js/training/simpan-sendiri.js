// <simpan-sendiri> around a form with a textarea and a hidden «seen» and «continues»: saves by itself while somebody types.
const PAUSE = 2000, AGAIN = 15000;
const WAITING = "Belum tersimpan. Tidak ada jaringan. Tulisan Anda masih di halaman ini, kami coba lagi.";
const SIGNED_OUT = "Belum tersimpan. Muat halaman ini di tab lain dan masuk lagi. Tulisan Anda masih di sini.";

class SimpanSendiri extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.box = this.form.elements.text;
    this.status = this.querySelector("[role=status]");
    this.saved = this.box.value;
    this.form.addEventListener("input", () => this.later(PAUSE));
    this.form.addEventListener("change", () => this.save());
    this.form.addEventListener("submit", () => { clearTimeout(this.timer); this.isLeaving = true; });
    this.leave = () => document.visibilityState === "hidden" && this.save();
    document.addEventListener("visibilitychange", this.leave);
  }

  disconnectedCallback() { clearTimeout(this.timer); document.removeEventListener("visibilitychange", this.leave); }

  later(pause) { clearTimeout(this.timer); this.timer = setTimeout(() => this.save(), pause); }

  async save() {
    clearTimeout(this.timer);
    if (this.isLeaving || this.isRefused || this.box.value === this.saved) return;
    if (this.isSaving) return this.later(PAUSE); // one at a time: each answer brings the mark for the next
    this.isSaving = true;
    const sent = this.box.value;
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: new FormData(this.form), keepalive: sent.length < 20000,
        headers: { Accept: "application/json" }, redirect: "manual" });
      await this.read(answer, sent);
    } catch { this.say(WAITING); this.later(AGAIN); }
    this.isSaving = false;
  }

  async read(answer, sent) {
    if (answer.type === "opaqueredirect" || answer.status === 403) { this.say(SIGNED_OUT); return this.later(AGAIN); }
    if (answer.status === 409) {
      this.isRefused = true; // somebody else wrote here, or it is too long: the button shows what there is
      return this.say((await answer.json()).message);
    }
    if (!answer.ok) throw new Error(answer.status);
    const { saved, seen, continues } = await answer.json();
    Object.assign(this.form.elements.seen, { value: seen });
    Object.assign(this.form.elements.continues, { value: continues });
    this.saved = sent;
    this.say(saved);
    if (this.box.value !== sent) this.later(PAUSE);
  }

  say(words) { this.status.textContent = words; }
}
customElements.define("simpan-sendiri", SimpanSendiri);
