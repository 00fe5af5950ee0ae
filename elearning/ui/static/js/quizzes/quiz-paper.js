// <quiz-paper>: one question at a time, all from one response. A tap is kept on the phone first, then sent.
import "./answer-outbox.js";
import { fieldsOf, isTouched, keepTyping } from "./form-fields.js";
import { watchMoves } from "./paper-moves.js";
import { markAnswered, markKept, markSent, restore } from "./paper-state.js";

const NOT_A_QUESTION = ["periksa", "kirim"]; // the steps after the last question

class QuizPaper extends HTMLElement {
  connectedCallback() {
    this.outbox = this.querySelector("answer-outbox");
    this.store = this.outbox.store;
    this.skew = Date.parse(this.dataset.now) - Date.now(); // the server's clock decides what was in time
    this.forms = [...this.querySelectorAll("form[data-position]")];
    this.after = NOT_A_QUESTION.map((id) => this.querySelector(`#${id}`));
    for (const form of this.forms) isTouched(form) ? this.save(form) : restore(form, this.store);
    keepTyping(this, (form) => this.save(form));
    watchMoves(this);
    this.addEventListener("sent", ({ detail }) => {
      markSent(this.forms, this.store, detail);
      this.querySelector("closing-time")?.renew?.(detail.closing);
    });
    this.addEventListener("closed", () => this.close());
    this.addEventListener("reopened", () => this.allow(true));
    const start = Math.min(this.store.position ?? Number(this.dataset.current), this.forms.length + 1);
    history.replaceState({ position: start }, "");
    this.show(start);
  }

  save(form) {
    const fields = fieldsOf(form);
    const said = JSON.stringify([fields, form.matches(":invalid")]);
    if (form.dataset.kept === said) return;
    form.dataset.kept = said;
    this.outbox.put(Number(form.dataset.position), fields, new Date(Date.now() + this.skew));
    markKept(form, this.store);
  }

  go(position) {
    history.pushState({ position }, "");
    this.show(position).querySelector("[tabindex='-1']").focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }

  // Where the questions end, nothing more is gathered.
  show(position) {
    this.store.position = position;
    const steps = [...this.forms, ...this.after];
    steps.forEach((step, index) => { step.hidden = index + 1 !== position; });
    markAnswered(this.forms, this.after);
    if (position > this.forms.length) this.outbox.flush();
    else this.outbox.gather();
    return steps[position - 1];
  }

  allow(answering) {
    for (const form of this.forms) form.querySelector("fieldset").disabled = !answering;
  }

  // By this phone's clock and by what it was told last: the server may know of more time.
  close() {
    this.allow(false);
    this.go(this.forms.length + 1);
    this.outbox.ask();
  }
}
customElements.define("quiz-paper", QuizPaper);
