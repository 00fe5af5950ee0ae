"""Many codes at once, for a desk without script: each line one code, each paper once, in the order of the stack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from elearning.lib import codes

from ..models import Certificate
from ..standing import UNCHANGED, Standing, standings_of
from ..verification import TOO_MANY, UNKNOWN, Finding
from .errors import CheckError

MOST_CODES = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what was pasted. ``code`` is empty where it cannot be one; ``first``: the line that named it before."""

    place: int
    typed: str
    code: str = ""
    first: int = 0

    @property
    def shown(self) -> str:
        return codes.display(self.code) if self.code else self.typed


@dataclass(frozen=True, slots=True)
class Checked:
    line: Line
    finding: Finding


def read(pasted: str) -> list[Line]:
    """Codes or addresses, one a line or between commas. Raises CheckError: no_codes, too_many_codes."""
    typed = [part.strip() for part in re.split(r"[\n,;\t]", pasted) if part.strip()]
    if not typed:
        raise CheckError("no_codes")
    if len(typed) > MOST_CODES:
        raise CheckError("too_many_codes", count=len(typed), limit=MOST_CODES)
    first: dict[str, int] = {}
    lines = []
    for place, words in enumerate(typed, start=1):
        code = code_in(words)
        lines.append(Line(place, words[:120], code, first.get(code, 0) if code else 0))
        if code:
            first.setdefault(code, place)
    return lines


def last_part(typed: str) -> str:
    """What was typed, or what the address of a QR ends in."""
    return typed.strip().rstrip("/").split("/v/")[-1]


def code_in(words: str) -> str:
    """Empty when it cannot be one of ours."""
    try:
        return codes.normalise(last_part(words), codes.LONG_LENGTH)
    except codes.CodeError:
        return ""


def checked(
    lines: Sequence[Line], *, found: Callable[[Certificate, Standing], Finding], may_miss: Callable[[], bool]
) -> list[Checked]:
    """Each paper once, in two queries. ``may_miss`` counts a code that could be one of ours and is not."""
    papers = {paper.code: paper for paper in Certificate.objects.filter(code__in={line.code for line in lines})}
    standings = standings_of(papers.values())
    answers = []
    for line in (line for line in lines if not line.first):
        if paper := papers.get(line.code):
            answers.append(Checked(line, found(paper, standings.get(paper.pk, UNCHANGED))))
        else:
            answers.append(Checked(line, UNKNOWN if not line.code or may_miss() else TOO_MANY))
    return answers


def counted(answers: Iterable[Checked]) -> str:
    """«12 diperiksa · 11 berlaku · 1 dicabut», without those that wait."""
    states = [answer.finding.state for answer in answers if answer.finding.state != TOO_MANY.state]
    tally = {state: states.count(state) for state in dict.fromkeys(["berlaku", *states])}
    return " · ".join(
        [f"{len(states)} diperiksa", *(f"{n} {state.replace('-', ' ')}" for state, n in tally.items() if n)]
    )
