"""Sheets: text stays text, formulas do nothing, digits are never invented."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from elearning.lib import spreadsheets

NIP = "197809122005011003"


@pytest.mark.parametrize("value", ["=1+1", "+62812", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_sheet_would_run_is_defused(value):
    assert spreadsheets.safe_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["Rina Contoh", "", "3 = 3", 5, 5.5, -5, None, True])
def test_everything_else_is_left_alone(value):
    assert spreadsheets.safe_cell(value) is value


@given(st.text(max_size=30))
def test_no_text_begins_like_a_formula(value):
    assert not str(spreadsheets.safe_cell(value)).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_a_sign_that_no_sheet_can_hold_stops_no_export(sign):
    content = spreadsheets.write_xlsx("Daftar", ["Jabatan"], [[f"Guru{sign}"], [f"{sign}=1+1"]])
    assert list(spreadsheets.read_rows(content))[1:] == [["Guru"], ["'=1+1"]]


def written(*rows, header=("Nama", "NIP")):
    return load_workbook(BytesIO(spreadsheets.write_xlsx("Daftar", header, rows))).active


def test_a_nip_is_written_as_text_with_all_its_digits():
    cell = written(["Rina Contoh", NIP])["B2"]
    assert (cell.value, cell.data_type, cell.number_format) == (NIP, "s", "@")


def test_a_formula_is_written_as_words():
    sheet = written(["=HYPERLINK(1)", NIP])
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("'=HYPERLINK(1)", "s")


def test_the_header_is_bold_and_stays_in_sight():
    sheet = written(["Rina Contoh", NIP])
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert not sheet["A2"].font.bold


def test_a_column_is_as_wide_as_its_words_and_no_wider_than_a_page():
    columns = written(["Rina Contoh, S.Pd. " * 9, NIP]).column_dimensions
    assert columns["A"].width == spreadsheets.WIDEST_COLUMN
    assert len(NIP) < columns["B"].width < 25


def test_numbers_stay_numbers_and_a_long_title_is_cut():
    content = spreadsheets.write_xlsx("Daftar " * 9, ["Jumlah"], [[52]])
    book = load_workbook(BytesIO(content))
    assert book.active["A2"].value == 52
    assert len(book.sheetnames[0]) <= 31


def test_what_was_written_is_read_again():
    content = spreadsheets.write_xlsx("Daftar", ["Nama", "NIP"], [["Rina Contoh", NIP]])
    assert list(spreadsheets.read_rows(content)) == [["Nama", "NIP"], ["Rina Contoh", NIP]]


CODES = st.sampled_from(["_x0041_", "_x005F_", "_x000D_", "_x00e9_", "_", "x0041_", "\r", "\r\n", "\t", " ", "'", "="])


@given(st.lists(st.one_of(CODES, st.text(max_size=5)), max_size=6).map("".join))
def test_every_text_is_read_as_it_was_written(text):
    content = spreadsheets.write_xlsx("Daftar", ["Nama"], [[text, "x"]])
    assert list(spreadsheets.read_rows(content))[1:] == [[spreadsheets.safe_cell(text), "x"]]


@pytest.mark.parametrize(
    ("text", "held"),
    [("_x0041_", "_x005F_x0041_"), ("__x0041_x0042_", "__x005F_x0041_x005F_x0042_"), ("a\rb", "a_x000D_b"), ("_x41_", "_x41_")],
)  # fmt: skip
def test_what_excel_would_take_for_another_sign_is_escaped(text, held):
    assert written([text, NIP])["A2"].value == spreadsheets.escaped(text) == held


def test_a_number_of_eighteen_digits_arrives_as_a_float_and_not_as_digits():
    book = Workbook()
    book.active.append(["NIP"])
    book.active.append([int(NIP)])
    output = BytesIO()
    book.save(output)
    rows = list(spreadsheets.read_rows(output.getvalue()))
    assert isinstance(rows[1][0], float)


@pytest.mark.parametrize("content", [b"", b"bukan lembar kerja", b"PK\x03\x04rusak", b"%PDF-1.7"])
def test_what_is_no_sheet_is_refused(content):
    with pytest.raises(ValueError, match="spreadsheet"):
        list(spreadsheets.read_rows(content))


def sheet_with(place: str, value: object = "x", *, style: bool = False) -> bytes:
    book = Workbook()
    book.active["A1"] = "Nama"
    cell = book.active[place]
    if style:
        cell.font = Font(bold=True)
    else:
        cell.value = value
    output = BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.mark.parametrize(("place", "cells"), [("A1", 1), ("C5", 15), ("AA10", 270), ("XFD1048576", 16384 * 1048576)])
def test_the_farthest_filled_cell_says_how_much_room_a_sheet_takes(place, cells):
    assert spreadsheets.cells_spanned(sheet_with(place)) == cells


def test_a_cell_that_only_has_a_style_takes_no_room():
    assert spreadsheets.cells_spanned(sheet_with("XFD1048576", style=True)) == 1


def test_cells_that_do_not_say_where_they_are_follow_each_other():
    sheet = (
        "<worksheet><sheetData><row r='7'><c/><c><v>1</v></c></row><row><c><v>1</v></c></row></sheetData></worksheet>"
    )
    assert spreadsheets.cells_spanned(zipped({"xl/workbook.xml": "<workbook/>", "xl/worksheets/a.xml": sheet})) == 16


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"Nama;NIP"],
)
def test_what_is_no_zip_has_no_extent(content):
    with pytest.raises(ValueError, match="Not a"):
        spreadsheets.cells_spanned(content)


@pytest.mark.parametrize("files", [{"inti.xml": "<office/>"}, {"xl/workbook.xml": "<workbook>"}])
def test_a_zip_that_is_no_xlsx_has_no_extent(files):
    with pytest.raises(ValueError, match="Not a"):
        spreadsheets.cells_spanned(zipped(files))


def zipped(files: dict[str, str]) -> bytes:
    output = BytesIO()
    with ZipFile(output, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return output.getvalue()
