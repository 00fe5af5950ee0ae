// What was checked, in this page only: one row for each paper, what it counts to, and the same as text.
const OPEN = ["gangguan", "terlalu-banyak"]; // nothing was learnt: the same code may be tried again
const WORDS = (state) => state.replaceAll("-", " ");

export class StackList {
  constructor(page) {
    this.page = page;
    this.papers = new Map(); // by code, in the order of the stack
  }

  part(name) { return this.page.querySelector(`[data-${name}]`); }
  shape(look) { return this.page.querySelector(`template[data-shape="${look}"]`).content.cloneNode(true); }
  word(look) { return this.shape(look).textContent.trim(); }
  place(key) { return [...this.papers.keys()].indexOf(key) + 1; }

  // A paper that the list has already: its place in it.
  before(key) {
    const paper = this.papers.get(key);
    return paper && !OPEN.includes(paper.state) ? this.place(key) : 0;
  }

  put(paper) {
    this.papers.set(paper.key, paper);
    this.part("rows").replaceChildren(...[...this.papers.values()].map((one) => this.row(one)));
    this.part("counts").textContent = this.counts;
    this.part("when").textContent = `Diperiksa ${this.moment} pada ${location.host}`;
    this.part("found").hidden = false;
  }

  clear() {
    this.papers.clear();
    this.part("rows").replaceChildren();
    this.part("found").hidden = this.part("latest").hidden = true;
  }

  row(paper) {
    const row = this.part("row").content.cloneNode(true).firstElementChild;
    row.querySelector(".checked__state").append(this.shape(paper.look));
    row.querySelector(".checked__name").textContent = paper.name ?? "";
    row.querySelector(".checked__number").textContent = paper.number ?? "";
    row.querySelector(".checked__code").textContent = paper.code;
    return row;
  }

  // «12 diperiksa · 11 berlaku · 1 dicabut»
  get counts() {
    const states = [...this.papers.values()].map((paper) => paper.state).filter((state) => !OPEN.includes(state));
    const kinds = [...new Set(["berlaku", ...states])].map((state) => [states.filter((one) => one === state).length, WORDS(state)]);
    return [`${states.length} diperiksa`, ...kinds.filter(([count]) => count).map((kind) => kind.join(" "))].join(" · ");
  }

  get moment() {
    return new Intl.DateTimeFormat("id-ID", { dateStyle: "long", timeStyle: "short" }).format(new Date());
  }

  get text() {
    const lines = [...this.papers.values()].map((paper, index) =>
      `${index + 1}. ${[this.word(paper.look), paper.number, paper.name, paper.code].filter(Boolean).join(" · ")}`);
    return [this.part("when").textContent, this.counts, ...lines].join("\n");
  }
}
