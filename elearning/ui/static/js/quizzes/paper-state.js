// What the page says about each question: kept on the phone, sent at, answered or not.
import { fill, isComplete } from "./form-fields.js";

const KEPT = "Tersimpan di HP";
const UNDER_WAY = "Mengirim…";
const UNREAD = "Belum terbaca, jadi belum dihitung";
const REFUSED = "Tidak diterima, jadi belum dihitung";
const place = (form) => Number(form.dataset.position);
const words = (form) => form.querySelector("[data-state]");

export function restore(form, store) {
  const unsent = store.latest(place(form));
  if (!unsent) return;
  fill(form, unsent.fields);
  words(form).textContent = KEPT;
}

export function markKept(form, store) {
  const kept = store.works ? KEPT : UNDER_WAY;
  words(form).textContent = form.matches(":invalid") ? UNREAD : kept; // fields that cannot be read are left out
}

// refused: the places whose answer the server did not take.
export function markSent(forms, store, { clock, refused }) {
  const said = store.works ? `${KEPT}, terkirim ${clock}` : `Terkirim ${clock}`;
  for (const form of forms) {
    const waits = [KEPT, UNDER_WAY].includes(words(form).textContent);
    if (waits && !store.latest(place(form))) words(form).textContent = refused.includes(place(form)) ? REFUSED : said;
  }
}

export function markAnswered(forms, [review, send]) {
  const missing = forms.filter((form) => !isComplete(form));
  for (const form of forms) {
    const [badge, complete] = [review.querySelector(`[data-answered="${place(form)}"]`), !missing.includes(form)];
    badge.textContent = complete ? "Terjawab" : "Belum dijawab";
    badge.classList.toggle("badge--dashed", !complete);
  }
  for (const count of send.querySelectorAll("[data-count]")) count.textContent = forms.length - missing.length;
  send.querySelector("[data-places]").textContent = missing.map(place).join(", ");
  send.querySelector("[data-unanswered]").hidden = !missing.length;
}
