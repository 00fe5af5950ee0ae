"""What each line of a file of units says. Pure: nothing here knows the tree (ADR 0038)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from elearning.lib import spreadsheets

from ..models import UnitKind
from .errors import UnitImportError

MAX_ROWS = 20_000  # the largest province has some ten thousand
HEADER_WITHIN = 20
NAME_LENGTH = 160

CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
FIRST_CITY = 71  # of the second pair of a code: from here on it is a kota, and below a kabupaten
OFFICIAL_WORDS = {
    UnitKind.PROVINCE: "Provinsi",
    UnitKind.REGENCY: "Kabupaten",
    UnitKind.CITY: "Kota",
    UnitKind.SUBDISTRICT: "Kecamatan",
    UnitKind.URBAN_VILLAGE: "Kelurahan",
    UnitKind.VILLAGE: "Desa",
}
_COLUMNS = {
    "code": {"kode", "kode wilayah", "kode kemendagri", "kode unit", "kd wilayah"},
    "name": {"nama", "nama wilayah", "nama unit", "nama unit kerja", "unit kerja", "wilayah", "nama daerah"},
    "kind": {"jenis", "jenis unit", "tingkat", "tipe"},
    "parent": {"induk", "kode induk", "bagian dari", "unit induk", "atasan"},
}
_KINDS = {label.casefold(): UnitKind(value) for value, label in UnitKind.choices} | {
    "kab": UnitKind.REGENCY,
    "kab.": UnitKind.REGENCY,
    "kec": UnitKind.SUBDISTRICT,
    "kec.": UnitKind.SUBDISTRICT,
    "kel": UnitKind.URBAN_VILLAGE,
    "sd": UnitKind.SCHOOL,
    "smp": UnitKind.SCHOOL,
    "sma": UnitKind.SCHOOL,
    "smk": UnitKind.SCHOOL,
    "tk": UnitKind.SCHOOL,
    "dinas": UnitKind.AGENCY,
    "badan": UnitKind.AGENCY,
    "kantor": UnitKind.AGENCY,
    "pengawas": UnitKind.SUPERVISOR,
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line. ``parent``: a code or a name, as written; ``problem``: a code of UnitImportError, "" when it can be read."""

    line: int
    name: str
    code: str = ""
    kind: str = ""
    parent: str = ""
    problem: str = ""

    @property
    def parent_code(self) -> str:
        """The code above this one: the official codes carry their own tree."""
        return self.code.rpartition(".")[0]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(content: bytes, file_name: str) -> list[UnitRow]:
    """The lines of a CSV, XLSX, XLS or ODS that name a unit, in order.

    Raises UnitImportError: empty, too_large, too_wide, too_many_rows, type, locked, unreadable, no_header.
    """
    try:
        table = spreadsheets.read_table(content, file_name, max_rows=MAX_ROWS + HEADER_WITHIN)
    except spreadsheets.TableRefused as error:
        raise UnitImportError(error.code) from error
    if not any(any(_text(cell) for cell in row) for row in table):
        raise UnitImportError("empty")
    if len(table) > MAX_ROWS + HEADER_WITHIN:
        raise UnitImportError("too_many_rows", limit=f"{MAX_ROWS:,}".replace(",", "."))
    header, columns = _columns(table)
    rows = [_row(number, cells, columns) for number, cells in enumerate(table, start=1) if number > header]
    return [row for row in rows if row is not None]


def _columns(table: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """Below which line the units stand, and in which column what is written. A bare list of code and name has no header."""
    for number, cells in enumerate(table[:HEADER_WITHIN], start=1):
        words = [" ".join(_text(cell).casefold().replace("_", " ").split()) for cell in cells]
        found = {field: words.index(word) for field, known in _COLUMNS.items() for word in words if word in known}
        if "name" in found and ("code" in found or "kind" in found):
            return number, found
    first = next((cells for cells in table if any(_text(cell) for cell in cells)), [])
    if len(first) >= 2 and CODE.fullmatch(code_text(first[0])):
        return 0, {"code": 0, "name": 1}
    raise UnitImportError("no_header")


def _row(number: int, cells: Sequence[Any], columns: dict[str, int]) -> UnitRow | None:
    def cell(field: str) -> Any:
        place = columns.get(field)
        return cells[place] if place is not None and place < len(cells) else ""

    code, name = code_text(cell("code")), " ".join(_text(cell("name")).split())
    if not code and not name:
        return None
    row = UnitRow(number, name, code, parent=code_text(cell("parent")))
    if not name:
        return replace(row, problem="name_missing")
    if code and not CODE.fullmatch(code):
        return replace(row, problem="code_form")
    said = _text(cell("kind")).casefold()
    kind = _KINDS.get(said)
    if said and kind is None:
        return replace(row, problem="kind_unknown")
    by_code = kind_of(code)
    if by_code and kind and kind != by_code and {kind, by_code} != {UnitKind.URBAN_VILLAGE, UnitKind.VILLAGE}:
        return replace(row, problem="kind_differs")
    kind = kind if by_code is None or kind == by_code else by_code
    if kind is None:
        return replace(row, problem="kind_missing")
    row = replace(row, kind=kind.value, name=official_name(name, kind))
    if len(row.name) > NAME_LENGTH:
        return replace(row, problem="name_long")
    if not code and not row.parent and kind != UnitKind.PROVINCE:
        return replace(row, problem="parent_missing")
    return row


def code_text(cell: Any) -> str:
    """A code as text. A sheet that took 16.10 for a number kept 16.1: pairs have two digits, so nothing is lost."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return str(int(cell)) if float(cell).is_integer() else f"{cell:.2f}"
    return _text(cell).replace(" ", "").rstrip(".") if _text(cell)[:1].isdigit() else " ".join(_text(cell).split())


def kind_of(code: str) -> UnitKind | None:
    """What an official code stands for: 16 · 16.01 · 16.01.02 · 16.01.02.2001 (Kepmendagri on codes of regions)."""
    pairs = code.split(".") if code else []
    match len(pairs):
        case 1:
            return UnitKind.PROVINCE
        case 2:
            return UnitKind.CITY if int(pairs[1]) >= FIRST_CITY else UnitKind.REGENCY
        case 3:
            return UnitKind.SUBDISTRICT
        case 4:
            return UnitKind.URBAN_VILLAGE if pairs[3].startswith("1") else UnitKind.VILLAGE
    return None


def official_name(name: str, kind: UnitKind) -> str:
    """«Lengkiti» of a list of kecamatan is «Kecamatan Lengkiti» on a certificate; «Kab.» is written out."""
    word = OFFICIAL_WORDS.get(kind)
    if word is None:
        return name
    first, _, rest = name.partition(" ")
    if rest and first.casefold() in ("kab", "kab.") and kind == UnitKind.REGENCY:
        return f"{word} {rest}"
    return name if first.casefold() == word.casefold() and rest else f"{word} {name}"


def _text(cell: Any) -> str:
    return "" if cell is None else spreadsheets.without_control_signs(str(cell)).strip()


TEMPLATE_HEADER = ("Kode", "Nama", "Jenis", "Induk")
TEMPLATE_ROWS = (
    ("16", "Provinsi Contoh", "Provinsi", ""),
    ("16.01", "Kabupaten Contoh", "Kabupaten", ""),
    ("16.01.01", "Kecamatan Contoh", "Kecamatan", ""),
    ("16.01.01.1001", "Kelurahan Contoh", "Kelurahan", ""),
    ("", "SD Negeri 1 Contoh", "Sekolah", "16.01.01"),
)
