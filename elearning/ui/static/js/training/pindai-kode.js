// <pindai-kode> around a form with a field «code»: scans a badge with the camera where the browser can, then sends the form.
class PindaiKode extends HTMLElement {
  async connectedCallback() {
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return; // typing, USB scanner and search remain
    const kinds = await BarcodeDetector.getSupportedFormats();
    if (!kinds.includes("qr_code")) return;
    this.detector = new BarcodeDetector({ formats: ["qr_code"] });
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "button button--wide", textContent: "Pindai dengan kamera" });
    this.button.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
    this.prepend(this.button);
    if (sessionStorage.getItem("pindai") === "1") this.start(); // the next person follows at once
  }

  disconnectedCallback() { this.release(); }

  async start() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      this.button.textContent = "Kamera tidak diizinkan. Ketik kodenya.";
      return;
    }
    sessionStorage.setItem("pindai", "1");
    this.button.textContent = "Matikan kamera";
    this.video = Object.assign(document.createElement("video"), { srcObject: this.stream, muted: true, playsInline: true });
    this.video.setAttribute("aria-label", "Gambar kamera");
    this.button.after(this.video);
    await this.video.play();
    this.timer = setInterval(() => this.look(), 250);
  }

  async look() {
    const [found] = await this.detector.detect(this.video).catch(() => []);
    if (!found || !this.timer) return;
    this.release();
    navigator.vibrate?.(80);
    const form = this.querySelector("form");
    form.elements.code.value = found.rawValue;
    form.requestSubmit();
  }

  stop() {
    sessionStorage.removeItem("pindai");
    this.release();
    this.video?.remove();
    this.button.textContent = "Pindai dengan kamera";
  }

  release() {
    clearInterval(this.timer);
    this.timer = null;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
  }
}
customElements.define("pindai-kode", PindaiKode);
