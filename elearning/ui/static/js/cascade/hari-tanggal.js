// <hari-tanggal from="id of a date field">: «Senin, 14 Oktober 2024» beside what is typed; the server prints it again.
const LONG = new Intl.DateTimeFormat("id-ID", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

class HariTanggal extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("from"));
    this.show = () => {
      const day = new Date(`${this.field.value}T00:00:00Z`);
      this.textContent = Number.isNaN(day.getTime()) ? "" : LONG.format(day);
    };
    this.setAttribute("role", "status");
    this.field?.addEventListener("input", this.show);
    if (this.field) this.show();
  }

  disconnectedCallback() { this.field?.removeEventListener("input", this.show); }
}
customElements.define("hari-tanggal", HariTanggal);
