// Who was just recorded, over the whole screen for 1.2 seconds, then in the page until the next person.
import { shownCode } from "./badge-code.js";
import { clock } from "./desk-list.js";
import { KEPT, STORED, UNKNOWN } from "./desk-words.js";

const FULL_SCREEN = 1200;

export class Result {
  constructor(place) {
    this.place = place;
    place.addEventListener("click", () => place.classList.remove("arrived--full"));
  }

  set(name, text) {
    const part = this.place.querySelector(`[data-${name}]`);
    part.textContent = text;
    part.hidden = !text;
  }

  show({ scan, who, before, moment }, list) {
    const isOut = scan.kind === "keluar";
    this.nonce = scan.nonce;
    this.query = list.chosen ? `?hari=${list.chosen}` : "";
    this.set("name", who?.name ?? shownCode(scan.code));
    this.set("unit", who?.unit ?? "");
    this.set("line", who ? `No. ${String(who.line).padStart(3, "0")} daftar hadir` : "");
    this.set("remark", who ? (isOut && !before ? "Orang ini belum tercatat hadir pada hari ini." : "") : UNKNOWN);
    this.word(isOut ? `Pulang pukul ${clock(list, moment)}` : before ? this.again(before, list) : who ? "Hadir" : "Disimpan", before && !isOut);
    this.set("sent", KEPT);
    this.place.querySelector("[data-links]").hidden = true;
    this.place.hidden = false;
    this.place.classList.add("arrived--full");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.place.classList.remove("arrived--full"), FULL_SCREEN);
    navigator.vibrate?.(80);
  }

  again({ moment, desk }, list) {
    return `Sudah hadir pukul ${clock(list, moment)}${desk ? ` di ${desk}` : ""}.`;
  }

  word(text, isAgain) {
    this.set("word", text);
    this.place.classList.toggle("arrived--again", Boolean(isAgain));
  }

  // What the server stored has the last word.
  arrived(answer, root) {
    if (answer.nonce !== this.nonce) return;
    if (answer.status === "again" || !answer.name) this.word(answer.words, true);
    if (answer.status === "present" && !this.place.classList.contains("arrived--again")) this.word("Hadir", false);
    if (answer.name) {
      this.set("name", answer.name);
      this.set("unit", answer.unit);
      this.set("line", `No. ${String(answer.line).padStart(3, "0")} daftar hadir`);
      const links = this.place.querySelector("[data-links]");
      links.hidden = false;
      links.querySelector("[data-person]").href = `${root}${answer.id}/${this.query}`;
      links.querySelector("[data-nip]").href = root.replace("presensi/", `peserta/${answer.id}/nip/`);
      links.querySelector("[data-nip]").hidden = !answer.nip;
    }
    if (answer.status !== "left") this.set("remark", "");
    this.set("sent", STORED);
  }
}
