"""Where the people stand in a list that was made to be printed."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from elearning.demo.dirty import dirty_list
from elearning.training.importing import ImportRefused, layout
from elearning.training.importing.layout import Group, Passed, Person, Skipped

from .spreadsheets import ARIF, HEADER, MADE, RINA, csv, read, xlsx

TWO_ROWS = (["No", "Identitas", "", "", "Unit/OPD"], ["", "Nama Lengkap/Gelar", "NIP/NIK", "Jabatan", ""])


def kinds(rows):
    found = layout.find(rows)
    return [(type(line).__name__, line.row) for line in layout.lines_of(rows, found)]


def test_the_dirty_list_of_the_demo_gives_exactly_what_is_in_it():
    sheet = read(dirty_list(), "peserta-kotor.xlsx")
    assert sheet.row_count == 60
    assert len(sheet.ready) - len(sheet.incomplete) == 48
    assert len(sheet.incomplete) == 8
    assert [fault.code for fault in sheet.to_check] == ["nip_nik"]
    assert [fault.code for fault in sheet.doubles] == ["double_nip"] * 3
    assert (sheet.layout.header_row, sheet.layout.header_height) == (5, 2)
    assert sheet.columns == ("Nama Lengkap/Gelar", "NIP/NIK", "Jabatan", "Unit/OPD", "No. WA")
    assert (sheet.name, sheet.names) == ("Peserta", ("Peserta", "Rekap"))
    assert len(sheet.groups) == 3
    assert {line.reason for line in sheet.passed} == {Skipped.FOOTER}
    assert all(row.group.endswith("CONTOH") for row in sheet.ready)


def test_no_stored_digits_are_invented_for_the_dirty_list():
    content = dirty_list()
    sheet = read(content, "peserta-kotor.xlsx")
    rows = list(layout_rows(content))
    for row in sheet.ready:
        written = "".join(sign for sign in str(rows[row.row - 1][2]) if sign.isdigit())
        assert row.nip in ("", written)
        assert written.startswith(row.nip_hint)


def layout_rows(content):
    return load_workbook(BytesIO(content))["Peserta"].iter_rows(values_only=True)


@pytest.mark.parametrize("above", [0, 1, 7, 18])
def test_the_header_is_found_under_a_kop_of_any_height(above):
    rows = [*[["PEMERINTAH CONTOH"]] * above, HEADER, ARIF, RINA]
    found = layout.find(rows)
    assert (found.header_row, found.header_height) == (above + 1, 1)
    assert kinds(rows) == [("Person", above + 2), ("Person", above + 3)]


def test_a_header_of_two_rows_is_joined():
    found = layout.find([*TWO_ROWS, [1, "Arif Contoh", "", "Camat", "Kenanga"]])
    assert found.columns == {"name": 1, "nip": 2, "position": 3, "unit": 4}


def test_a_title_split_over_two_rows_is_read_as_one():
    found = layout.find([["No", "Nama", "No."], ["", "Lengkap", "WA"], [1, "Arif Contoh", "0812"]])
    assert found.columns == {"name": 1, "phone": 2}


def test_a_first_person_is_never_taken_for_a_second_header():
    assert layout.find([HEADER, ["", "Arif Contoh", "", "", "", "", ""]]).header_height == 1


def test_what_is_printed_again_on_each_page_is_nobody():
    rows = [HEADER, [1, 2, 3, 4, 5, 6, 7], ARIF, HEADER, RINA]
    assert kinds([[str(cell) for cell in row] for row in rows]) == [
        ("Passed", 2), ("Person", 3), ("Passed", 4), ("Person", 5),
    ]  # fmt: skip


def test_a_signature_below_the_list_is_nobody():
    rows = [HEADER, ARIF, RINA, [], ["", "", "", "", "", "Palembang, 3 Oktober"], ["", "Mengetahui,", "", "", "", "Ketua"],
            ["", "Sari Contoh, S.H."], ["", "NIP. 197001011990032001"]]  # fmt: skip
    found = layout.find(rows)
    lines = list(layout.lines_of(rows, found))
    assert [line.row for line in lines if isinstance(line, Person)] == [2, 3]
    assert {line.reason for line in lines if isinstance(line, Passed)} == {Skipped.FOOTER}


def test_groups_name_what_the_rows_below_them_belong_to():
    rows = [HEADER[:6], ["KABUPATEN TIRTA CONTOH"], ARIF[:6], ["KOTA BANYU CONTOH"], RINA[:6]]
    lines = list(layout.lines_of(rows, layout.find(rows)))
    assert [line.text for line in lines if isinstance(line, Group)] == ["KABUPATEN TIRTA CONTOH", "KOTA BANYU CONTOH"]
    assert [line.group for line in lines if isinstance(line, Person)] == ["KABUPATEN TIRTA CONTOH", "KOTA BANYU CONTOH"]


def test_a_column_of_its_own_says_the_group_before_a_row_does():
    sheet = read(xlsx(["KABUPATEN LAIN CONTOH"], ARIF), "a.xlsx")
    assert sheet.ready[0].group == "Tirta"


def test_a_list_of_nothing_but_names_is_a_list():
    sheet = read(xlsx(["Arif Contoh"], ["Rina Contoh, S.Pd."], header=["Nama"]), "a.xlsx")
    assert [row.name for row in sheet.ready] == ["Arif Contoh", "Rina Contoh, S.Pd."]


def test_a_row_with_an_office_and_no_name_is_asked_about():
    sheet = read(xlsx(ARIF, [2, "", "", "", "Camat", "Kecamatan Melati Contoh", ""], RINA), "a.xlsx")
    assert [(fault.row, fault.code) for fault in sheet.faults] == [(3, "name_missing")]


def sheets(**tables):
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def test_of_several_sheets_the_one_with_most_people_is_taken():
    content = sheets(Sampul=[["Daftar"]], Cadangan=[HEADER, MADE], Peserta=[HEADER, ARIF, RINA])
    sheet = read(content, "a.xlsx")
    assert (sheet.name, sheet.row_count) == ("Peserta", 2)
    assert read(content, "a.xlsx", sheet="Cadangan").row_count == 1
    with pytest.raises(ImportRefused) as refusal:
        read(content, "a.xlsx", sheet="Rekap")
    assert refusal.value.code == "no_sheet"


def test_a_hidden_sheet_is_not_looked_at():
    book = Workbook()
    book.active.title = "Peserta"
    for row in (HEADER, ARIF):
        book.active.append(row)
    hidden = book.create_sheet("Lama")
    for row in (HEADER, RINA, MADE):
        hidden.append(row)
    hidden.sheet_state = "hidden"
    output = BytesIO()
    book.save(output)
    assert read(output.getvalue(), "a.xlsx").names == ("Peserta",)


def test_the_committee_may_name_the_row_of_the_header():
    content = csv(HEADER, ARIF, header=["Nama", "", "", "", "", "", ""])
    assert read(content, "a.csv", header_row=2).columns[0] == "Nama Lengkap/Gelar"
    with pytest.raises(ImportRefused) as refusal:
        read(content, "a.csv", header_row=9)
    assert refusal.value.code == "no_header"


@pytest.mark.parametrize("typed", ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "6281234567890", 81234567890])
def test_a_phone_gets_back_what_a_spreadsheet_ate(typed):
    sheet = read(xlsx(["Arif Contoh", typed], header=["Nama", "No. WA"]), "a.xlsx")
    assert sheet.ready[0].phone == "+6281234567890"


@pytest.mark.parametrize("typed", ["12", "+60 12 345 6789", "7890", "0812345678901234567"])
def test_what_is_no_phone_of_this_country_is_asked_about(typed):
    sheet = read(xlsx(["Arif Contoh", typed], header=["Nama", "HP"]), "a.xlsx")
    assert [(fault.column, fault.code) for fault in sheet.faults] == [("HP", "phone_unknown")]


@pytest.mark.parametrize("name", ["Hari Contoh, S.H.", "Hari Badan Contoh"])
def test_a_man_called_hari_is_no_group(name):
    assert kinds([["Nama", "Jabatan"], [name, ""], ["Rina Contoh", "Camat"]]) == [("Person", 2), ("Person", 3)]
    assert kinds([["Nama", "Jabatan"], ["Hari ke-1", ""], ["Rina Contoh", "Camat"]]) == [("Group", 2), ("Person", 3)]


def test_somebody_added_below_the_numbers_is_a_person():
    walk_in = ["", "Dewi Contoh", "", "", "Lurah", "Kelurahan Contoh", ""]
    short = [row[:2] + row[2:6] for row in (HEADER, ARIF, walk_in)]
    assert kinds(short) == [("Person", 2), ("Person", 3)]


@pytest.mark.parametrize(
    "text", ["Mengetahui,", "NIP. 19700119 199001 1 901", "Kota Contoh, 3 Maret 2026", "Ketua Panitia,"]
)
def test_a_signature_in_the_column_of_names_is_nobody(text):
    found = kinds([["Nama", "Jabatan"], ["Arif Contoh", "Camat"], ["Rina Contoh", "Lurah"], [text, ""]])
    assert found == [("Person", 2), ("Person", 3), ("Passed", 4)]


def test_one_column_of_names_may_repeat_its_title():
    assert kinds([["Nama"], ["Arif Contoh"], ["Nama"], ["Rina Contoh"]]) == [
        ("Person", 2),
        ("Passed", 3),
        ("Person", 4),
    ]


def test_column_numbers_may_stand_in_brackets():
    assert kinds([HEADER, [f"({number})" for number in range(1, 8)], ARIF]) == [("Passed", 2), ("Person", 3)]


NIK = "1671011209780001"


@pytest.mark.parametrize("nik", [NIK, int(NIK), "16.71.01 120978 0001"])
def test_a_nik_is_repeated_nowhere(nik):
    """In a column that we do not read, behind a name, among the names, as a position, in a footer."""
    rows = [["", f"NIK {nik}", "", ""], [1, "Arif Contoh", "Camat", nik], [2, f"Rina {nik}", "", ""]]
    rows += [[3, "Made Contoh", nik, ""], ["", "", "", nik], ["", "Ketua", "", nik]]
    sheet = read(xlsx(*rows, header=["No", "Nama", "Jabatan", "Nomor kependudukan"]), "a.xlsx")
    assert [row.name for row in sheet.ready] == ["Arif Contoh"]
    assert [fault.row for fault in sheet.faults if fault.code == "nip_nik"] == [2, 4, 5]
    assert str(nik) not in repr(sheet)


def test_another_sheet_may_be_as_long_as_it_likes():
    book = Workbook()
    for row in (HEADER, ARIF):
        book.active.append(row)
    reference = book.create_sheet("Kode wilayah")
    for number in range(2_100):
        reference.append([number, "Wilayah"])
    output = BytesIO()
    book.save(output)
    assert read(output.getvalue(), "a.xlsx").row_count == 1


@pytest.mark.parametrize("title", ["", "LEMBAGA CONTOH, PROVINSI CONTOH, INDONESIA"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_title_of_a_csv_does_not_choose_its_delimiter(title, delimiter):
    lines = [title, delimiter.join(["Nama", "Jabatan"]), delimiter.join(['"Arif, S.H., M.Si."', "Camat"])]
    sheet = read("\r\n".join(lines).encode("cp1252"), "a.csv")
    assert [(row.name, row.position) for row in sheet.ready] == [("Arif, S.H., M.Si.", "Camat")]


def test_a_header_of_two_rows_may_stand_on_each_page():
    rows = [*TWO_ROWS, [1, "Arif Contoh", "", "Camat", "Kenanga"], *TWO_ROWS, [2, "Rina Contoh", "", "Guru", "SD"]]
    assert kinds(rows) == [("Person", 3), ("Passed", 4), ("Passed", 5), ("Person", 6)]


def test_the_nip_of_two_who_sign_are_no_person():
    footer = [
        ["", "Ketua,", "Sekretaris,", ""],
        ["", "Budi", "Ani", ""],
        ["", f"NIP. {'1' * 18}", f"NIP. {'2' * 18}", ""],
    ]
    found = kinds([["No", "Nama", "NIP", "Jabatan"], [1, "Arif Contoh", "", "Camat"], *footer])
    assert found == [("Person", 2), *[("Passed", number) for number in (3, 4, 5)]]


def test_a_nip_behind_the_name_is_no_name():
    sheet = read(xlsx([1, "Arif Contoh 19780912 200501 1 901"], [2, "Rina Contoh 2"], header=["No", "Nama"]), "a.xlsx")
    assert [(fault.row, fault.code) for fault in sheet.faults] == [(2, "name_odd")]


# What earlier lists taught us


def merged_list(column, first, last, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def test_a_kabupaten_merged_over_several_rows_counts_for_each_of_them():
    rows = [HEADER, ARIF, [*RINA[:6], ""], [*MADE[:6], ""], [4, "Dewi Contoh", "", "", "", "", ""]]
    sheet = read(merged_list(7, 2, 4, rows), "a.xlsx")
    assert [row.group for row in sheet.ready] == ["Tirta", "Tirta", "Tirta", ""]


def test_a_name_merged_over_two_rows_is_one_person():
    rows = [["Nama", "Jabatan"], ["Arif Contoh", "Camat"], ["", "Ketua Tim"]]
    assert [row.name for row in read(merged_list(1, 2, 3, rows), "a.xlsx").ready] == ["Arif Contoh"]


@pytest.mark.parametrize("heading", [["Catatan:"], ["", "Keterangan", "", ""], None])
def test_numbered_notes_below_a_list_are_nobody(heading):
    people = [
        [number, f"Orang {word} Contoh", "", "Camat"] for number, word in enumerate(("Satu", "Dua", "Tiga"), start=1)
    ]
    notes = [[1, "Peserta membawa surat tugas", "", ""], [2, "Peserta berpakaian batik", "", ""]]
    rows = [["No", "Nama", "NIP", "Jabatan"], *people, *([heading] if heading else []), *notes]
    assert [row for kind, row in kinds(rows) if kind == "Person"] == [2, 3, 4]


def test_numbers_that_begin_again_under_a_kabupaten_are_people():
    rows = [
        ["No", "Nama", "Jabatan"],
        ["KAB. TIRTA"],
        [1, "Arif Contoh", "Camat"],
        ["KAB. WANA"],
        [1, "Rina Contoh", ""],
    ]
    assert [row for kind, row in kinds(rows) if kind == "Person"] == [3, 5]


def test_a_header_named_by_hand_takes_its_second_row_along():
    rows = [["KOP"], *TWO_ROWS, [1, "Arif Contoh", "", "Camat", "Kenanga"]]
    found = layout.named(rows, 2)
    assert (found.header_height, dict(found.columns)) == (2, {"name": 1, "nip": 2, "position": 3, "unit": 4})
    assert layout.named(rows, 99) is None


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\ufeff"])
def test_what_turns_the_reading_direction_is_left_out_of_an_office(sign):
    sheet = read(xlsx([1, "Arif Contoh", "", "", f"Ca{sign}mat", "", ""]), "a.xlsx")
    assert sheet.ready[0].position == "Camat"


def test_empty_cells_merged_below_the_list_hinder_nothing():
    found = read(merged_list(6, 8, 12, [HEADER, ARIF, RINA]), "a.xlsx")
    assert [row.row for row in found.ready] == [2, 3]
