"""The list that people sign, one for each day (experience.md §8 P4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from elearning.lib import nip as nips

from ..models import Participant, SessionDay
from . import press

ROWS_ON_A_PAGE = 20
PAPERS = {"a4": "A4", "f4": "F4"}  # F4 as Indonesian offices buy it: 215 × 330 mm


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

    Raises OSError where WeasyPrint's system libraries are missing.
    """
    lines = lines_of(participants)
    pages = [lines[at : at + ROWS_ON_A_PAGE] for at in range(0, len(lines), ROWS_ON_A_PAGE)]
    context: dict[str, Any] = {"session": day.session, "day": day, "pages": pages, "paper": paper}
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


def _nip(participant: Participant) -> str:
    """What we know of it; the rest is for the pen."""
    if participant.person.nip:
        return nips.display(participant.person.nip)
    if participant.nip_is_incomplete:
        return f"{participant.nip_hint[:8]} {participant.nip_hint[8:]} ____".strip()
    return ""
