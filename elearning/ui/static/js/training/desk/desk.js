// One desk without its looks: decides from the list on this device, keeps what happened, and lets the courier carry it.
import { readCode } from "./badge-code.js";
import { DeskCourier } from "./desk-courier.js";
import { counted, dayOf, now, presence, wearer } from "./desk-list.js";
import { DeskStore, newId } from "./desk-store.js";
import { FULL, NO_DAY } from "./desk-words.js";

const FINE = ["present", "again", "left"];

export class Desk {
  constructor(root, tell) {
    this.root = root;
    this.store = new DeskStore(root);
    this.courier = new DeskCourier({ store: this.store, url: `${root}kirim/`, tell: (what, detail) => this.heard(what, detail) });
    this.tell = tell;
  }

  // Which day this desk chose stays when the list is fetched anew.
  get place() { return { on: this.list?.on, chosen: this.list?.chosen }; }
  get list() { return (this.kept ??= this.store.list); }
  get day() { return this.list ? dayOf(this.list) : ""; }
  get present() { return counted(this.list, this.store.unsent, this.day); }

  keep(list) {
    if (this.isErased) return;
    this.kept = list;
    try {
      this.store.list = list;
    } catch { /* no room: this page has it as long as it is open */ }
  }

  // Asks for the list anew; 204: what this device has is still right. Gives false when nothing came.
  async refresh(place) {
    const known = this.list?.mark ?? "";
    const reply = await fetch(`${this.root}daftar/?sidik=${known}`, { redirect: "manual" }).catch(() => null);
    if (reply?.status === 200) {
      const list = await reply.json();
      this.isClosed = !list.is_open;
      if (list.is_open) this.keep({ ...this.place, ...list, skew: Date.parse(list.now) - Date.now() });
    }
    if (this.list && place) this.keep({ ...this.list, ...place });
    return reply?.status === 200 || reply?.status === 204;
  }

  // Returns what the desk may say at once: { words } when nothing was kept, else { scan, who, before }.
  record(typed, { method, kind }) {
    const { code, words } = readCode(typed);
    if (words) return { words };
    const on = this.day;
    if (!on) return { words: NO_DAY };
    const who = wearer(this.list, code);
    const before = who && presence(this.list, this.store.unsent, who, on);
    const scan = { nonce: newId(), code, on, kind, method, desk: this.store.desk, occurred_at: new Date().toISOString() };
    try {
      this.store.put(scan);
    } catch {
      return { words: FULL };
    }
    this.courier.flush();
    return { scan, who, before, moment: now(this.list) };
  }

  heard(what, detail) {
    if (what === "arrived") {
      detail.scans.forEach((answer) => this.settle(answer));
      if (this.list) this.keep(this.list);
    }
    this.tell(what, detail);
  }

  settle(answer) {
    const scan = this.store.scans.find(({ nonce }) => nonce === answer.nonce);
    if (!scan) return;
    if (FINE.includes(answer.status)) this.store.drop(answer.nonce);
    else this.store.put({ ...scan, words: answer.words });
    if (!answer.at || !this.list) return;
    (this.list.present[scan.on] ??= {})[answer.line] = [answer.at, answer.desk];
  }
}
