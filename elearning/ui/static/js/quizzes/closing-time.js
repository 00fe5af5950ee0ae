// <closing-time until when now>: in the last five minutes says how many are left; no ticking seconds.
class ClosingTime extends HTMLElement {
  connectedCallback() {
    this.skew = Date.parse(this.getAttribute("now")) - Date.now();
    this.words = this.querySelector("[role=status]");
    if (this.hasAttribute("until")) this.start();
  }

  start() {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.look(), 10_000);
    this.look();
  }

  // The committee gave more time, or less: the server says so with the next answers.
  renew(closing) {
    if (!closing || Date.parse(closing.until) === Date.parse(this.getAttribute("until"))) return;
    for (const name of ["until", "when"]) this.setAttribute(name, closing[name]);
    this.start();
    if (this.left > 0) this.dispatchEvent(new CustomEvent("reopened", { bubbles: true }));
  }

  get left() { return Date.parse(this.getAttribute("until")) - Date.now() - this.skew; }

  disconnectedCallback() { clearInterval(this.timer); }

  look() {
    const [minutes, when] = [Math.ceil(this.left / 60_000), this.getAttribute("when")];
    if (this.left < 0) return this.end(when);
    this.say(`Ditutup ${when}${minutes <= 5 ? ` · Sisa ± ${Math.max(1, minutes)} menit` : ""}`);
  }

  end(when) {
    clearInterval(this.timer);
    this.say(`Sudah ditutup ${when}. Kirim jawaban Anda.`);
    this.dispatchEvent(new CustomEvent("closed", { bubbles: true }));
  }

  // Only a change is announced.
  say(words) {
    this.words.hidden = false;
    if (this.words.textContent !== words) this.words.textContent = words;
  }
}
customElements.define("closing-time", ClosingTime);
