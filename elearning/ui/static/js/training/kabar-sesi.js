// <kabar-sesi src etag every>: asks every few seconds whether anything changed, each page at a moment of its own. When it did,
// the parts marked data-live are taken over from a fresh copy of the page; what is typed elsewhere stays. Rests while hidden.
class KabarSesi extends HTMLElement {
  connectedCallback() {
    this.every = Number(this.getAttribute("every"));
    this.seen = () => document.hidden ? clearTimeout(this.timer) : this.in(Math.random() * 2);
    document.addEventListener("visibilitychange", this.seen);
    if (!document.hidden) this.in(Math.random() * this.every);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.seen);
  }

  in(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), seconds * 1000);
  }

  async ask() {
    try {
      const headers = { "If-None-Match": this.getAttribute("etag") };
      const answer = await fetch(this.getAttribute("src"), { headers, cache: "no-store" });
      if (answer.status === 404) return; // this page is over: «Muat ulang» says why
      if (answer.ok) await this.renew();
    } catch { /* no network for a moment: the next turn asks again */ }
    if (!document.hidden) this.in(this.every);
  }

  async renew() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(this.localName);
    if (!fresh) return location.reload();
    const focused = document.activeElement.id;
    for (const part of this.querySelectorAll("[data-live]")) {
      const other = fresh.querySelector(`#${part.id}`);
      if (other && other.dataset.live !== part.dataset.live) part.replaceWith(other);
    }
    this.setAttribute("etag", fresh.getAttribute("etag"));
    if (focused) document.getElementById(focused)?.focus();
  }
}
customElements.define("kabar-sesi", KabarSesi);
