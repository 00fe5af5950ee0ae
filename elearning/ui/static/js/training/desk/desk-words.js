// What the desk says about its network.
export const KEPT = "Belum terkirim, aman di perangkat ini.";
export const STORED = "Tersimpan di server.";
export const UNKNOWN = "Kode ini tidak ada di daftar perangkat ini. Kami simpan dan periksa saat jaringan kembali.";
export const NO_DAY = "Hari ini bukan hari sosialisasi. Pilih harinya saat ada jaringan.";
export const FULL = "Perangkat ini tidak punya ruang simpan. Catat di kertas, atau tunggu jaringan.";
export const BLOCKED = "Perangkat ini tidak mengizinkan penyimpanan. Jaga jaringan tetap tersambung.";
export const DONE = "Semua catatan terkirim.";
export const ERASED = "Daftar sudah dihapus dari perangkat ini.";

export const sending = (count) => `Jaringan kembali. Mengirim ${count} catatan…`;
export const erasing = (count) => `${count} belum terkirim dan akan hilang. Tunggu jaringan, atau tulis dulu di kertas.`;

export function waiting(count, { status = 0, wait = 0 } = {}) {
  const queue = `${count} belum terkirim, aman di perangkat ini.`;
  if (status === 302) return `Anda sudah keluar dari akun. ${queue} Masuk lagi, lalu buka halaman ini.`;
  if (status === 403 || status === 404) return `Anda tidak lagi mengelola sosialisasi ini. ${queue} Hubungi panitia.`;
  if (status === 429 || status === 503) return `Server sedang ramai. Jangan tutup halaman. ${queue}`;
  if (status >= 400) return `Server belum bisa menerima. ${queue} Kami coba lagi dalam ${wait} detik.`;
  return `Tidak ada jaringan. ${queue}`;
}

export function clockOff(minutes) {
  const way = minutes > 0 ? "terlambat" : "terlalu cepat";
  const size = Math.abs(minutes);
  const words = size < 60 ? `${size} menit` : `${Math.floor(size / 60)} jam${size % 60 ? ` ${size % 60} menit` : ""}`;
  return `Jam perangkat ini ${way} ${words}. Waktu hadir sudah kami betulkan. Setel jam perangkat ini.`;
}
