import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from elearning.lib import spreadsheets
from elearning.training.importing import ImportRefused, grids
from elearning.training.importing.cells import Nip, read_nip

from .spreadsheets import ARIF, HEADER, MADE, RINA, csv, read, xlsx


def faults(sheet):
    return [(fault.row, fault.column, fault.code) for fault in sheet.faults]


def with_nip(value):
    return [*ARIF[:2], value, *ARIF[3:]]


def test_a_clean_file_gives_its_people_byte_for_byte():
    sheet = read(xlsx(ARIF, RINA, MADE), "peserta.xlsx")
    assert sheet.faults == ()
    assert sheet.row_count == 3
    arif, rina, made = sheet.ready
    assert (arif.name, arif.nip, arif.status) == ("Drs. H. Arif Contoh, M.Si.", "197809122005011901", "pns")
    assert (rina.nip, rina.status, rina.group) == ("199002142021212902", "pppk", "Tirta")
    assert (made.nip, made.status, made.position) == ("", "non-asn", "Kepala Desa")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_whatever_excel_made_of_it(encoding, delimiter):
    row = [1, "José Contoh", "197809122005011901", "PNS", "Camat", "Kecamatan Contoh", "Tirta"]
    sheet = read(csv(row, delimiter=delimiter, encoding=encoding), "peserta.csv")
    assert sheet.ready[0].name == "José Contoh"
    assert sheet.faults == ()


@pytest.mark.parametrize("value", [197809122005011003, 1.97809122005011e17])
def test_a_nip_kept_as_a_number_is_incomplete_and_never_turned_back_into_digits(value):
    sheet = read(xlsx(with_nip(value), RINA), "peserta.xlsx")
    assert not sheet.faults
    (row,) = sheet.incomplete
    assert (row.name, row.nip, row.nip_hint) == (ARIF[1], "", "19780912200501")
    assert [row.nip_is_incomplete for row in sheet.ready] == [True, False]


@given(st.integers(10**17, 10**18 - 1))
def test_no_number_ever_becomes_a_nip(number):
    kept_by_excel = number // 1000 * 1000
    assert read_nip(float(kept_by_excel)) == Nip("", is_broken=True, hint=str(number)[:14])


@pytest.mark.parametrize("text", ["1.98E+17", "1,97809E+17", "1.98e17", "2E+17"])
def test_of_a_nip_that_was_shown_in_scientific_notation_nothing_is_left(text):
    for sheet in (read(xlsx(with_nip(text)), "a.xlsx"), read(csv(with_nip(text)), "a.csv")):
        (row,) = sheet.incomplete
        assert (row.nip, row.nip_hint) == ("", "")


@pytest.mark.parametrize("text", ["197809122005011000", "'19780912 200501 1 000"])
def test_a_text_that_ends_in_what_excel_writes_for_lost_digits_is_incomplete(text):
    """A CSV of a sheet whose NIP were numbers: fifteen digits, then 000. No running number is 000."""
    (row,) = read(csv(with_nip(text)), "a.csv").incomplete
    assert (row.nip, row.nip_hint) == ("", "19780912200501")


def test_two_of_one_name_whose_broken_nip_differ_are_two():
    rows = [with_nip(197809122005011003), with_nip(198809122005011007)]
    sheet = read(xlsx(*rows), "peserta.xlsx")
    assert len(sheet.incomplete) == 2
    assert not sheet.faults


def test_two_broken_nip_are_never_one_person():
    """Excel leaves the same fifteen digits of two people of one birth date."""
    rows = [with_nip(197809122005011003), [9, "Arif Lain Contoh", 197809122005011007, *ARIF[3:]]]
    sheet = read(xlsx(*rows), "peserta.xlsx")
    assert len(sheet.incomplete) == 2
    assert not sheet.faults


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1671011209780001", "nip_nik"),
        (1671011209780001, "nip_nik"),
        ("130123456", "nip_length"),
        (130123456, "nip_length"),
        ("19780912200501190", "nip_length"),
        ("tidak ingat", "nip_digits"),
        (date(1978, 9, 12), "nip_digits"),
    ],
)
def test_what_is_no_nip_is_named_with_its_row_and_column(text, code):
    sheet = read(xlsx(with_nip(text)), "peserta.xlsx")
    assert faults(sheet) == [(2, "NIP", code)]
    assert sheet.ready == ()


def test_what_a_formula_left_in_a_csv_is_no_nip_and_no_name():
    sheet = read(csv([1, "#REF!", "#N/A", "PNS", "", "", ""]), "peserta.csv")
    assert [code for _, _, code in faults(sheet)] == ["nip_digits", "name_odd"]


def test_a_nik_travels_nowhere():
    sheet = read(xlsx(with_nip("1671011209780001")), "peserta.xlsx")
    assert "1671011209780001" not in str(sheet)


def test_a_pppk_number_whose_digits_13_and_14_are_no_month_is_taken():
    assert read(xlsx(RINA), "a.xlsx").ready[0].nip[12:14] == "21"


def test_the_same_nip_twice_is_a_fault_that_names_the_first_row():
    sheet = read(xlsx(ARIF, RINA, [9, "Arif Lain Contoh", *ARIF[2:]]), "peserta.xlsx")
    assert faults(sheet) == [(4, "NIP", "double_nip")]
    assert "baris 2" in sheet.faults[0].advice


def test_the_same_person_without_a_nip_twice_is_a_fault():
    assert faults(read(xlsx(MADE, MADE), "peserta.xlsx")) == [(3, "Nama Lengkap/Gelar", "double_row")]


def test_two_people_of_one_name_in_different_units_are_both_taken():
    other = [4, "Made Contoh", "", "Bukan ASN", "Kepala Desa", "Desa Seroja Contoh", "Wana"]
    assert len(read(xlsx(MADE, other), "peserta.xlsx").ready) == 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name_missing"),
        ("N" * 121, "name_too_long"),
        ("---", "name_odd"),
        ("12345", "name_odd"),
        ("Rina 😀", "name_signs"),
    ],
)
def test_a_row_without_a_usable_name_is_not_ready(name, code):
    sheet = read(xlsx([1, name, *ARIF[2:]]), "peserta.xlsx")
    assert faults(sheet) == [(2, "Nama Lengkap/Gelar", code)]


def test_a_control_sign_in_another_column_is_left_out():
    row = read(csv([1, "Rina Contoh", "", "", "Gu\x08ru", "", ""]), "peserta.csv").ready[0]
    assert row.position == "Guru"


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\u202e"])
def test_an_invisible_sign_in_a_name_is_a_fault(sign):
    content = csv([1, f"Rina{sign}Contoh", "", "", "", "", ""])
    if sign == "\x00":  # no text file
        with pytest.raises(ImportRefused):
            read(b" " * 5000 + content, "peserta.csv")
        return
    assert [code for _, _, code in faults(read(content, "peserta.csv"))] == ["name_signs"]


def test_an_unknown_status_and_an_overlong_text_are_named():
    sheet = read(xlsx([1, "Nama Contoh", "", "Raja", "J" * 121, "U" * 161, "K" * 121]), "peserta.xlsx")
    assert {code for _, _, code in faults(sheet)} == {"status_unknown", "text_too_long"}
    assert len(sheet.faults) == 4
    assert sheet.rows_to_check == 1


def test_blank_rows_are_passed_over():
    sheet = read(xlsx(ARIF, [], ["", "", ""], RINA), "peserta.xlsx")
    assert sheet.row_count == 2
    assert [row.row for row in sheet.ready] == [2, 5]


@pytest.mark.parametrize("header", [["NAMA"], ["Nama Peserta"], ["Nama dan Gelar"], ["nama_lengkap"]])
def test_headers_are_known_by_their_synonyms(header):
    assert read(xlsx(["Arif Contoh"], header=header), "a.xlsx").ready[0].name == "Arif Contoh"


def locked_file():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def bomb():
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (spreadsheets.MAX_UNFOLDED_BYTES + 1))
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (b"x" * (spreadsheets.MAX_BYTES + 1), "a.csv", "too_large"),
        (locked_file(), "a.xlsx", "locked"),
        (locked_file(), "a.xls", "locked"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.xls", "unreadable"),
        (b"%PDF-1.7", "a.pdf", "type"),
        (b"PK\x03\x04 broken", "a.xlsx", "unreadable"),
        (b"MZ\x00\x00", "a.csv", "type"),
        ("Nama\nJosé".encode("cp1252") + b"\x81", "a.csv", "unreadable"),
        (xlsx(ARIF, header=["a", "b", "c"]), "a.xlsx", "no_header"),
        (xlsx(*[["kop"]] * 20, HEADER, ARIF, header=["KOP"]), "a.xlsx", "no_header"),
        (xlsx(), "a.xlsx", "no_rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(content, name, code):
    with pytest.raises(ImportRefused) as refusal:
        read(content, name)
    assert refusal.value.code == code


def test_a_small_zip_that_unfolds_to_much_is_refused_before_it_is_unfolded():
    with pytest.raises(ImportRefused) as refusal:
        read(bomb(), "a.xlsx")
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize("place", ["XFD1048576", "CV100000"])
def test_one_word_in_the_farthest_corner_is_refused_before_room_is_made_for_it(place):
    book = load_workbook(BytesIO(xlsx(ARIF)))
    book.active[place] = " "
    output = BytesIO()
    book.save(output)
    with pytest.raises(ImportRefused) as refusal:
        read(output.getvalue(), "a.xlsx")
    assert refusal.value.code == "too_wide"


def test_another_kind_of_sheet_under_the_name_of_an_xlsx_is_refused():
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(ImportRefused) as refusal:
        read(output.getvalue(), "a.xlsx")
    assert refusal.value.code == "unreadable"


def test_a_list_longer_than_one_request_can_show_is_refused(monkeypatch):
    monkeypatch.setattr(grids, "MAX_ROWS", 2)
    with pytest.raises(ImportRefused) as refusal:
        read(xlsx(*[ARIF] * 23), "a.xlsx")
    assert refusal.value.code == "too_many_rows"


WIDE = "Wwww Mmmm WWWW MMMM " * 6


@pytest.mark.parametrize(
    ("name", "code"), [(WIDE.strip().upper(), "name_too_long"), ("Нина Contoh, S.Pd.", "character_missing")]
)
def test_a_name_that_no_certificate_can_carry_is_named_at_import(name, code):
    sheet = read(xlsx([1, name, *ARIF[2:]], RINA), "peserta.xlsx")
    assert faults(sheet) == [(2, "Nama Lengkap/Gelar", code)]
    assert [row.name for row in sheet.ready] == ["Rina Contoh, S.Pd."]
