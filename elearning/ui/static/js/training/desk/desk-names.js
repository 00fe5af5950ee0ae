// «Cari nama» on the device: names while one types, each with its button.
import { clock, found, presence } from "./desk-list.js";

const make = (tag, values = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...inside);
  return made;
};

// press(code, name) records; ``kind`` is «masuk» or «keluar».
export function showNames(place, text, desk, { kind, press }) {
  const hits = found(desk.list, text).map((who) => row(who, desk, kind, press));
  const nobody = make("li", { textContent: `Tidak ada nama yang cocok dengan «${text}».` });
  place.replaceChildren(...(hits.length || !text.trim() ? hits : [nobody]));
}

function row(who, desk, kind, press) {
  const before = presence(desk.list, desk.store.unsent, who, desk.day);
  const number = `No. ${String(who.line).padStart(3, "0")}${who.unit ? ` · ${who.unit}` : ""}`;
  const name = make("a", { href: `${desk.root}${who.id}/${desk.list.chosen ? `?hari=${desk.list.chosen}` : ""}`, textContent: who.name });
  const left = make("span", {}, name, make("br"), make("span", { className: "muted", textContent: number }));
  if (before && kind === "masuk") {
    return make("li", {}, left, make("span", { className: "muted", textContent: `Hadir ${clock(desk.list, before.moment)}` }));
  }
  const word = kind === "masuk" ? "Hadir" : "Pulang";
  const button = make("button", { type: "button", className: "button", textContent: word });
  button.setAttribute("aria-label", `${word}: ${who.name}`);
  button.addEventListener("click", () => press(who.code));
  return make("li", {}, left, button);
}
