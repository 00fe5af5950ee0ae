// What somebody typed or scanned, as the code that we store: the rule of elearning/lib/codes.py.
const LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ", DIGITS = "23456789";
const AS_DIGIT = { B: "8", S: "5", Z: "2", G: "6" };
const AS_LETTER = { 8: "B", 5: "S", 2: "Z", 6: "G" };

// A scanner sends the whole address of the QR; its last part is the code. Returns { code } or { words }.
export function readCode(typed) {
  const last = typed.trim().replace(/\/+$/, "").split("/").pop();
  const text = last.replace(/[\s\-–—.]/g, "").toUpperCase();
  if (!text) return { words: "Ketik kode pada kartu, atau pindai kartunya." };
  if (text.length !== 8) return { words: "Kode kehadiran terdiri atas 8 huruf dan angka. Contoh: K7M4-Q2R9." };
  const fixed = [...text].map((sign, place) => (place % 2 ? AS_DIGIT : AS_LETTER)[sign] ?? sign);
  const isOurs = fixed.every((sign, place) => (place % 2 ? DIGITS : LETTERS).includes(sign));
  return isOurs ? { code: fixed.join("") } : { words: "Kode kami tidak memakai O, I, L, 0, dan 1." };
}

export const shownCode = (code) => (code.length === 8 ? `${code.slice(0, 4)}-${code.slice(4)}` : code);
