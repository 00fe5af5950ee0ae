"""From a spreadsheet to rows that may become participants. Pure: bytes in, rows and faults out (experience.md §8 P3, ADR 0023).

The whole file is read first; every fault names its row, its column and what to do.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar

from elearning.lib import spreadsheets
from elearning.lib.errors import DomainError

from . import layout as layouts
from .cells import (
    TEXT_LENGTH,
    UNIT_LENGTH,
    CellRefused,
    Nip,
    read_name,
    read_nip,
    read_phone,
    read_status,
    read_text,
)
from .layout import LABELS, Group, Layout, Passed, Person

MAX_ROWS = 2_000  # what one request reads and shows; larger lists are split


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
        "no_header": (
            "Judul kolom «Nama» tidak ditemukan dalam 20 baris pertama. Belum ada yang disimpan. "
            "Beri judul pada kolom nama, atau pakai templat kami."
        ),
        "no_sheet": "Lembar itu tidak ada di berkas ini. Belum ada yang disimpan. Pilih lembar lain.",
        "no_rows": "Tidak ada baris peserta di bawah judul kolom. Belum ada yang disimpan.",
        "stale": "Pratinjau ini sudah kedaluwarsa. Belum ada yang disimpan. Unggah berkasnya sekali lagi.",
    }


@dataclass(frozen=True, slots=True)
class Fault:
    """``row`` as the spreadsheet numbers it, ``column`` as its header says, ``advice`` what to do."""

    row: int
    column: str
    code: str
    advice: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the file names them; the name byte for byte, except for spaces around it.

    ``nip_is_incomplete``: Excel ate the end of the NIP; ``nip_hint`` is what is surely left of it.
    """

    row: int
    name: str
    nip: str = ""
    status: str = ""
    position: str = ""
    unit: str = ""
    group: str = ""
    phone: str = ""
    nip_is_incomplete: bool = False
    nip_hint: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two rows without a NIP the same person in one session."""
        return (sameness(self.name), sameness(self.position), sameness(self.unit))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: rows that are ready, faults, what is nobody, and how many people there were.

    ``name``: of the sheet; ``names``: of all sheets of the file.
    """

    sha256: str
    layout: Layout
    ready: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    passed: tuple[Passed, ...] = ()
    groups: tuple[Group, ...] = ()
    row_count: int = 0
    name: str = ""
    names: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.layout.labels.values())

    @property
    def doubles(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.code in DOUBLES)

    @property
    def to_check(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.code not in DOUBLES)

    @property
    def rows_to_check(self) -> int:
        return len({fault.row for fault in self.to_check})

    @property
    def incomplete(self) -> tuple[Row, ...]:
        return tuple(row for row in self.ready if row.nip_is_incomplete)

    def as_json(self) -> dict[str, Any]:
        """What travels to the preview and back: the ready rows only, never a refused cell."""
        return {"sha256": self.sha256, "rows": [list(asdict(row).values()) for row in self.ready]}


DOUBLES = ("double_nip", "double_row")


def rows_from_json(value: dict[str, Any]) -> tuple[Row, ...]:
    return tuple(Row(*columns) for columns in value["rows"])


def sameness(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def read(content: bytes, file_name: str, *, sheet: str = "", header_row: int = 0) -> Sheet:
    """Read a whole XLSX, XLS, ODS or CSV. ``sheet`` and ``header_row``: as the committee says, else as they seem (ADR 0023).

    Raises ImportRefused: empty, too_large, too_wide, too_many_rows, type, locked, unreadable, no_sheet, no_header, no_rows.
    """
    tables = _tables(content, file_name)
    if sheet and sheet not in tables:
        raise ImportRefused("no_sheet")
    name = sheet or max(tables, key=lambda name: _people_in(tables[name]))
    rows = tables[name]
    if len(rows) > MAX_ROWS + layouts.HEADER_WITHIN:
        raise ImportRefused("too_many_rows", limit=MAX_ROWS)
    layout = _layout(rows, header_row)
    lines = list(layouts.lines_of(rows, layout))
    people = [line for line in lines if isinstance(line, Person)]
    if not people:
        raise ImportRefused("no_rows")
    read_rows, faults = _read_people(people, layout)
    ready, doubles = _without_doubles(read_rows, layout.labels)
    return Sheet(
        sha256=hashlib.sha256(content).hexdigest(),
        layout=layout,
        ready=tuple(ready),
        faults=tuple(sorted((*faults, *doubles), key=lambda fault: (fault.row, fault.column))),
        passed=tuple(line for line in lines if isinstance(line, Passed)),
        groups=tuple(line for line in lines if isinstance(line, Group)),
        row_count=len(people),
        name=name,
        names=tuple(tables),
    )


def _tables(content: bytes, file_name: str) -> dict[str, list[list[Any]]]:
    try:
        return spreadsheets.read_tables(content, file_name, max_rows=MAX_ROWS + layouts.HEADER_WITHIN)
    except spreadsheets.TableRefused as error:
        raise ImportRefused(error.code) from error


def _people_in(rows: Sequence[Sequence[Any]]) -> int:
    layout = layouts.find(rows)
    return sum(isinstance(line, Person) for line in layouts.lines_of(rows, layout)) if layout else 0


def _layout(rows: Sequence[Sequence[Any]], header_row: int) -> Layout:
    if not header_row:
        layout = layouts.find(rows)
    else:
        layout = layouts.at_row(rows, header_row, 1) or layouts.at_row(rows, header_row, 2)
    if layout is None:
        raise ImportRefused("no_header")
    return layout


def _read_people(people: Iterable[Person], layout: Layout) -> tuple[list[Row], list[Fault]]:
    rows: list[Row] = []
    faults: list[Fault] = []
    for person in people:
        found = read_person(person, layout)
        if isinstance(found, Row):
            rows.append(found)
        else:
            faults.extend(found)
    return rows, faults


def read_person(person: Person, layout: Layout) -> Row | list[Fault]:
    """What the cells of one row say of a person, or every cell that says nothing usable."""
    faults: list[Fault] = []

    def cell(key: str, reader: Callable[[Any], Any], otherwise: Any) -> Any:
        index = layout.columns.get(key)
        value = person.cells[index] if index is not None and index < len(person.cells) else ""
        try:
            return reader(value)
        except CellRefused as refusal:
            faults.append(Fault(person.row, layout.labels.get(key) or LABELS[key], refusal.code, refusal.advice))
            return otherwise

    nip = cell("nip", read_nip, Nip())
    row = Row(
        row=person.row,
        name=cell("name", read_name, ""),
        nip=nip.digits,
        status=cell("status", read_status, ""),
        position=cell("position", lambda value: read_text(value, TEXT_LENGTH), ""),
        unit=cell("unit", lambda value: read_text(value, UNIT_LENGTH), ""),
        group=cell("group", lambda value: read_text(value, TEXT_LENGTH), ""),
        phone=cell("phone", read_phone, ""),
        nip_is_incomplete=nip.is_broken,
        nip_hint=nip.hint,
    )
    return faults or (row if row.group else replace(row, group=person.group[:TEXT_LENGTH]))


def may_be_one(row: Row, other: Row) -> bool:
    return numbers_agree(row.nip or row.nip_hint, other.nip or other.nip_hint)


def numbers_agree(one: str, other: str) -> bool:
    """What is known of two NIP does not tell their owners apart."""
    return one.startswith(other) or other.startswith(one)


def _without_doubles(rows: Iterable[Row], labels: Mapping[str, str]) -> tuple[list[Row], list[Fault]]:
    """The first of equal rows is ready; each later one is a fault that names the first. Two broken NIP are never equal."""
    kept: list[Row] = []
    faults: list[Fault] = []
    by_nip: dict[str, int] = {}
    by_key: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.nip and row.nip in by_nip:
            advice = f"NIP sama dengan baris {by_nip[row.nip]}. Periksa mana yang benar, lalu hapus yang lain."
            faults.append(Fault(row.row, labels["nip"], "double_nip", advice))
        elif twin := None if row.nip else next((one for one in by_key.get(row.key, ()) if may_be_one(row, one)), None):
            advice = f"Nama, jabatan, dan unit sama dengan baris {twin.row}. Hapus salah satu atau isi NIP."
            faults.append(Fault(row.row, labels["name"], "double_row", advice))
        else:
            kept.append(row)
            by_nip.setdefault(row.nip, row.row)
            by_key[row.key].append(row)
    return kept, faults
