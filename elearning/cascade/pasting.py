"""Names as they are pasted from WhatsApp, and tables as they are uploaded, as lines of cells (ADR 0041). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from elearning.lib import names
from elearning.training import importing
from elearning.training.importing import ImportRefused, Passed, Person
from elearning.training.importing import layout as layouts
from elearning.training.importing.grids import MOST_LETTERS, plain

MOST_SIGNS = 60_000  # of a pasted text: some thousand names

# What stands before a name and is surely none of it.
_BULLET = re.compile(r"^(?:[-–—*•▪◦●○·✓✔☑]+\s*|\(?\d{1,4}[.)](?!\d)\s*)+")
_RUNNING = re.compile(r"^(\d{1,4})\s+(?=\D)")  # «1 Siti»: only where all lines are numbered so, one after the other
_MARKS = re.compile(r"^([*_~])(.+)\1$")  # *bold* and _italic_ of WhatsApp
_NIP_AT_END = re.compile(r"(?<!\d)\d(?:[ .]?\d){17}\)?$")
_BEFORE_NIP = re.compile(r"(?:NIP|NI PPPK)[ .:]{0,4}$", re.IGNORECASE)
_TAIL = 40  # letters that a NIP with its spaces can take: a search over a whole line of nonsense could take minutes
_BETWEEN = " ,;:/|(–-\t\xa0"


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody: ``cells`` by field, as ``importing.read_cells`` takes them."""

    number: int
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What a text or a file says. ``passed``: number, words, and why this is nobody; ``columns``: field and its title."""

    lines: list[Line]
    passed: list[tuple[int, str, str]]
    columns: list[tuple[str, str]]


def read_text(text: str) -> Read:
    """One name in each line; before it a bullet or a number, behind it perhaps a NIP.

    Raises ImportRefused: empty, text_too_long.
    """
    if len(text) > MOST_SIGNS:
        raise ImportRefused("text_too_long")
    written = [
        (number, names.without_invisible_signs(line[:MOST_LETTERS]).strip())
        for number, line in enumerate(text.splitlines(), 1)
    ]
    written = [(number, line) for number, line in written if line]
    are_numbered = _count_up([line for _, line in written])
    lines: list[Line] = []
    passed: list[tuple[int, str, str]] = []
    for number, line in written:
        bare = _bare(line, are_numbered=are_numbered)
        if not bare or bare.endswith(":"):
            passed.append((number, str(plain(line))[:120], "bukan nama"))
        else:
            lines.append(Line(number, _cells(bare)))
    if not lines:
        raise ImportRefused("no_names")
    return Read(lines, passed, [])


def _count_up(lines: list[str]) -> bool:
    found = [_RUNNING.match(line) for line in lines]
    return len(lines) > 1 and [int(one[1]) for one in found if one] == list(range(1, len(lines) + 1))


def _bare(line: str, *, are_numbered: bool) -> str:
    if marked := _MARKS.match(line):
        line = marked[2].strip()
    bare = _BULLET.sub("", line, count=1).strip()
    bare = _RUNNING.sub("", bare, count=1) if are_numbered else bare
    return marked[2].strip() if (marked := _MARKS.match(bare)) else bare


def _cells(bare: str) -> dict[str, Any]:
    if found := _NIP_AT_END.search(bare[-_TAIL:]):
        name = _BEFORE_NIP.sub("", bare[: -len(found[0])].rstrip(_BETWEEN)).rstrip(_BETWEEN)
        return importing.without_nik({"name": plain(name), "nip": plain(found[0].rstrip(")"))})
    return {"name": plain(bare)}


def read_file(content: bytes, file_name: str) -> Read:
    """The sheet with most people, its header found.

    Raises ImportRefused: as ``importing.grids_of``, and no_name_column.
    """
    grid = importing.likeliest(importing.grids_of(content, file_name))
    layout = layouts.find(grid.rows)
    if layout is None:
        raise ImportRefused("no_name_column")
    lines: list[Line] = []
    passed: list[tuple[int, str, str]] = []
    for line in layouts.lines_of(grid.rows, layout, merged=grid.merged):
        if isinstance(line, Person):
            lines.append(Line(line.row, importing.cells_of(line, layout)))
        elif isinstance(line, Passed):
            passed.append((line.row, line.text, line.reason.value))
    if len(lines) > importing.MAX_ROWS:
        raise ImportRefused("too_many_rows", limit=f"{importing.MAX_ROWS:,}".replace(",", "."))
    return Read(lines, passed, [(importing.LABELS[field], title) for field, title in layout.labels.items()])


def kept_text(text: str) -> str:
    """The pasted text as it may wait to be mended: without a NIK."""
    return "\n".join(str(plain(line)) for line in text.splitlines())
