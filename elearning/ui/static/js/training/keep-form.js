// Keeps what is typed into the form of a session in this browser until the server has it: a closed tab loses nothing.
import { restore, valuesOf } from "./form-values.js";

const SHELF = "sosialisasi:isian:", MONTH = 30 * 24 * 3600 * 1000;
const form = document.querySelector("[name='days-TOTAL_FORMS']")?.form;
const key = SHELF + location.pathname;
const format = new Intl.DateTimeFormat("id-ID", { dateStyle: "medium", timeStyle: "short" });
const note = Object.assign(document.createElement("p"), { className: "help w-bg-surface-page w-text-text-label w-p-2 w-rounded-sm" });
let timer = 0;

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(key));
    return found && Date.now() - found.at < MONTH ? found : null;
  } catch {
    return null; // no storage here: the form works as without this script
  }
}

function keep({ sent = false } = {}) {
  clearTimeout(timer);
  timer = 0;
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), sent, values: valuesOf(form) }));
    note.textContent = `Tersimpan di peramban ini, ${format.format(Date.now())}. Tekan tombol untuk menyimpan ke server.`;
  } catch {
    note.textContent = "Peramban ini tidak dapat menyimpan isian sementara.";
  }
}

function offer({ at, values }) {
  const box = Object.assign(document.createElement("div"), { className: "help-block help-info" });
  const words = `Ada isian dari ${format.format(at)} yang belum tersimpan di server.`;
  const button = (textContent, className, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent, className });
    made.addEventListener("click", () => { box.remove(); act(); });
    return made;
  };
  box.append(
    Object.assign(document.createElement("p"), { textContent: words }),
    button("Kembalikan isian", "button", () => restore(form, values)),
    " ",
    button("Buang", "button button-secondary", () => localStorage.removeItem(key)),
  );
  form.prepend(box);
}

if (form) {
  const before = stored();
  if (before && JSON.stringify(before.values) !== JSON.stringify(valuesOf(form))) offer(before);
  note.setAttribute("role", "status");
  (form.querySelector("footer") ?? form).append(note);
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 1000); });
  form.addEventListener("submit", () => keep({ sent: true }));
  addEventListener("pagehide", () => { if (timer) keep(); });
}
