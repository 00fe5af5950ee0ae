// <pindai-kode> around a form with a field «code»: scans a QR code with the camera, then sends the form.
// With data-in-page nothing outlives the page: neither what was scanned nor that the camera ran.
import { qrReader } from "./qr-reader.js";

const WORDS = { ready: "Pindai dengan kamera", running: "Matikan kamera", failed: "Pemindai tidak termuat. Ketik kodenya.",
  NotAllowedError: "Kamera tidak diizinkan. Ketik kodenya.", NotFoundError: "Kamera tidak ditemukan. Ketik kodenya." };

class PindaiKode extends HTMLElement {
  connectedCallback() {
    if (!navigator.mediaDevices) return; // no https: typing, USB scanner, search and the phone's own camera remain
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "button button--wide", textContent: WORDS.ready });
    this.button.addEventListener("click", () => (this.isOn ? this.stop(WORDS.ready) : this.start()));
    this.prepend(this.button);
    this.memory = "inPage" in this.dataset ? undefined : sessionStorage;
    if (this.memory?.getItem("pindai") === "1") this.start(); // the next person follows at once
  }

  disconnectedCallback() { this.release(); }

  async start() {
    this.isOn = true;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      this.video = Object.assign(document.createElement("video"), { srcObject: this.stream, muted: true, playsInline: true });
      this.video.setAttribute("aria-label", "Gambar kamera");
      this.button.textContent = WORDS.running;
      this.button.after(this.video);
      await this.video.play();
      this.read ??= await qrReader(this.memory);
    } catch (error) {
      return this.isOn ? this.stop(WORDS[error.name] ?? WORDS.failed) : this.release(); // switched off meanwhile
    }
    if (!this.isOn) return this.release();
    this.memory?.setItem("pindai", "1");
    this.timer = setInterval(() => this.look(), 250);
  }

  async look() {
    const code = await this.read(this.video);
    if (!code || !this.timer) return;
    const form = this.querySelector("form");
    form.elements.code.value = code;
    addEventListener("submit", (event) => event.defaultPrevented || this.release(), { once: true }); // a desk of its own goes on
    form.requestSubmit();
  }

  stop(words) {
    this.memory?.removeItem("pindai");
    this.release();
    this.button.textContent = words;
  }

  release() {
    clearInterval(this.timer);
    this.timer = this.isOn = null;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.video?.remove();
  }
}
customElements.define("pindai-kode", PindaiKode);
