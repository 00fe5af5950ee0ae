// What the page says about each question: kept on the phone, sent at, answered or not.
import { fill, isComplete } from "./form-fields.js";

const KEPT = "Tersimpan di HP";
const UNDER_WAY = "Mengirim…";
const place = (form) => Number(form.dataset.position);
const words = (form) => form.querySelector("[data-state]");

export function restore(form, store) {
  const unsent = store.latest(place(form));
  if (!unsent) return;
  fill(form, unsent.fields);
  words(form).textContent = KEPT;
}

export function markKept(form, store) {
  words(form).textContent = store.works ? KEPT : UNDER_WAY;
}

export function markSent(forms, store, clock) {
  const said = store.works ? `${KEPT}, terkirim ${clock}` : `Terkirim ${clock}`;
  for (const form of forms) {
    const waits = [KEPT, UNDER_WAY].includes(words(form).textContent);
    if (waits && !store.latest(place(form))) words(form).textContent = said;
  }
}

export function markAnswered(forms, review) {
  for (const form of forms) {
    const badge = review.querySelector(`[data-answered="${form.dataset.position}"]`);
    const complete = isComplete(form);
    badge.textContent = complete ? "Terjawab" : "Belum dijawab";
    badge.classList.toggle("badge--dashed", !complete);
  }
}
