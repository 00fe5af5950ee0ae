// <nama-tercetak for="id">: shows, while somebody types, how the name will stand on the certificate.
// It never changes what was typed. It also keeps the form from being sent twice on a slow network.
class PrintedName extends HTMLElement {
  connectedCallback() {
    this.input = document.getElementById(this.getAttribute("for"));
    if (!this.input) return;
    this.line = document.createElement("p");
    this.line.className = "printed-name";
    this.hint = document.createElement("p");
    this.hint.className = "field__help";
    this.hint.setAttribute("role", "status");
    this.append(this.line, this.hint);
    this.input.addEventListener("input", () => this.show());
    this.show();
    const form = this.input.form;
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });
    // Coming back with the browser's arrow, the page is as it was left; it may be sent again.
    window.addEventListener("pageshow", () => delete form.dataset.sent);
  }

  show() {
    const name = this.input.value;
    this.line.replaceChildren();
    if (name.trim()) {
      const strong = document.createElement("strong");
      strong.textContent = name.trim();
      this.line.append("Akan tertulis: ", strong);
    }
    this.hint.textContent = this.doubt(name.trim());
  }

  doubt(name) {
    if (name.length > 5 && name === name.toUpperCase()) return "Semua huruf besar. Bila memang begitu di sertifikat, biarkan.";
    if (name.length > 5 && !name.includes(" ")) return "Baru satu kata. Tulis nama lengkap bila ada.";
    return "";
  }
}

customElements.define("nama-tercetak", PrintedName);
