// <muat-ulang every="4">: fetches its own page every few seconds and takes over its part, until «every» is gone.
// «in-place»: the rest of the page stays as it is, with what somebody typed there.
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
        if (fresh && !fresh.hasAttribute("every")) { // all made: the list gets its links
          return this.hasAttribute("in-place") ? this.replaceWith(fresh) : location.reload();
        }
        if (fresh) this.replaceChildren(...fresh.childNodes);
      }
    } catch { /* no network for a moment: try again */ }
    this.wait();
  }
}
customElements.define("muat-ulang", MuatUlang);
