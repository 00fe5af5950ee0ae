// What the ribbon says (experience.md §5), and what becomes of an answer that the server did not simply store.
export const WORDS = {
  offline: "Tidak ada jaringan. Jawaban Anda tersimpan di HP ini.",
  back: (count) => `Jaringan kembali. Mengirim ${count} jawaban…`,
  done: "Semua jawaban terkirim.",
  blocked:
    "HP ini tidak mengizinkan penyimpanan. Jawaban dikirim satu per satu; jaga jaringan tetap tersambung.",
};
const BUSY = "Server sedang ramai. Jangan tutup halaman.";
const STALE = "Halaman ini sudah lama terbuka. Jawaban Anda tersimpan di HP ini. Muat ulang halaman.";
const OUTCOMES = {
  waiting: "Jawaban tiba lama sesudah uji ditutup. Panitia memutuskan apakah jawaban itu dihitung.",
  too_late: "Uji sudah ditutup. Jawaban sesudah itu tidak dihitung. Jawaban sebelumnya aman.",
  response_number_ambiguous: "Angka ini bisa dibaca dua cara. Tulis 1000 atau 1,5.",
  response_number_unreadable: "Angka ini tidak terbaca. Tulis angka saja, misalnya 1000 atau 1,5.",
  response_too_long: "Jawaban ini terlalu panjang. Tulis paling banyak 200 huruf.",
  attempt_closed: "Kuis ini sudah dikirim. Jawaban tidak bisa diubah lagi.",
};

export const isStored = ({ status }) => status === "stored" || status === "late";

export function reasonOf(status, wait) {
  if (status === 429 || status === 503) return BUSY;
  if ([400, 403, 404].includes(status)) return STALE;
  return navigator.onLine ? `Belum terkirim. Kami coba lagi dalam ${wait} detik.` : WORDS.offline;
}

export function refusedIn(answers, sent) {
  const refused = answers.filter((answer) => answer.status.startsWith("response_")).map((answer) => answer.client_id);
  return sent.filter(({ client_id: id }) => refused.includes(id)).map(({ position }) => position);
}

// The sentence for the first answer of a batch that was not simply stored; undefined when all were.
export function afterwards(answers, sent) {
  const odd = answers.find((answer) => !isStored(answer));
  const position = odd && sent.find(({ client_id: id }) => id === odd.client_id)?.position;
  return odd && (OUTCOMES[odd.status] ?? `Jawaban soal ${position} tidak diterima. Buka soal itu, lalu pilih lagi.`);
}
