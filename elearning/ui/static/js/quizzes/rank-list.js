// <rank-list>: a place given to one row is taken from the row that had it; that row gets the place set free.
class RankList extends HTMLElement {
  connectedCallback() {
    this.selects = [...this.querySelectorAll("select")];
    this.remember();
    this.addEventListener("change", ({ target }) => this.swap(target));
    this.addEventListener("focusin", () => this.remember());
  }

  remember() { this.before = new Map(this.selects.map((select) => [select, select.value])); }

  swap(changed) {
    const rival = this.selects.find((select) => select !== changed && select.value && select.value === changed.value);
    if (rival) rival.value = this.before.get(changed);
    this.remember();
  }
}
customElements.define("rank-list", RankList);
