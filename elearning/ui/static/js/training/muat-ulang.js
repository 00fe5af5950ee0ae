// <muat-ulang every="4">: fetches its own page every few seconds and takes over its part, until «every» is gone.
class MuatUlang extends HTMLElement {
  connectedCallback() { this.wait(); }

  disconnectedCallback() { clearTimeout(this.timer); }

  wait() {
    const seconds = Number(this.getAttribute("every"));
    if (seconds) this.timer = setTimeout(() => this.fetch(), seconds * 1000);
  }

  async fetch() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector(this.localName);
        if (fresh && !fresh.hasAttribute("every")) return location.reload(); // all made: the list gets its links
        if (fresh) this.replaceChildren(...fresh.childNodes);
      }
    } catch { /* no network for a moment: try again */ }
    this.wait();
  }
}
customElements.define("muat-ulang", MuatUlang);
