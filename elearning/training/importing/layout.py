"""Where the people stand in a sheet that somebody made to be printed (ADR 0023). Pure.

Rows are lists of cells as a reader gives them; row numbers are those of the spreadsheet, from 1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

HEADER_WITHIN = 20  # rows; a kop with logo and title is shorter
MASKED = "(NIK dihapus)"  # what stands where a NIK stood
Cells = Sequence[Any]

# Header words, compared without case, signs and spaces.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": (
        "nama", "namalengkap", "namapeserta", "namadangelar", "namalengkapdangelar", "namalengkapgelar", "namagelar",
        "namalengkapdengangelar", "namadengangelar", "namapegawai", "namaasn", "namalengkappeserta", "namaundangan",
    ),
    "nip": (
        "nip", "nipnippk", "nippppk", "nippk", "nipnipppk", "nipnik", "nipnrp", "nomorindukpegawai", "nipbaru", "nippegawai",
        "nonip",
    ),
    "status": ("status", "statuskepegawaian", "statuspegawai", "statusasn", "jenisasn"),
    "position": ("jabatan", "namajabatan", "jabatanterakhir", "jabatansaatini", "jabatanpangkat"),
    "unit": (
        "unit", "unitkerja", "unitopd", "opd", "skpd", "instansi", "instansiunitkerja", "asalinstansi", "instansiasal",
        "perangkatdaerah", "kecamatan", "unitkerjakecamatan", "satuankerja", "satker", "asal", "utusan",
    ),
    "group": ("kelompok", "kabupaten", "kabupatenkota", "kabkota", "kota", "asaldaerah", "daerah", "grup"),
    "phone": (
        "hp", "nohp", "nomorhp", "wa", "nowa", "nomorwa", "nohpwa", "nowahp", "nowhatsapp", "nomorwhatsapp", "whatsapp",
        "telepon", "notelepon", "notelp", "telp", "nomortelepon", "handphone", "nohandphone", "kontak",
    ),
}  # fmt: skip
LABELS = {
    "name": "Nama",
    "nip": "NIP",
    "status": "Status",
    "position": "Jabatan",
    "unit": "Unit kerja",
    "group": "Kelompok",
    "phone": "No. WA",
}
_RUNNING_NUMBER = ("no", "nomor", "nourut", "nomorurut")
_GROUP_WORDS = re.compile(
    r"(kab(upaten)?|kota|kec(amatan)?|prov(insi)?|dinas|badan|wilayah|zona|kelompok"
    r"|hari(?=\W+(ke|\d|pertama|kedua|ketiga|senin|selasa|rabu|kamis|jumat|sabtu|minggu)))\b",  # Hari is a name, too
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(nip\b|mengetahui|menyetujui|mengesahkan|jumlah|total|catatan|keterangan|a\.?n\.\s|ttd\b|tembusan|ketua\b|kepala\b)"
    r"|[^\d]+, \d{1,2}\s+\w+\s+\d{4}$",  # «Kota Contoh, 3 Maret 2026»
    re.IGNORECASE,
)
_NOTES = re.compile(r"(catatan|keterangan|ket\b|nb\b|n\.b\b|perhatian|\*)", re.IGNORECASE)
_NIP_OF_SIGNATORY = re.compile(r"NIP\b\W*\d", re.IGNORECASE)
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")


class Skipped(Enum):
    """Why a row with something in it is nobody."""

    HEADER_AGAIN = "judul kolom yang berulang"
    COLUMN_NUMBERS = "nomor kolom"
    NOBODY = "tanpa nama peserta"
    FOOTER = "penutup daftar, misalnya tanda tangan"


@dataclass(frozen=True, slots=True)
class Layout:
    """``header_row``: the first of ``header_height`` rows. ``columns``: which column (from 0) holds a field; ``labels``: its title."""

    header_row: int
    header_height: int
    columns: Mapping[str, int]
    labels: Mapping[str, str]
    running_number: int | None = None
    lines: tuple[tuple[str, ...], ...] = ()  # its words, as a later page may repeat them

    @property
    def first_row(self) -> int:
        return self.header_row + self.header_height


@dataclass(frozen=True, slots=True)
class Person:
    row: int
    cells: Cells
    group: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that is nobody, with what it says."""

    row: int
    reason: Skipped
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """A row that names what the rows below it belong to; ``is_used``: unless the committee said that it does not."""

    row: int
    text: str
    is_used: bool = True


def holds_nik(text: str) -> bool:
    """Sixteen digits in one piece, spaces and dots aside: nobody else's number looks like that. Or one that was taken out."""
    closed_up = re.sub(r"(?<=\d)[ .\-](?=\d)", "", text)
    return MASKED in text or any(map(_NIK.search, (text, closed_up)))


def text_of(value: Any) -> str:
    """A cell as text. Whole numbers in text columns lose their «.0»; a NIP never comes this way as a number."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def find(rows: Sequence[Cells]) -> Layout | None:
    """The header that names most of what we know, a name among it; the upper and the lower one of equals."""
    found = [
        layout
        for start in range(min(HEADER_WITHIN, len(rows)))
        for height in (1, 2)
        if (layout := at_row(rows, start + 1, height)) is not None
    ]
    return max(found, key=lambda layout: (len(layout.columns), -layout.header_height, -layout.header_row), default=None)


def named(rows: Sequence[Cells], header_row: int) -> Layout | None:
    """The header that somebody says begins in this row: of one row or two, whichever names more; None below the table.

    Its columns may have names that we do not know.
    """
    if not 1 <= header_row <= len(rows):
        return None
    found = [layout for height in (1, 2) if (layout := at_row(rows, header_row, height))]
    best = max(found, key=lambda layout: (len(layout.columns), -layout.header_height), default=None)
    return best or stated(rows, header_row, 1, {})


def stated(rows: Sequence[Cells], header_row: int, height: int, columns: Mapping[str, int]) -> Layout:
    """The layout as the committee has it: which rows are the header, and what each column means."""
    lines = rows[header_row - 1 : header_row - 1 + height]
    titles = list(_titles(lines))
    labels = {
        field: (titles[index] if index < len(titles) else "") or LABELS[field] for field, index in columns.items()
    }
    number = _running_number(titles)
    said = tuple(map(_words, lines))
    return Layout(header_row, height, dict(columns), labels, None if number in columns.values() else number, said)


def titles_of(rows: Sequence[Cells], layout: Layout) -> list[str]:
    return list(_titles(rows[layout.header_row - 1 : layout.first_row - 1]))


def at_row(rows: Sequence[Cells], header_row: int, height: int) -> Layout | None:
    """The layout whose header begins in this row; None where no column is called a name."""
    lines = rows[header_row - 1 : header_row - 1 + height]
    if len(lines) < height:
        return None
    titles = list(_titles(lines))
    columns: dict[str, int] = {}
    labels: dict[str, str] = {}
    for index, title in enumerate(titles):
        field = next((field for field, words in SYNONYMS.items() if _word(title) in words), None)
        if field and field not in columns:
            columns[field], labels[field] = index, title
    said = tuple(map(_words, lines))
    return Layout(header_row, height, columns, labels, _running_number(titles), said) if "name" in columns else None


def _running_number(titles: Sequence[str]) -> int | None:
    return next((index for index, title in enumerate(titles) if _word(title) in _RUNNING_NUMBER), None)


def lines_of(
    rows: Sequence[Cells], layout: Layout, *, merged: Sequence[Sequence[int]] = (), ignored_groups: Collection[int] = ()
) -> Iterator[Person | Group | Passed]:
    """Every row below the header that has something in it, in order.

    What is merged over several rows counts for each of them, unless it tells one person from another. A row in
    ``ignored_groups`` names no group.
    """
    below = [(number, cells) for number, cells in enumerate(rows[layout.first_row - 1 :], start=layout.first_row)]
    filled = [(number, cells) for number, cells in below if any(map(text_of, cells))]
    last = _last_person(filled, layout)
    shared = _shared(rows, layout, merged)
    group = ""
    for number, cells in filled:
        what = _what(number, cells, layout, last)
        if isinstance(what, Group):
            what = replace(what, is_used=number not in ignored_groups)
            group = what.text if what.is_used else group
        yield Person(number, _with(cells, shared.get(number)), group) if what is None else what


_SHARED_FIELDS = ("group", "unit", "position", "status")


def _shared(rows: Sequence[Cells], layout: Layout, merged: Sequence[Sequence[int]]) -> dict[int, dict[int, Any]]:
    """By row number and column: what a merged cell above says. Rows and columns of ``merged`` count from 0."""
    columns = {layout.columns[field] for field in _SHARED_FIELDS if field in layout.columns}
    found: defaultdict[int, dict[int, Any]] = defaultdict(dict)
    for top, left, bottom, right in merged:
        is_below = layout.first_row <= top + 1 <= len(rows)  # empty cells below the last row are merged, too
        if is_below and left == right and left in columns and left < len(rows[top]):
            for row in range(top + 1, min(bottom + 1, len(rows))):
                found[row + 1][left] = rows[top][left]
    return found


def _with(cells: Cells, shared: Mapping[int, Any] | None) -> Cells:
    if not shared:
        return cells
    width = max(len(cells), max(shared) + 1)
    own = [*cells, *[""] * (width - len(cells))]
    return [shared[index] if index in shared and not text_of(cell) else cell for index, cell in enumerate(own)]


def _last_person(filled: Sequence[tuple[int, Cells]], layout: Layout) -> int | None:
    """The last row that is surely a person. Notes below a list may be numbered as well: they begin again with a small
    number, or under the word «Catatan», and fill one column of several."""
    last, highest, are_notes, after_group = None, 0, False, False
    for number, cells in filled:
        texts = [text for cell in cells if (text := text_of(cell))]
        if len(texts) == 1 and _NOTES.match(texts[0]):
            are_notes = True
        elif _is_surely_a_person(cells, layout):
            running = _number_of(cells, layout)
            is_bare = running is not None and _mapped(cells, layout) == 1 < len(layout.columns)
            are_notes = is_bare and (are_notes or ((running or 0) <= highest and not after_group))
            if not are_notes:
                last, highest = number, running or highest
        after_group = len(texts) == 1 and _is_group(cells, layout, texts[0])
    return last


def _what(number: int, cells: Cells, layout: Layout, last: int | None) -> Group | Passed | None:
    """None: a person."""
    texts = [text for cell in cells if (text := text_of(cell))]
    said = " · ".join("…" if holds_nik(text) else text for text in texts)[:120]
    if _repeats_header(cells, layout):
        return Passed(number, Skipped.HEADER_AGAIN, said)
    if _counts(texts):
        return Passed(number, Skipped.COLUMN_NUMBERS, said)
    is_below = last is not None and number > last
    name = _cell(cells, layout.columns["name"])
    if len(texts) == 1 and not is_below and _is_group(cells, layout, texts[0]):
        return Group(number, said)
    if is_below:
        return Passed(number, Skipped.FOOTER, said)
    if not name and not _has_running_number(cells, layout) and _mapped(cells, layout) < 2:
        return Passed(number, Skipped.NOBODY, said)
    return None


def _counts(texts: Sequence[str]) -> bool:
    """1, 2, 3 …: the numbers that some forms put under their column titles."""
    return len(texts) > 1 and [text.strip("().") for text in texts] == [
        str(number) for number in range(1, len(texts) + 1)
    ]


def _is_surely_a_person(cells: Cells, layout: Layout) -> bool:
    """A name with a number before it, a NIP, or with half of the columns filled: no signature looks like that."""
    name = _cell(cells, layout.columns["name"])
    if not name or _NIP_OF_SIGNATORY.match(name) or _repeats_header(cells, layout):
        return False
    filled = _mapped(cells, layout)
    nip = _cell(cells, layout.columns["nip"]) if "nip" in layout.columns else ""
    has_nip = MASKED in nip or any(map(str.isdigit, nip))
    return (
        _has_running_number(cells, layout)
        or has_nip
        or (filled > 2 and filled * 2 >= len(layout.columns))  # somebody added by hand below the numbers
        or (
            layout.running_number is None
            and filled * 2 >= len(layout.columns)
            and not (filled == 1 and _SIGNATURE.match(name))
        )
    )


def _is_group(cells: Cells, layout: Layout, text: str) -> bool:
    """One cell alone that stands before the names, or that speaks of a place."""
    if text.isdecimal():
        return False
    place = next(index for index, cell in enumerate(cells) if text_of(cell))
    return place < layout.columns["name"] or bool(_GROUP_WORDS.match(text))


def _words(cells: Cells) -> tuple[str, ...]:
    return tuple(word for cell in cells if (word := _word(text_of(cell))))


def _repeats_header(cells: Cells, layout: Layout) -> bool:
    if (words := _words(cells)) and words in layout.lines:
        return True
    same = [_word(_cell(cells, index)) == _word(layout.labels[field]) for field, index in layout.columns.items()]
    return same[0] and any([len(same) == 1, *same[1:]])


def _has_running_number(cells: Cells, layout: Layout) -> bool:
    return _number_of(cells, layout) is not None


def _number_of(cells: Cells, layout: Layout) -> int | None:
    text = _cell(cells, layout.running_number).rstrip(".)") if layout.running_number is not None else ""
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _mapped(cells: Cells, layout: Layout) -> int:
    return sum(bool(_cell(cells, index)) for index in layout.columns.values())


def _cell(cells: Cells, index: int) -> str:
    return text_of(cells[index]) if index < len(cells) else ""


def _titles(lines: Sequence[Cells]) -> Iterator[str]:
    """The title of each column. Of two rows the lower one speaks, where it is empty the upper; or both, «Nama» over «Lengkap»."""
    if len(lines) == 1:
        yield from map(text_of, lines[0])
        return
    upper, lower = ([*map(text_of, line)] for line in lines)
    width = max(len(upper), len(lower))
    for above, below in zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True):
        both = f"{above} {below}".strip()
        yield next((title for title in (below, both) if _is_known(title)), below if below else both)


def _is_known(title: str) -> bool:
    word = _word(title)
    return word in _RUNNING_NUMBER or any(word in words for words in SYNONYMS.values())


def _word(title: str) -> str:
    return re.sub(r"[^a-z0-9]", "", title.lower())
