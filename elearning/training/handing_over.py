"""What each person of a session can be sent, and what became of the letters; reads only (ADR 0034)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from certificates import letters
from certificates.models import Letter
from certificates.standing import has_ended
from elearning.mailing.models import Progress

from .delivery import Paper

TROUBLED = (Progress.FAILED, Progress.UNSURE)


@dataclass(frozen=True, slots=True)
class Handing:
    """One valid paper that is made. ``letter``: the last one, or None. ``whatsapp``: empty where no number is known."""

    paper: Paper
    letter: Letter | None
    progress: Progress | None
    has_ended: bool
    whatsapp: str

    @property
    def address(self) -> str:
        holder = self.paper.certificate.holder
        return (holder.email or "") if holder else ""

    @property
    def may_be_asked(self) -> bool:
        """Whether «Kirim ulang» is offered."""
        return bool(self.address) and not self.has_ended and self.progress in (*TROUBLED, Progress.SENT)

    @property
    def next_round(self) -> int:
        return self.letter.round + 1 if self.letter else 0


@dataclass(frozen=True, slots=True)
class Overview:
    """``to_write``: how many have an address and no letter yet."""

    rows: Sequence[Handing]
    to_write: int
    with_address: int
    counted: Mapping[Progress, int]

    @property
    def troubled(self) -> list[Handing]:
        return [row for row in self.rows if row.progress in TROUBLED]


def overview(papers: Sequence[Paper], *, at: datetime) -> Overview:
    """Every paper with its last letter; one query."""
    rows = Letter.objects.filter(certificate__in=[paper.certificate.pk for paper in papers]).order_by("round")
    last = {row.certificate_id: row for row in rows}
    handings = [_handing(paper, last.get(paper.certificate.pk), at) for paper in papers]
    to_write = sum(bool(row.address) and row.letter is None and not row.has_ended for row in handings)
    return Overview(
        rows=handings,
        to_write=to_write,
        with_address=sum(bool(row.address) for row in handings),
        counted=dict(Counter(row.progress for row in handings if row.progress)),
    )


def _handing(paper: Paper, letter: Letter | None, at: datetime) -> Handing:
    certificate, person = paper.certificate, paper.claimant.person
    phone = person.phone if person else ""
    is_over = has_ended(certificate.facts, at=at)
    return Handing(
        paper=paper,
        letter=letter,
        progress=letter.progress(at=at) if letter else None,
        has_ended=is_over,
        whatsapp=letters.whatsapp_to(phone, letters.message_of(certificate)) if phone and not is_over else "",
    )
