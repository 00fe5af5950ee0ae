"""Sheets of questions: rows belong together, formulas do nothing, bombs are refused."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from quizzes.bank import OptionContent
from quizzes.errors import ExchangeError
from quizzes.exchange import Record, leaving, xlsx
from quizzes.exchange.records import draft
from tests.quizzes.exchange.test_gift import codes, key

HEADER = ["Jenis", "Pertanyaan", "Pilihan", "Benar", "Toleransi", "Urutan", "Nama"]


def sheet(*rows, header=HEADER) -> bytes:
    book = Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def test_the_first_row_of_a_question_says_what_it_is():
    records = xlsx.parse(
        sheet(["pilihan-tunggal", "Mana?", "Satu", "ya"], ["", "", "Dua", ""], [], ["urutkan", "Urutkan.", "a", "", "", 2], ["", "", "b", "", "", 1])
    )  # fmt: skip
    assert [record.line for record in records] == [2, 5]
    assert key(records[0]) == [("Satu", True), ("Dua", False)]
    assert [option.rank for option in records[1].content.options] == [2, 1]


def test_a_cell_that_is_a_number_is_one_and_a_text_may_have_a_comma():
    record, other, third = xlsx.parse(
        sheet(["angka", "Berapa?", 3.14, "ya", 0.01], ["angka", "Berapa?", "3,14", True], ["angka", "Berapa?", "1.000", "ya"])
    )  # fmt: skip
    assert (key(record), str(record.content.options[0].tolerance)) == ([("3,14", True)], "0.01")
    assert key(other) == [("3,14", True)]
    assert codes(third) == ["number_ambiguous"]


@pytest.mark.parametrize("typed", ["10; 12,5; 30; 40", "10;12.5;30;40", " 10 ; 12,50 ; 30 ; 40 "])
def test_a_part_of_a_picture_is_four_numbers(typed):
    header = ["Jenis", "Pertanyaan", "Gambar", "Pilihan", "Benar", "Bagian"]
    (record,) = xlsx.parse(sheet(["bagian-gambar", "Mana?", "Foto upacara", "Baju", "ya", typed], header=header))
    assert record.picture == "Foto upacara"
    assert record.content.options[0].region == {"x": 10, "y": 12.5, "width": 30, "height": 40}


@pytest.mark.parametrize("typed", ["10; 12", "kiri; atas; 3; 4", "10, 12, 30, 40", "1.000; 1; 1; 1", 10.5])
def test_a_part_that_is_something_else_is_told(typed):
    header = ["Jenis", "Pertanyaan", "Pilihan", "Benar", "Bagian"]
    (record,) = xlsx.parse(sheet(["bagian-gambar", "Mana?", "Baju", "ya", typed], header=header))
    assert [(one.code, one.line, one.column) for one in record.problems] == [("region_unreadable", 2, 5)]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (["esai", "Uraikan.", "x", "ya"], "word_unknown", 1),
        (["", "Mana?", "x", "ya"], "word_unknown", 1),
        (["pilihan-tunggal", "Mana?", "x", "mungkin"], "word_unknown", 4),
        (["angka", "Berapa?", "dua", "ya"], "number_unreadable", 3),
        (["angka", "Berapa?", "2", "ya", "-1"], "tolerance_unreadable", 5),
        (["urutkan", "Urutkan.", "x", "", "", "pertama"], "rank_unreadable", 6),
        (["pilihan-tunggal", "Mana?", date(2024, 2, 1), "ya"], "cell_is_date", 3),
        (["", "", "x", "ya"], "option_before_question", 1),
    ],
)
def test_a_fault_names_its_row_and_column(row, code, column):
    (record,) = xlsx.parse(sheet(row))
    assert [(one.code, one.line, one.column) for one in record.problems] == [(code, 2, column)]
    assert not record.is_ready


def test_nothing_that_is_written_is_a_formula():
    options = (OptionContent("=HYPERLINK(1)", is_correct=True, feedback="+62"), OptionContent("@x", misconception="-1"))
    content = xlsx.render([Record(0, "=1+1", draft("pilihan-tunggal", "=A1", options))])
    for row in load_workbook(BytesIO(content)).active.iter_rows():
        assert [
            cell.value for cell in row if cell.data_type == "f" or str(cell.value or "").startswith(("=", "+", "@"))
        ] == []


def test_a_text_longer_than_a_cell_stays_behind():
    options = (OptionContent("a", is_correct=True), OptionContent("b" * 32_500))
    assert leaving.reason(Record(0, "x", draft("pilihan-tunggal", "Mana?", options)), "xlsx")


def bomb() -> bytes:
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    return output.getvalue()


def far() -> bytes:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "Jenis", "x"
    output = BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (b"PK\x03\x04rusak", "sheet_unreadable"), (b"\xd0\xcf\x11\xe0" * 9, "sheet_unreadable"),
        (bomb(), "too_large"), (far(), "sheet_wide"), (sheet(["a"], header=["Nama"]), "no_header"), (sheet(), "no_questions"),
    ],
    ids=["empty", "broken", "locked", "bomb", "far", "header", "rows"],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_whole(content, code):
    with pytest.raises(ExchangeError) as refused:
        xlsx.parse(content)
    assert refused.value.code == code
