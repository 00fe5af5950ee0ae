"""The list that people sign, one for each day (experience.md §8 P4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from certificates.printing import fitting
from elearning.lib import nip as nips

from ..models import Participant, SessionDay
from ..pictures import inline_address
from . import press

ROWS_ON_A_PAGE = 20
PAPERS = {"a4": "A4", "f4": "F4"}  # F4 as Indonesian offices buy it: 215 × 330 mm
# What the style sheet gives, in mm: the page within its margins, a row, what stands above and below, the columns.
PAGE_MM = {"a4": 271, "f4": 304}
ROW_MM = {"a4": 10.2, "f4": 11.2}
KOP_MM, TITLE_MM, COLUMNS_MM, GROUP_MM, LINE_MM, PADDING_MM = 32, 5, 8.5, 5.8, 4.0, 2.2
RULE_MM, ADDRESS_MM, LOGO_MM = (
    3.5,
    4.2,
    14,
)  # below a letterhead; each line of its address; what a logo adds to one line
NAME_MM, POSITION_MM, UNIT_MM = 47, 23, 27
LETTER_MM = 3.4  # an em of 9 pt, and a little more: words do not fill their lines


@dataclass(frozen=True, slots=True)
class Kop:
    """The letterhead: address lines, and logos as addresses of their own bytes. A lost logo is left out."""

    lines: tuple[str, ...]
    logos: tuple[str, ...]

    @property
    def height_mm(self) -> float:
        """What it adds to the name of the organiser."""
        if not self.lines and not self.logos:
            return 0
        return RULE_MM + max(ADDRESS_MM * len(self.lines), LOGO_MM if self.logos else 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One person. ``group``: written above this line, where it begins. ``is_odd``: signs on the left, the next one on the right."""

    number: str
    name: str
    nip: str
    position: str
    unit: str
    group: str
    is_odd: bool


def attendance_sheet(day: SessionDay, participants: Sequence[Participant], *, paper: str) -> bytes:
    """A tagged PDF of everybody on the list, in its order. ``paper``: a key of PAPERS.

    At an office the list begins empty: rows for the pen follow, as many as people are expected.

    Raises OSError where WeasyPrint's system libraries are missing.
    """
    session = day.session
    kop = Kop(session.letterhead_lines, tuple(filter(None, map(inline_address, session.logos))))
    head_mm = KOP_MM + kop.height_mm + TITLE_MM * _lines(f"{session.activity}: {session.title}", 160)
    lines = lines_of(participants)
    if session.is_at_office:
        lines += rows_for_the_pen(max(0, (session.expected_people or 0) - len(lines)), after=len(lines))
    pages = pages_of(lines, paper=paper, kop_mm=head_mm)
    context: dict[str, Any] = {"session": session, "day": day, "pages": pages, "paper": paper}
    context |= {"kop": kop, "signatory": session.first_signatory}
    return press.pdf("attendance", context)


def lines_of(participants: Sequence[Participant]) -> list[Line]:
    """In the order of the list, so that line 057 is where the desk says it is; a group is named where it begins."""
    lines: list[Line] = []
    group = ""
    for place, participant in enumerate(participants):
        begins = participant.group if participant.group != group else ""
        group = participant.group
        person = participant.person
        lines.append(
            Line(
                number=f"{participant.line:03d}",
                name=person.display_name,
                nip=_nip(participant),
                position=person.position_title,
                unit=person.unit_label,
                group=begins,
                is_odd=place % 2 == 0,
            )
        )
    return lines


def rows_for_the_pen(count: int, *, after: int) -> list[Line]:
    """Empty rows without a number: who signs here gets one when the name is typed in."""
    return [Line("", "", "", "", "", "", is_odd=(after + place) % 2 == 0) for place in range(count)]


def pages_of(lines: Sequence[Line], *, paper: str, kop_mm: float) -> list[list[Line]]:
    """At most twenty on a page, and fewer where long names or many groups would run over it: no page stays half empty."""
    pages: list[list[Line]] = []
    left = 0.0
    for line in lines:
        height = height_mm(line, paper=paper)
        if not pages or len(pages[-1]) == ROWS_ON_A_PAGE or height > left:
            left = PAGE_MM[paper] - COLUMNS_MM - (0 if pages else kop_mm)
            pages.append([])
        pages[-1].append(line)
        left -= height
    return pages


def height_mm(line: Line, *, paper: str) -> float:
    """How high a row becomes, rather too high than too low."""
    lines = max(_lines(line.name, NAME_MM), _lines(line.position, POSITION_MM), _lines(line.unit, UNIT_MM))
    return max(ROW_MM[paper], lines * LINE_MM + PADDING_MM) + (GROUP_MM if line.group else 0)


def _lines(text: str, width_mm: float) -> int:
    return ceil(fitting.width_em(text) * LETTER_MM / width_mm)


def _nip(participant: Participant) -> str:
    """What we know of it; the rest is for the pen."""
    if participant.person.nip:
        return nips.display(participant.person.nip)
    if participant.nip_is_incomplete:
        return f"{participant.nip_hint[:8]} {participant.nip_hint[8:]} ____".strip()
    return ""
