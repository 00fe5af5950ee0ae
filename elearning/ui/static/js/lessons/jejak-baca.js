// What a guest has read, kept on this phone only: no cookie, nothing sent. On a lesson it remembers the step forward;
// on a course it writes «dibaca» into the list. Somebody signed in has this from the server instead.
const KEY = "jejak-baca";

const recall = () => {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
  } catch {
    return new Set(); // storage refused or broken: the lesson works without it
  }
};

const remember = (lesson) => {
  try {
    localStorage.setItem(KEY, JSON.stringify([...recall().add(lesson)]));
  } catch {
    // full or refused: see above
  }
};

customElements.define("jejak-baca", class extends HTMLElement {
  connectedCallback() {
    if (this.dataset.lesson) {
      this.addEventListener("click", (event) => event.target.closest("a") && remember(this.dataset.lesson));
    } else {
      this.decorate();
      addEventListener("pageshow", this.again = (event) => event.persisted && this.decorate()); // back button
    }
  }

  disconnectedCallback() {
    removeEventListener("pageshow", this.again);
  }

  decorate() {
    const read = recall();
    const lessons = [...this.querySelectorAll("[data-lesson]")];
    const done = lessons.filter((item) => read.has(item.dataset.lesson));
    for (const item of done) item.querySelector("[data-read]").hidden = false;
    if (!done.length) return;
    const progress = this.querySelector("[data-progress]");
    progress.hidden = false;
    progress.querySelector("strong").textContent = `${done.length} dari ${lessons.length} dibaca`;
    progress.querySelector("progress").value = done.length;
    const next = lessons.find((item) => !read.has(item.dataset.lesson));
    const start = this.querySelector("[data-start]");
    if (!next || !start) return;
    start.href = next.querySelector("a").href;
    start.firstChild.textContent = "Lanjutkan ";
  }
});
