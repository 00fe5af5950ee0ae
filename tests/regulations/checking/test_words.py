"""Sentences, hints on reading, and weekdays beside their dates."""

import pytest

from elearning.regulations.checking import readability, weekdays
from elearning.regulations.checking.passages import Passage
from elearning.regulations.checking.sentences import sentences_of, word_count

LONG = " ".join(["kata"] * 31) + "."


def hints(*texts):
    return list(readability.check([Passage("Isi", "body", text, "rich") for text in texts]))


def test_a_long_sentence_is_numbered_and_counted():
    (hint,) = hints(f"Pendek saja. Ini juga pendek. {LONG.capitalize()}")

    assert hint.message == "Kalimat 3: 31 kata. Pecah jadi dua."


def test_twenty_two_words_are_not_too_many():
    assert hints(" ".join(["kata"] * 22) + ".") == []


def test_a_very_long_sentence_becomes_three():
    assert hints(" ".join(["kata"] * 45) + ".")[0].message.endswith("Pecah jadi tiga.")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Lihat UU No. 20 Tahun 2023 jo. PP 94/2021. Itu saja.", 2),
        ("Denda Rp12.000.000 dan kurungan. Selesai!", 2),
        ("Judul\nIsi pertama. Isi kedua", 3),
        ("Pak H. Umar a.n. camat datang.", 1),
    ],
)
def test_a_full_stop_inside_a_sentence_ends_nothing(text, count):
    assert len(sentences_of(text)) == count


def test_signs_inside_a_word_make_no_second_word():
    assert word_count("Tenaga non-ASN membaca PP 94/2021.") == 5


def test_an_acronym_is_to_be_opened_once_on_a_page():
    found = hints("Laporkan ke BKPSDM.", "BKPSDM menjawab.")

    assert [(one.code, one.words) for one in found] == [("unopened_acronym", "BKPSDM")]


@pytest.mark.parametrize(
    "text",
    [
        "Keputusan Bersama (SKB) melarangnya. SKB menyebut foto.",
        "SKB (Surat Keputusan Bersama) melarangnya.",
        "ASN, PNS, dan PPPK harus netral menurut PP 94/2021.",
    ],
)
def test_an_opened_or_known_acronym_is_fine(text):
    assert hints(text) == []


def test_legal_phrasing_is_hinted_at():
    (hint,) = hints("Larangan dimaksud pada ayat (1) berlaku.")

    assert (hint.code, hint.words) == ("legal_phrasing", "dimaksud pada ayat (1)")


@pytest.mark.parametrize("text", ["jumat (19/5/2024)", "Jumat, 19 Mei 2024", "hari Jum'at tanggal 19-05-2024"])
def test_a_weekday_that_does_not_fit_its_date_is_found(text):
    (finding,) = weekdays.check(Passage("Tema", "title", f"Kegiatan diadakan {text}."))

    assert finding.code == "weekday_mismatch"
    assert "Minggu, 19 Mei 2024" in finding.message


@pytest.mark.parametrize(
    "text", ["Minggu (19/5/2024)", "Ahad, 19 Mei 2024", "Kamis, 3 Oktober 2024", "Jumat pekan depan"]
)
def test_a_weekday_that_fits_is_fine(text):
    assert list(weekdays.check(Passage("Tema", "title", text))) == []


def test_a_day_that_no_month_has_is_found():
    (finding,) = weekdays.check(Passage("Tema", "title", "Senin, 31 September 2024"))

    assert finding.code == "weekday_mismatch"
