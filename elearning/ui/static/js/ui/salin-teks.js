// <salin-teks from="id">: a button that copies a text or the value of an element, and a WhatsApp link that follows what was edited.
// Without JavaScript the text can be selected, and the link carries the text as it came.
class CopyText extends HTMLElement {
  connectedCallback() {
    this.source = document.getElementById(this.getAttribute("from"));
    if (!this.source) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = this.getAttribute("label") ?? "Salin";
    button.addEventListener("click", () => this.copy());
    this.said = document.createElement("span");
    this.said.setAttribute("role", "status");
    this.append(button, this.said);
    const link = document.getElementById(this.getAttribute("link"));
    if (link) {
      this.source.addEventListener("input", () => {
        link.href = `https://wa.me/?text=${encodeURIComponent(this.text)}`;
      });
    }
  }

  get text() {
    return this.source.value ?? this.source.textContent.trim();
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      this.said.textContent = "Tersalin.";
    } catch {
      // An old browser, or a page that is not served safely: select it, the person copies.
      if (this.source.select) this.source.select();
      else getSelection().selectAllChildren(this.source);
      this.said.textContent = "Teks sudah ditandai. Tekan lama, lalu pilih Salin.";
    }
  }
}

customElements.define("salin-teks", CopyText);
