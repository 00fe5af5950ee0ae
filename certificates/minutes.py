"""«Berita acara penerbitan»: what a batch issued, from frozen facts, so that it is the same whenever it is made (ADR 0034)."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from elearning.lib import dates
from elearning.ui import press

from .facts import upgraded
from .models import Batch, Certificate
from .services.pictures import pictures_of


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did, and when, in words."""

    did: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything that the paper says. ``kinds``: «226 mengikuti»; ``rows`` in the order of the numbers."""

    batch: Batch
    facts: Mapping[str, Any]
    day: date
    when: str
    steps: Sequence[Step]
    rows: Sequence[Certificate]
    kinds: Sequence[str]
    list_sha256: str

    @property
    def first(self) -> str:
        return self.rows[0].number

    @property
    def last(self) -> str:
        return self.rows[-1].number


def issued_by(batch: Batch) -> list[Certificate]:
    """What the act itself issued, in the order of numbers: corrections made later have papers of their own."""
    return list(batch.certificates.filter(revision=0).order_by("year", "sequence"))


def canonical(rows: Sequence[Certificate]) -> bytes:
    """One line for each paper: number, name, SHA-256 of its facts, with tabs between. UTF-8, each line ended by a line feed."""
    return "".join(f"{row.number}\t{row.facts['name']}\t{row.facts_sha256}\n" for row in rows).encode()


def list_sha256(rows: Sequence[Certificate]) -> str:
    """SHA-256 of the canonical list, in hexadecimal."""
    return hashlib.sha256(canonical(rows)).hexdigest()


def minutes_of(batch: Batch) -> Minutes:
    """``batch`` with its unit and approval fetched. Raises LookupError when it issued nothing."""
    rows = issued_by(batch)
    if not rows:
        raise LookupError("An empty batch has no minutes.")
    facts = upgraded(rows[0].facts)
    zone = facts["time_zone"]
    kinds = Counter(row.get_kind_display() for row in rows)
    return Minutes(
        batch=batch,
        facts=facts,
        day=dates.local_day(batch.created_at, zone),
        when=dates.clock(batch.created_at, zone),
        steps=_steps(batch, zone),
        rows=rows,
        kinds=[f"{count} {kind}" for kind, count in kinds.items()],
        list_sha256=list_sha256(rows),
    )


def _steps(batch: Batch, zone: str) -> list[Step]:
    approval = getattr(batch, "approval", None)
    issuer = str(batch.created_by or "Sistem")
    if approval is None:
        return [_step("Diterbitkan oleh", issuer, batch.created_at, zone)]
    proposal = approval.proposal
    return [
        _step("Diusulkan oleh", str(proposal.proposed_by), proposal.proposed_at, zone),
        _step("Disetujui oleh", str(approval.decided_by), approval.decided_at, zone),
        _step("Diterbitkan oleh", issuer, batch.created_at, zone),
    ]


def _step(did: str, who: str, at: datetime, zone: str) -> Step:
    return Step(did, who, dates.moment(at, zone))


def minutes_pdf(minutes: Minutes) -> bytes:
    """A tagged A4. Raises OSError where WeasyPrint's system libraries are missing."""
    shown = pictures_of(minutes.facts)
    logos = [
        f"data:image/png;base64,{b64encode(shown[name]).decode()}" for name in minutes.facts["letterhead"]["logos"]
    ]
    context = {
        "minutes": minutes,
        "facts": minutes.facts,
        "logos": logos,
        "signing": minutes.steps[:2],
        "days": dates.day_span([date.fromisoformat(day) for day in minutes.facts["days"]]),
    }
    return press.pdf("certificates/print/minutes", context)
