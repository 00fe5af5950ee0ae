// <answer-outbox>: sends what the phone keeps, again and again until the server has it, and says so in plain words.
import { AnswerStore } from "./answer-store.js";

const WAITS = [5, 20, 60, 120];
const BATCH = 100;
const SETTLED = { attempt_closed: 1, too_late: 1, waiting: 1 };
const WORDS = {
  offline: "Tidak ada jaringan. Jawaban Anda tersimpan di HP ini.",
  back: (count) => `Jaringan kembali. Mengirim ${count} jawaban…`,
  done: "Semua jawaban terkirim.",
  failed: (seconds) => `Belum terkirim. Kami coba lagi dalam ${seconds} detik.`,
  busy: "Server sedang ramai. Jangan tutup halaman.",
  stale: "Halaman ini sudah lama terbuka. Jawaban tersimpan di HP ini. Muat ulang halaman.",
  settled: "Sebagian jawaban tiba sesudah uji ditutup. Panitia melihatnya di catatan.",
  blocked: "HP ini tidak mengizinkan penyimpanan. Jawaban dikirim satu per satu; jaga jaringan tetap tersambung.",
};

class AnswerOutbox extends HTMLElement {
  connectedCallback() {
    this.store = new AnswerStore(this.dataset.attempt);
    [this.ribbon, this.button] = [this.querySelector(".ribbon"), this.querySelector("button")];
    this.tries = 0;
    this.button.addEventListener("click", () => this.flush());
    addEventListener("offline", () => this.say(WORDS.offline));
    addEventListener("online", () => this.flush(WORDS.back(this.store.unsent.length)));
    addEventListener("pagehide", () => this.flush());
    if (!this.store.works) this.say(WORDS.blocked);
    if (this.store.unsent.length) this.flush(WORDS.back(this.store.unsent.length));
  }

  put(position, fields, moment) {
    this.store.add(position, fields, moment);
    if (!navigator.onLine) this.say(WORDS.offline);
    else if (!this.timer) this.later(this.store.works ? 1.5 : 0);  // a breath, so that quick taps travel together
  }

  later(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), seconds * 1000 * (0.8 + Math.random() * 0.4));
  }

  // True when the server has everything. One request at a time; whoever asks meanwhile waits for the same one.
  flush(words) {
    clearTimeout(this.timer);
    this.timer = null;
    if (words && this.store.unsent.length) this.say(words);
    this.sending ??= this.send().finally(() => { this.sending = null; });
    return this.sending;
  }
