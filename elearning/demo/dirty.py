"""`peserta-kotor.xlsx`: a list as it arrives the night before, for session C (experience.md §13).

Sixty people under a kop and a header of two merged rows, with rows that name a kabupaten, a signature block and a second
sheet; eight NIP are numbers, three people stand twice, one number is a NIK, some names are in capitals, phones lost their 0.
"""

from __future__ import annotations

from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from . import cast

PEOPLE, NUMERIC, DOUBLES, SHOUTED = 60, 8, 3, 5
POSITIONS = ("Camat", "Lurah", "Sekretaris Camat", "Kepala Seksi Pelayanan", "Kepala Sekolah")
Row = list[Any]


def dirty_list() -> bytes:
    """The file, always the same people."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Peserta"
    _head(sheet)
    rows = _rows()
    third = len(rows) // len(cast.SUBDISTRICTS)
    line = 7
    for number, regency in enumerate(cast.SUBDISTRICTS):
        last = number == len(cast.SUBDISTRICTS) - 1
        sheet.cell(line, 1, regency.upper())
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=6)
        line += 1
        for row in rows[number * third : None if last else (number + 1) * third]:
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(line, column, value)
                if column == 3 and isinstance(value, str):
                    cell.number_format = "@"
            line += 1
    _foot(sheet, line + 1)
    book.create_sheet("Rekap").append(["Kabupaten/Kota", "Jumlah"])
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def _head(sheet: Worksheet) -> None:
    for line, words in enumerate((cast.SUPERVISOR.upper(), "DAFTAR PESERTA SOSIALISASI", "Tahun berjalan"), start=1):
        sheet.cell(line, 1, words)
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=6)
    for column, words in ((1, "No"), (2, "Identitas"), (5, "Unit/OPD"), (6, "No. WA")):
        sheet.cell(5, column, words)
    sheet.merge_cells("B5:D5")
    for column, words in ((2, "Nama Lengkap/Gelar"), (3, "NIP/NIK"), (4, "Jabatan")):
        sheet.cell(6, column, words)


def _rows() -> list[Row]:
    people = [one for one in islice(cast.people(9, POSITIONS), 2 * PEOPLE) if one.nip][: PEOPLE - DOUBLES]
    units = [name for names in cast.SUBDISTRICTS.values() for name in names]
    rows: list[Row] = []
    for number, person in enumerate(people):
        nip: str | int = person.nip
        if number < NUMERIC:
            nip = int(person.nip)  # Excel keeps fifteen of its digits
        elif number == NUMERIC:
            nip = person.nip[:16]  # as long as a NIK
        elif number % 2:
            nip = f"{person.nip[:8]} {person.nip[8:14]} {person.nip[14]} {person.nip[15:]}"
        name = person.name.upper() if NUMERIC < number <= NUMERIC + SHOUTED else person.name
        rows.append([number + 1, name, nip, person.position, f"Kecamatan {units[number % len(units)]} Contoh", ""])
    doubles = [[len(rows) + 1 + extra, *rows[20 + extra][1:]] for extra in range(DOUBLES)]
    return rows + doubles


def _foot(sheet: Worksheet, line: int) -> None:
    for offset, words in enumerate(("Banyu Contoh, ……………", "Ketua Panitia,", "", "Sari Contoh, S.H.")):
        sheet.cell(line + offset, 5, words)
