// <quiz-paper>: one question at a time, all from one response. A tap is kept on the phone first, then sent.
import "./answer-outbox.js";
import { fieldsOf, isTouched } from "./form-fields.js";
import { markAnswered, markKept, markSent, restore } from "./paper-state.js";

const STEPS = { back: -1, skip: 1, next: 1 };

class QuizPaper extends HTMLElement {
  connectedCallback() {
    this.outbox = this.querySelector("answer-outbox");
    this.store = this.outbox.store;
    this.skew = Date.parse(this.dataset.now) - Date.now(); // the server's clock decides what was in time
    this.forms = [...this.querySelectorAll("form[data-position]")];
    this.review = this.querySelector("#periksa");
    for (const form of this.forms) isTouched(form) ? this.save(form) : restore(form, this.store);
    this.addEventListener("change", ({ target }) => target.form && this.save(target.form));
    this.addEventListener("input", ({ target }) => target.type === "text" && this.saveSoon(target.form));
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(Number(event.target.dataset.position) + (STEPS[event.submitter?.value] ?? 1));
    });
    this.addEventListener("click", (event) => this.follow(event));
    this.addEventListener("sent", ({ detail }) => markSent(this.forms, this.store, detail));
    this.addEventListener("closed", () => this.close());
    addEventListener("popstate", ({ state }) => state?.position && this.show(state.position));
    const start = Math.min(this.store.position ?? Number(this.dataset.current), this.forms.length + 1);
    history.replaceState({ position: start }, "");
    this.show(start);
  }

  // What is being written is kept too: nobody need leave the field first.
  saveSoon(form) {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.save(form), 800);
  }

  save(form) {
    clearTimeout(this.soon);
    const fields = fieldsOf(form);
    if (form.dataset.kept === JSON.stringify(fields)) return;
    form.dataset.kept = JSON.stringify(fields);
    this.outbox.put(Number(form.dataset.position), fields, new Date(Date.now() + this.skew));
    markKept(form, this.store);
  }

  async follow(event) {
    const [to, send] = [event.target.closest("[data-goto]"), event.target.closest("[data-send]")];
    if (to || send) event.preventDefault();
    if (to) this.go(Number(to.dataset.goto));
    if (send && (await this.outbox.flush())) location.assign(send.href);
  }

  go(position) {
    history.pushState({ position }, "");
    this.show(position).querySelector("[tabindex='-1']").focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }

  show(position) {
    this.store.position = position;
    this.forms.forEach((form, index) => { form.hidden = index + 1 !== position; });
    this.review.hidden = position <= this.forms.length;
    markAnswered(this.forms, this.review);
    return this.forms[position - 1] ?? this.review;
  }

  close() {
    for (const form of this.forms) form.querySelector("fieldset").disabled = true;
    this.go(this.forms.length + 1);
  }
}
customElements.define("quiz-paper", QuizPaper);
