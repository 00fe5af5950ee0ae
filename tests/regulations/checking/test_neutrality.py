"""Forty seeded sentences with twenty faults, as capabilities 3.12 asks. Every party and person is invented."""

import pytest

from elearning.regulations.checking import neutrality
from elearning.regulations.checking.neutrality import GuardedName
from elearning.regulations.checking.passages import Passage

NAMES = [
    GuardedName("partai", "Partai Contoh Satu", "KPU Contoh"),
    GuardedName("partai", "PCS", "KPU Contoh"),
    GuardedName("calon", "Ardi Rekaan", "KPU Contoh"),
    GuardedName("pasangan", "Rekaan-Umpama", "KPU Contoh"),
    GuardedName("semboyan", "Bersama Kita Contoh", "KPU Contoh"),
]

BAD = [
    ("rich", "Pak Umar memakai kaus Partai Contoh Satu di kantor.", "party_name"),
    ("plain", "Camat hadir pada rapat PCS tanpa surat tugas.", "party_name"),
    ("rich", "Seorang guru menyukai unggahan Ardi Rekaan di media sosial.", "candidate_name"),
    ("plain", "Relawan Rekaan–Umpama meminta daftar warga.", "pair_name"),
    ("rich", "Poster itu bertulisan «bersama kita contoh».", "slogan"),
    ("filename", "partai-contoh-satu_rapat.jpg", "party_name"),
    ("plain", "Tim paslon nomor 2 datang ke kecamatan.", "candidate_number"),
    ("rich", "Ia menulis komentar di akun calon nomor urut 3.", "candidate_number"),
    ("plain", "Kepala desa mendukung pasangan calon 1.", "candidate_number"),
    ("answer", "Mengajak warga mencoblos paslon 02", "candidate_number"),
    ("rich", "Status WhatsApp itu berbunyi «coblos nomor dua».", "candidate_number"),
    ("plain", "Ia memasang stiker bertulisan nomor urut 4 di mobil.", "candidate_number"),
    ("rich", "Ingat pesan ini\n2\nJangan lupa", "lone_numeral"),
    ("alt", "No. 1", "lone_numeral"),
    ("filename", "02.png", "lone_numeral"),
    ("alt", "Tiga pegawai mengacungkan jempol di depan kantor", "gesture"),
    ("alt", "Pegawai berfoto dengan dua jari", "gesture"),
    ("filename", "foto_salam-metal.jpg", "gesture"),
    ("alt", "Warga membawa bendera partai di lapangan", "party_attribute"),
    ("plain", "Mereka berfoto dengan salam tiga jari.", "gesture"),
]
GOOD = [
    ("rich", "Seorang kenalan memasukkan Anda ke grup pemenangan calon A."),
    ("plain", "Soal 2 dari 10."),
    ("plain", "Pasal 2 UU 20/2023 menyebut netralitas."),
    ("rich", "Isyarat jari dapat dibaca sebagai nomor urut salah satu calon."),
    ("plain", "Warga dilayani sesuai nomor antrean 12."),
    ("answer", "7"),
    ("answer", "2 calon dan 3 saksi"),
    ("rich", "Hindari gerakan jari, kaus partai, dan spanduk kampanye."),
    ("plain", "Pilih 2 jawaban yang benar."),
    ("plain", "Surat Nomor 2 Tahun 2022 memuat daftar larangan."),
    ("alt", "Ruang rapat tanpa atribut partai"),
    ("alt", "Ibu jari menekan tombol kirim di layar"),
    ("alt", "Dua pegawai bersalaman di loket"),
    ("alt", "Bangku metal di depan kantor kecamatan"),
    ("filename", "IMG_20240519_02.jpg"),
    ("filename", "kantor-camat-2.webp"),
    ("rich", "Langkah pertama\n1. Simpan tangkapan layar.\n2. Beri tahu atasan."),
    ("plain", "Camat menerima 3 pasangan calon pada hari yang berbeda."),
    ("plain", "Tulis nomor urut 12 pada daftar hadir."),
    ("rich", "Kegiatan PCS-21 adalah pelatihan komputer."),
]


def codes(kind, text):
    return {one.code for one in neutrality.check(Passage("Isi", "body", text, kind), NAMES)}


def test_the_seed_has_forty_sentences_and_twenty_faults():
    assert (len(BAD), len(GOOD)) == (20, 20)


@pytest.mark.parametrize(("kind", "text", "code"), BAD)
def test_each_seeded_fault_is_found(kind, text, code):
    assert code in codes(kind, text)


def test_there_are_at_most_three_false_alarms():
    alarms = [text for kind, text in GOOD if codes(kind, text)]

    assert len(alarms) <= 3, alarms


def test_a_name_in_capitals_is_not_an_ordinary_word():
    assert codes("plain", "Ia membeli pcs dan pas yang baru.") == set()
    assert codes("plain", "Kata PCS-nya terlihat.") == {"party_name"}


def test_a_finding_says_which_list_it_comes_from():
    (finding,) = neutrality.check(Passage("Judul", "title", "Rapat Partai Contoh Satu"), NAMES)

    assert "KPU Contoh" in finding.message
    assert finding.words == "Partai Contoh Satu"


def test_an_attribute_in_a_sentence_is_what_lessons_are_about():
    assert codes("plain", "Memakai kaus partai dilarang.") == set()
    assert codes("alt", "Orang berkaus partai memakai kaus partai") == {"party_attribute"}


@pytest.mark.parametrize(
    ("kind", "hidden", "code"),
    [
        ("plain", "Rapat Par\u200btai Con\u00adtoh Satu digelar di kantor.", "party_name"),
        ("rich", "Seorang guru menyukai unggahan Ar\u2060di Reka\u200dan.", "candidate_name"),
        ("plain", "Tim paslon \uff12 datang, lalu paslon nomor\u200b 2.", "candidate_number"),
        ("alt", "\u2461", "lone_numeral"),
        ("plain", "2\ufe0f\u20e3", "lone_numeral"),
        ("filename", "du\u200ba_ja\u00adri.jpg", "gesture"),
        ("plain", "Camat hadir pada rapat \uff30\uff23\uff33.", "party_name"),
    ],
)
def test_signs_that_nobody_sees_hide_nothing(kind, hidden, code):
    assert code in codes(kind, hidden)


@pytest.mark.parametrize("text", ["Rp1.000…", "«Boleh» – dengan syarat", "Café, 5 m, ½ hari"])
def test_punctuation_and_accents_stay_as_they_were_typed(text):
    kept = Passage("Isi", "body", text).text
    assert [sign for sign in kept if sign in "…«»–é"] == [sign for sign in text if sign in "…«»–é"]
