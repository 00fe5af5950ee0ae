// <closing-time until now clock>: in the last five minutes says how many are left; no ticking seconds.
class ClosingTime extends HTMLElement {
  connectedCallback() {
    this.skew = Date.parse(this.getAttribute("now")) - Date.now();
    this.words = this.querySelector("[role=status]");
    this.timer = setInterval(() => this.look(), 10_000);
    this.look();
  }

  disconnectedCallback() { clearInterval(this.timer); }

  look() {
    const left = Date.parse(this.getAttribute("until")) - Date.now() - this.skew;
    const [minutes, when] = [Math.ceil(left / 60_000), this.getAttribute("when")];
    if (left < 0) return this.end(when);
    this.say(`Ditutup ${when}${minutes <= 5 ? ` · Sisa ± ${Math.max(1, minutes)} menit` : ""}`);
  }

  end(when) {
    clearInterval(this.timer);
    this.say(`Sudah ditutup ${when}. Kirim jawaban Anda.`);
    this.dispatchEvent(new CustomEvent("closed", { bubbles: true }));
  }

  // Only a change is announced.
  say(words) { if (this.words.textContent !== words) this.words.textContent = words; }
}
customElements.define("closing-time", ClosingTime);
