// <quiz-paper>: one question at a time, all from one response. A tap is kept on the phone first, then sent.
import "./answer-outbox.js";
import { fieldsOf, isTouched, keepTyping } from "./form-fields.js";
import { watchMoves } from "./paper-moves.js";
import { markAnswered, markKept, markSent, restore } from "./paper-state.js";

class QuizPaper extends HTMLElement {
  connectedCallback() {
    this.outbox = this.querySelector("answer-outbox");
    this.store = this.outbox.store;
    this.skew = Date.parse(this.dataset.now) - Date.now(); // the server's clock decides what was in time
    this.forms = [...this.querySelectorAll("form[data-position]")];
    this.review = this.querySelector("#periksa");
    for (const form of this.forms) isTouched(form) ? this.save(form) : restore(form, this.store);
    keepTyping(this, (form) => this.save(form));
    watchMoves(this);
    this.addEventListener("sent", ({ detail }) => markSent(this.forms, this.store, detail));
    this.addEventListener("closed", () => this.close());
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
