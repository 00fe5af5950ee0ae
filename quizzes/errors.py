"""Every refusal of this room."""

from typing import ClassVar

from elearning.lib.errors import DomainError


class AttemptError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "no_questions": "Kuis ini belum memiliki soal yang terbit. Coba lagi nanti.",
        "questions_held": "Soal kuis ini sedang diperiksa karena aturannya berubah. Coba lagi nanti.",
        "quiz_not_open": "Kuis ini dibuka {opens}.",
        "quiz_closed": "Kuis ini ditutup {closed}. Tidak bisa dimulai lagi.",
        "attempts_used": "Anda sudah memakai semua percobaan ({allowed}). {counts}",
        "attempt_closed": "Kuis ini sudah dikirim. Jawaban tidak bisa diubah lagi.",
        "not_self_study": "Uji dalam sesi tidak bisa dimulai ulang.",
        "no_such_question": "Soal ini tidak ada dalam kuis Anda.",
        "response_malformed": "Jawaban ini tidak terbaca. Pilih lagi.",
        "response_unknown_option": "Pilihan itu tidak ada pada soal ini. Pilih lagi.",
        "response_repeated": "Dua baris memakai tempat yang sama. Beri setiap baris tempat sendiri.",
        "response_too_many": "Soal ini hanya menerima satu jawaban.",
        "response_number_ambiguous": "Angka ini bisa dibaca dua cara. Tulis 1000 atau 1,5.",
        "response_number_unreadable": "Angka ini tidak terbaca. Tulis angka saja, misalnya 1000 atau 1,5.",
        "response_too_long": "Jawaban ini terlalu panjang. Tulis paling banyak 200 huruf.",
        "answer_id_taken": "Jawaban ini tidak tersimpan. Muat ulang halaman, lalu pilih lagi.",
        "not_waiting": "Jawaban ini tidak menunggu keputusan. Tidak ada yang diubah.",
        "too_late": "Uji sudah ditutup. Jawaban sesudah itu tidak dihitung. Jawaban sebelumnya aman.",
    }


class ExtensionError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "reason_missing": "Tulis alasannya. Alasan disimpan bersama perpanjangan ini.",
        "not_later_than_now": "Waktu itu sudah lewat. Pilih waktu sesudah sekarang.",
        "not_later_than_deadline": "Waktu yang berlaku sampai {until}. Perpanjangan harus sesudah itu.",
        "nothing_to_extend": "Tidak ada yang perlu diperpanjang: tidak ada batas waktu, atau uji sudah dikirim.",
    }


class SearchError(DomainError):
    """Nobody is found to whom more time could be given."""

    messages: ClassVar[dict[str, str]] = {
        "nobody_at_work": (
            "Tidak ada yang sedang mengerjakan kuis berbatas waktu dengan kode atau nama itu. Tidak ada yang diubah. "
            "Periksa ejaannya, atau minta kode pesertanya."
        ),
        "too_short": "Tulis kode peserta, atau paling sedikit 3 huruf nama.",
        "too_often": "Terlalu banyak kode yang keliru. Tidak ada yang diubah. Tunggu 5 menit, lalu coba lagi.",
    }


class QuestionError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "edited_meanwhile": (
            "Orang lain baru menyimpan versi {number} soal ini. Isian Anda masih di layar ini dan belum disimpan. "
            "Buka soalnya di tab baru, lalu bawa perubahan Anda ke sana."
        ),
        "type_unknown": "Jenis soal ini tidak dikenal.",
        "prompt_missing": "Tulis pertanyaannya.",
        "explanation_missing": "Tulis pembahasannya.",
        "option_text_missing": "Setiap pilihan perlu tulisan.",
        "option_key_repeated": "Dua pilihan memakai kunci yang sama.",
        "option_count": "Jumlah pilihan tidak sesuai dengan jenis soal.",
        "no_right_option": "Tandai jawaban yang benar.",
        "no_wrong_option": "Sediakan paling sedikit satu pilihan yang salah.",
        "several_right_options": "Jenis soal ini hanya boleh punya satu jawaban benar.",
        "match_missing": "Setiap baris perlu pasangan.",
        "matches_alike": "Pasangan tidak boleh semuanya sama.",
        "ranks_incomplete": "Beri setiap baris urutan yang berbeda, mulai dari 1.",
        "number_unreadable": "Angka ini tidak terbaca atau bisa dibaca dua cara. Tulis 1000 atau 1,5.",
        "form_unreadable": "Tulis jawaban yang diterima, paling panjang 200 huruf.",
        "picture_missing": "Pilih gambarnya.",
        "region_missing": "Tarik persegi pada gambar, atau isi keempat angkanya.",
        "region_outside": "Persegi ini keluar dari gambar atau terlalu kecil.",
        "no_version": "Soal ini belum punya isi.",
        "no_basis": "Pilih paling sedikit satu kartu yang terbit atau satu pasal sebagai dasar kunci.",
        "reason_missing": "Tulis mengapa kuncinya tetap benar.",
        "not_held": "Soal ini tidak sedang ditahan.",
        "doubtful": "Kunci yang masih perlu dicek tidak boleh diterbitkan.",
    }


class PictureError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "in_use": (
            "Gambar ini dipakai soal, dan peserta sudah bisa melihatnya. Berkasnya tidak diganti. "
            "Unggah gambar baru, lalu pilih gambar itu dalam versi baru soalnya."
        ),
    }


class CorrectionError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "reason_missing": "Tulis mengapa kuncinya dikoreksi. Peserta membaca alasan ini.",
        "not_newest": "Soal ini sudah punya versi yang lebih baru. Hitung ulang dengan versi itu.",
        "first_version": "Soal ini baru punya satu versi. Tidak ada kunci lama yang dikoreksi.",
        "doubtful": "Kunci yang masih perlu dicek tidak boleh mengubah nilai.",
    }


class ReportError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "text_missing": "Tulis apa yang keliru.",
        "text_too_long": "Laporan paling panjang 500 huruf.",
        "not_finished": "Kirim kuis dahulu, lalu laporkan soalnya.",
        "already_reported": "Laporan Anda tentang soal ini sudah kami terima. Satu laporan cukup.",
        "too_many": "Sudah banyak laporan dari perangkat atau jaringan ini. Semuanya sudah kami terima. Coba lagi 1 jam lagi.",
    }


class HealthError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "case_closed": "Soal ini sudah diputuskan orang lain. Tidak ada yang diubah.",
        "note_missing": "Tulis alasan keputusan Anda.",
        "note_too_long": "Catatan paling panjang 200 huruf.",
        "version_missing": "Belum ada versi baru soal ini. Tulis dan simpan versi barunya dahulu.",
    }


class ExchangeError(DomainError):
    """A file of questions as a whole, or what was made of it, cannot be taken in, kept or taken back."""

    messages: ClassVar[dict[str, str]] = {
        "empty": "Berkas ini kosong. Belum ada yang disimpan. Pilih berkas yang berisi soal.",
        "too_large": "Berkas lebih dari 5 MB. Belum ada yang disimpan. Bagi menjadi beberapa berkas.",
        "too_many": "Berkas berisi lebih dari {limit} soal. Belum ada yang disimpan. Bagi menjadi beberapa berkas.",
        "format_unknown": "Format berkas ini tidak dikenal. Unggah GIFT, Aiken, Moodle XML, atau XLSX.",
        "unreadable": "Berkas ini tidak bisa dibaca. Belum ada yang disimpan. Simpan ulang sebagai UTF-8, lalu unggah lagi.",
        "no_questions": "Tidak ada soal di berkas ini. Belum ada yang disimpan.",
        "xml_broken": "XML ini rusak pada baris {line}. Belum ada yang disimpan. Ekspor ulang dari Moodle.",
        "xml_unsafe": "XML ini memuat DTD atau entitas. Belum ada yang disimpan. Ekspor ulang dari Moodle.",
        "xml_other": "XML ini bukan bank soal Moodle. Belum ada yang disimpan.",
        "sheet_unreadable": "Berkas ini bukan XLSX yang bisa dibaca. Belum ada yang disimpan. Simpan ulang tanpa sandi.",
        "sheet_wide": "Ada sel terisi jauh di luar daftar. Belum ada yang disimpan. Salin daftarnya ke berkas baru.",
        "no_header": "Baris pertama tidak memuat kolom Jenis, Pertanyaan, dan Pilihan. Belum ada yang disimpan.",
        "nothing_ready": "Tidak ada soal yang siap. Perbaiki berkasnya, lalu unggah lagi.",
        "known_file": "Berkas yang sama sudah diimpor. Tidak ada soal baru.",
        "keys_taken": "Soal dengan nama yang sama baru saja disimpan. Belum ada yang disimpan dari berkas ini. Tekan Simpan lagi.",
        "taken_back": "Impor ini sudah dibatalkan. Unggah berkasnya sekali lagi.",
        "not_applied": "Impor ini belum disimpan. Tidak ada yang dibatalkan.",
        "questions_met": "Impor ini tidak bisa dibatalkan: {blockers}. Tidak ada yang diubah.",
    }
