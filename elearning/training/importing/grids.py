"""A file as plain tables that may be kept for some days: text and numbers, and no NIK in any cell (ADR 0024). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any, ClassVar

from elearning.lib import spreadsheets
from elearning.lib.errors import DomainError

from . import layout as layouts
from .layout import MASKED, Person

MAX_ROWS = 10_000  # a province; a larger list is split

MOST_LETTERS = 1000  # of one cell; no cell of a list says more

# Sixteen digits in one piece whatever stands beside them, or with signs between them; nobody else's number looks like that.
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)|(?<![\d])(?<!\d[ .\-\xa0])\d(?:[ .\-\xa0'’]{0,2}\d){15}(?![ .\-\xa0]?\d)")


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database keeps these in JSON; what stands there is asked about


class ImportRefused(DomainError):
    """The file as a whole cannot be taken in; nothing was stored."""

    messages: ClassVar[dict[str, str]] = {
        "empty": "Berkas ini kosong. Belum ada yang disimpan. Pilih berkas yang berisi daftar peserta.",
        "too_large": "Berkas lebih dari 5 MB. Belum ada yang disimpan. Hapus gambar atau bagi menjadi beberapa berkas.",
        "too_many_rows": "Berkas berisi lebih dari {limit} baris. Belum ada yang disimpan. Bagi menjadi beberapa berkas.",
        "too_wide": (
            "Ada sel terisi jauh di luar daftar. Belum ada yang disimpan. "
            "Salin daftarnya ke berkas baru, lalu unggah berkas itu."
        ),
        "type": "Berkas ini bukan XLSX, XLS, ODS, atau CSV. Belum ada yang disimpan. Simpan sebagai XLSX, lalu unggah lagi.",
        "locked": "Berkas terkunci kata sandi. Belum ada yang disimpan. Simpan ulang tanpa kata sandi.",
        "unreadable": "Berkas ini tidak bisa dibaca. Belum ada yang disimpan. Simpan ulang sebagai XLSX, lalu unggah lagi.",
        "no_rows": "Tidak ada baris peserta di bawah judul kolom. Belum ada yang disimpan.",
        "no_sheet": "Lembar itu tidak ada di berkas ini. Belum ada yang disimpan. Pilih lembar lain.",
        "no_header": "Baris itu tidak ada di lembar ini. Belum ada yang disimpan. Pilih baris judul yang lain.",
        "no_name": "Belum ada kolom yang berarti Nama. Belum ada yang disimpan. Pilih kolom yang berisi nama peserta.",
        "column_twice": "«{field}» dipilih untuk dua kolom. Belum ada yang disimpan. Pilih satu kolom saja.",
        "no_name_column": (
            "Kami tidak menemukan kolom Nama. Belum ada yang disimpan. "
            "Beri judul «Nama» pada kolomnya, lalu unggah lagi, atau tempel namanya saja."
        ),
        "no_names": "Belum ada nama. Belum ada yang disimpan. Tempel satu nama di tiap baris.",
        "text_too_long": "Teks ini terlalu panjang. Belum ada yang disimpan. Simpan daftarnya sebagai berkas, lalu unggah.",
        "not_ours": (
            "Berkas ini bukan berkas perbaikan dari impor ini: tidak ada baris yang cocok. Belum ada yang diubah. "
            "Unduh berkas perbaikannya, atau mulai impor baru."
        ),
    }


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its rows as lists of text and numbers, its merged cells, and how many people seem to stand in it."""

    name: str
    rows: list[list[Any]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    people: int = 0


def grids_of(content: bytes, file_name: str) -> list[Grid]:
    """The visible sheets of an XLSX, XLS, ODS or CSV.

    Raises ImportRefused: empty, too_large, too_wide, too_many_rows, type, locked, unreadable, no_rows.
    """
    try:
        tables = spreadsheets.read_tables(content, file_name, max_rows=MAX_ROWS + layouts.HEADER_WITHIN)
    except spreadsheets.TableRefused as error:
        raise ImportRefused(error.code) from error
    grids = [_grid(name, table) for name, table in tables.items()]
    if not any(grid.rows for grid in grids):
        raise ImportRefused("empty")
    chosen = likeliest(grids)
    if len(chosen.rows) > MAX_ROWS + layouts.HEADER_WITHIN:
        raise ImportRefused("too_many_rows", limit=f"{MAX_ROWS:,}".replace(",", "."))
    if not chosen.people and layouts.find(chosen.rows):
        raise ImportRefused("no_rows")
    return grids


def likeliest(grids: Sequence[Grid]) -> Grid:
    """The sheet that holds most people; of none, the one that holds most."""
    return max(grids, key=lambda grid: (grid.people, len(grid.rows)))


def _grid(name: str, table: spreadsheets.Table) -> Grid:
    rows = [_trimmed([plain(cell) for cell in row]) for row in table.rows]
    while rows and not rows[-1]:
        rows.pop()
    layout = layouts.find(rows)
    people = sum(isinstance(line, Person) for line in layouts.lines_of(rows, layout)) if layout else 0
    merged = tuple(area for area in table.merged if area[0] < area[2] and area[1] == area[3])
    return Grid(plain(name), rows, merged, people)


def plain(cell: Any) -> Any:
    """A cell as JSON holds it, and without a NIK. A date is written as people do, so that it is no number of anybody."""
    if isinstance(cell, bool):
        return "BENAR" if cell else "SALAH"
    if isinstance(cell, int | float):
        if not isfinite(cell):  # no JSON holds it
            return "#ANGKA"
        return MASKED if len(f"{cell:.0f}") == 16 and cell > 0 else cell
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if cell is None or isinstance(cell, time | timedelta):
        return "" if cell is None else str(cell)
    return _NIK.sub(MASKED, _UNSTORABLE.sub("\ufffd", str(cell)))[:MOST_LETTERS]


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] == "":
        row.pop()
    return row
