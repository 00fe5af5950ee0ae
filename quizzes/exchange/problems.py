"""What can be wrong with one question of a file, and the sentence that says so beside its line."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_EXCERPT = 80

# What keeps a question out. The rest of the file may still come in.
FAULTS = {
    "type_unsupported": "Jenis soal «{value}» tidak didukung. Soal ini tidak diambil.",
    "answer_missing": "Jawaban kosong di antara { dan }. Soal uraian tidak didukung.",
    "blank_line": "Ada baris kosong di antara { dan }. Hapus baris kosong itu.",
    "brace_unclosed": "Tanda { tidak ditutup dengan }. Tutup dahulu jawabannya.",
    "brace_unopened": "Ada } tanpa {. Tulis \\} bila itu bagian kalimat.",
    "braces_repeated": "Satu soal hanya boleh punya satu pasang { dan }. Pisahkan soal dengan baris kosong.",
    "name_unclosed": "Nama soal tidak ditutup dengan ::. Tambahkan :: sesudah namanya.",
    "sign_missing": "Setiap jawaban diawali = atau ~. Tambahkan tandanya.",
    "explanation_repeated": "Tanda #### dipakai dua kali. Sisakan satu pembahasan.",
    "weight_unreadable": "Bobot ini tidak terbaca. Tulis angka, misalnya %50%.",
    "weight_sum": "Bobot jawaban benar berjumlah {value} persen. Jumlahnya harus 100.",
    "number_missing": "Angka jawabannya belum ditulis.",
    "number_unreadable": "Ini bukan angka. Tulis misalnya 3,14 atau 3.14.",
    "number_ambiguous": "Bisa berarti ribuan atau pecahan. Tulis tanpa pemisah ribuan, atau tambah satu nol di belakang.",
    "range_reversed": "Batas bawah lebih besar daripada batas atas. Tukar urutannya.",
    "tolerance_unreadable": "Toleransi ini tidak terbaca. Tulis angka 0 atau lebih, paling banyak 6 angka di belakang koma.",
    "wildcard": "Tanda * menerima jawaban apa saja. Tulis \\* bila bintang itu bagian jawaban.",
    "arrow_missing": "Pasangan ditulis dengan ->. Baris ini tidak punya pasangan.",
    "truth_missing": "Tulis TRUE atau FALSE sebagai jawaban.",
    "prompt_missing": "Pertanyaannya belum ada. Tulis sebelum pilihan A.",
    "letter_unexpected": "Huruf pilihan harus urut mulai dari A.",
    "key_missing": "Baris ANSWER tidak ada. Tambahkan, misalnya ANSWER: B.",
    "key_unknown": "Jawaban «{value}» tidak ada di antara pilihan.",
    "cell_is_date": "Excel mengubah isi sel ini menjadi tanggal. Ubah format kolom menjadi Teks, lalu tulis ulang.",
    "option_before_question": "Pilihan ini mendahului soalnya. Isi kolom Jenis dan Pertanyaan pada baris pertama soal.",
    "word_unknown": "Isi sel ini tidak dikenal. Pilihannya: {value}.",
    "region_unreadable": "Tulis empat angka persen, dipisah titik koma: dari kiri, dari atas, lebar, tinggi. Misalnya 10; 12,5; 30; 40.",
    "picture_unknown": "Gambar ini tidak ada di situs ini. Unggah gambarnya, lalu unggah berkas ini lagi.",
    "picture_several": "Ada {value} gambar dengan nama ini. Beri nama yang berbeda, lalu unggah berkas ini lagi.",
    "rank_unreadable": "Urutan harus bilangan bulat mulai dari 1.",
    "text_too_long": "Tulisan ini lebih dari {value} huruf. Ringkas dahulu.",
    "unfit": "{value}",
}  # fmt: skip
# What was understood, changed or left out; the question comes in.
NOTES = {
    "read_as": "Dibaca sebagai {value}.",
    "part_weight": "Bobot {value} persen tidak dibawa. Jawaban ini dihitung salah.",
    "weights_evened": "Bobot dibuat sama rata. Pilihan yang salah mengurangi nilai.",
    "wrong_feedback": "Umpan balik untuk jawaban salah tidak dibawa.",
    "distractor": "Pasangan tanpa baris tidak dibawa.",
    "media": "Gambar atau berkas tidak ikut. Tambahkan sendiri sesudah soal tersimpan.",
    "units": "Satuan tidak dibawa.",
    "hints": "Petunjuk tidak dibawa.",
    "letter_case": "Huruf besar dan kecil dianggap sama.",
    "name_cut": "Nama lebih dari 120 huruf, lalu dipotong.",
    "name_repeated": "Nama ini dipakai dua kali dalam berkas. Keduanya diambil sebagai soal sendiri.",
    "explanation_missing": "Pembahasan kosong. Tulis sebelum soal terbit.",
}
SENTENCES = FAULTS | NOTES


@dataclass(frozen=True, slots=True)
class Problem:
    """``line`` and ``column`` count from 1; ``text`` is what stands there; ``value`` fills the sentence."""

    line: int
    column: int
    code: str
    text: str = ""
    value: str = ""

    @property
    def blocks(self) -> bool:
        return self.code in FAULTS

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code].replace("{value}", self.value)

    @property
    def excerpt(self) -> str:
        text = " ".join(self.text.split())
        return text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"
