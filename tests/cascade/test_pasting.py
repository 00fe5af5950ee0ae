"""What a pasted text and an uploaded table say of people, before anything is stored."""

import time
from contextlib import suppress

import pytest

from elearning.cascade.pasting import kept_text, read_file, read_text
from elearning.lib.spreadsheets import write_xlsx
from elearning.training.importing import ImportRefused

pytestmark = pytest.mark.once


def names(text):
    return [line.cells["name"] for line in read_text(text).lines]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1. Siti Aminah, S.Pd.", "Siti Aminah, S.Pd."),
        ("12) Drs. H. Arif Contoh, M.Si.", "Drs. H. Arif Contoh, M.Si."),
        ("(3) Budi", "Budi"),
        ("- Budi", "Budi"),
        ("• Budi", "Budi"),
        ("✅ Budi", "✅ Budi"),  # a picture is asked about, not taken for a bullet
        ("*Budi Contoh*", "Budi Contoh"),
        ("\u2060Budi\u200e", "Budi"),
        ("BUDI  CONTOH", "BUDI  CONTOH"),
        ("7 Budi", "7 Budi"),  # alone it may be anything
        ("I Made Contoh", "I Made Contoh"),
    ],
)
def test_only_what_is_surely_no_part_of_a_name_is_taken_off(line, name):
    assert names(line) == [name]


def test_bare_numbers_go_when_they_count_the_lines():
    assert names("1 Arum\n2 Bima\n3 Citra") == ["Arum", "Bima", "Citra"]
    assert names("1 Arum\n3 Bima") == ["1 Arum", "3 Bima"]


@pytest.mark.parametrize(
    "line",
    [
        "Arum, S.H. 197809122005011003",
        "Arum, S.H. - NIP. 19780912 200501 1 003",
        "1. Arum, S.H. (NIP 197809122005011003)",
    ],
)
def test_a_nip_behind_the_name_is_found(line):
    (found,) = read_text(line).lines
    assert found.cells["name"] == "Arum, S.H."
    assert found.cells["nip"].replace(" ", "") == "197809122005011003"


def test_a_heading_is_passed_over_and_told():
    read = read_text("Daftar pegawai:\n\nArum\nBima")
    assert [line.cells["name"] for line in read.lines] == ["Arum", "Bima"]
    assert read.passed == [(1, "Daftar pegawai:", "bukan nama")]


def test_no_nik_is_kept():
    (found,) = read_text("Arum 3201234567890001").lines
    assert "3201234567890001" not in str(found.cells)
    assert "3201234567890001" not in kept_text("Arum 3201234567890001")


@pytest.mark.parametrize(("text", "code"), [("", "no_names"), ("  \n:\n", "no_names"), ("a" * 60_001, "text_too_long")])
def test_a_text_without_names_is_refused(text, code):
    with pytest.raises(ImportRefused) as refused:
        read_text(text)
    assert refused.value.code == code


def test_a_table_needs_a_column_of_names():
    with pytest.raises(ImportRefused) as refused:
        read_file(write_xlsx("A", ["Kolom", "Lain"], [["Arum", "x"]]), "a.xlsx")
    assert refused.value.code == "no_name_column"


def test_a_table_is_read_by_its_titles():
    read = read_file(write_xlsx("A", ["No", "Nama Lengkap", "NIP"], [[1, "Arum", "197809122005011003"]]), "a.xlsx")
    assert [line.cells for line in read.lines] == [{"name": "Arum", "nip": "197809122005011003"}]
    assert read.columns == [("Nama", "Nama Lengkap"), ("NIP", "NIP")]


@pytest.mark.parametrize(
    "line", ["a" + " " * 59_000 + "1", "1." * 29_000, "- " * 29_000, "9 " * 29_000 + "x", "*" * 59_000]
)
def test_a_line_of_nonsense_costs_no_time(line):
    began = time.process_time()
    with suppress(ImportRefused):
        read_text(line)
    assert time.process_time() - began < 1
