"""Guarded names from a file: every fault with its row, and the same file twice changes nothing."""

from datetime import date

import pytest

from elearning.lib.spreadsheets import write_xlsx
from elearning.regulations.checking import names
from elearning.regulations.checking.names import ListRefused
from elearning.regulations.models import ProtectedName

HEADER = ["Jenis", "Nama", "Pemilihan", "Wilayah", "Berlaku sejak", "Berlaku sampai", "Sumber"]
ROW = ["Partai", "Partai Contoh Satu", "Pilkada 2024", "Kota Contoh", "01-02-2024", "2025-01-01", "Keputusan contoh"]


def sheet(*rows, header=HEADER):
    return names.read(write_xlsx("Nama", header, rows), "nama.xlsx")


def changed(**cells):
    order = ["kind", "text", "election", "area", "since", "until", "source"]
    return [cells.get(name, cell) for name, cell in zip(order, ROW, strict=True)]


def test_a_good_row_is_read_from_xlsx_and_csv():
    (row,) = sheet(ROW).ready

    assert (row.kind, row.text, row.valid_from, row.valid_to) == (
        "partai", "Partai Contoh Satu", date(2024, 2, 1), date(2025, 1, 1),
    )  # fmt: skip
    text = ";".join(HEADER) + "\n" + ";".join(ROW)
    assert names.read(text.encode(), "nama.csv").ready == (row,)


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"kind": "ormas"}, "Jenis", "kind_unknown"),
        ({"text": ""}, "Nama", "name_missing"),
        ({"text": "Si"}, "Nama", "name_too_short"),
        ({"text": "x" * 121}, "Nama", "text_too_long"),
        ({"since": ""}, "Berlaku sejak", "date_missing"),
        ({"since": "kemarin"}, "Berlaku sejak", "date_unreadable"),
        ({"until": "31-02-2025"}, "Berlaku sampai", "date_unreadable"),
        ({"until": "01-02-2024"}, "Berlaku sampai", "dates_reversed"),
        ({"source": ""}, "Sumber", "source_missing"),
    ],
)
def test_each_fault_names_its_row_and_column(cells, column, code):
    found = sheet(ROW, changed(**{"text": "Partai Contoh Dua", **cells}))

    (fault,) = found.faults
    assert (fault.row, fault.column, fault.code) == (3, column, code)
    assert (len(found.ready), found.row_count) == (1, 2)


def test_a_name_twice_in_one_list_is_a_fault():
    (fault,) = sheet(ROW, ROW).faults

    assert (fault.row, fault.code) == (3, "name_repeated")
    assert "baris 2" in fault.advice


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (b"x", "a.pdf", "type"),
        (write_xlsx("N", ["Nama"], [["Partai Contoh"]]), "a.xlsx", "no_header"),
        (write_xlsx("N", HEADER, []), "a.xlsx", "no_rows"),
        (write_xlsx("N", HEADER, [ROW] * 2001), "a.xlsx", "too_many_rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(content, name, code):
    with pytest.raises(ListRefused) as refused:
        names.read(content, name)

    assert refused.value.code == code


def test_rows_travel_from_the_dry_run_to_the_import():
    rows = sheet(ROW, changed(text="Partai Contoh Dua", until="")).ready

    assert tuple(names.from_json(names.as_json(rows))) == rows


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing_and_new_dates_are_taken_over():
    assert names.import_names(sheet(ROW).ready) == names.Outcome(1, 0, 0)
    assert names.import_names(sheet(ROW).ready) == names.Outcome(0, 0, 1)
    assert names.import_names(sheet(changed(until="")).ready) == names.Outcome(0, 1, 0)
    assert ProtectedName.objects.get().valid_to is None


@pytest.mark.django_db
def test_a_list_is_ended_and_resumed_as_a_whole():
    names.import_names(sheet(changed(until=""), changed(text="Partai Contoh Dua", area="Kota Lain", until="")).ready)
    today = date(2024, 12, 1)

    assert names.end_list("Pilkada 2024", "Kota Contoh", on=today) == 1
    assert [(one.area, one.holds) for one in names.lists(on=today)] == [("Kota Contoh", False), ("Kota Lain", True)]
    assert names.end_list("Pilkada 2024", "Kota Contoh", on=today) == 0
    assert names.resume_list("Pilkada 2024", "Kota Contoh", on=today) == 1
    assert all(one.holds for one in names.lists(on=today))


@pytest.mark.django_db
def test_a_list_that_has_not_begun_can_be_ended():
    names.import_names(sheet(changed(since="01-06-2025", until="")).ready)

    assert names.end_list("Pilkada 2024", "Kota Contoh", on=date(2025, 1, 1)) == 1
    assert not names.lists(on=date(2025, 6, 2))[0].holds
