"""What a person is told when a wrong key was corrected: from what to what, when and why (ADR 0021)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from elearning.people.models import User

from .models import Attempt, AttemptItem, CorrectedResult, KeyCorrection, Opening
from .types import KINDS
from .types.contract import Wording


@dataclass(frozen=True, slots=True)
class GainNotice:
    """«Nilai Anda naik dari 60 menjadi 70 karena kunci soal 3 dikoreksi pada 12 Maret 2026.»

    ``reason`` is empty where it could give away a key that is still closed.
    """

    attempt: Attempt
    position: int
    before: int
    after: int
    passes_now: bool
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class KeyThatHolds:
    """What replaces the key, the explanation and the feedback of an edition that was wrong."""

    on: date
    reason: str
    right_answer: tuple[str, ...]
    explanation: str
    feedback: dict[int, str]


def gains_of(person: User) -> tuple[GainNotice, ...]:
    """Newest first. The reason of a quiz whose explanations open later, or never, is left to its result page."""
    return tuple(_notice(row, tells=_is_open_to_all(row.attempt)) for row in _shown(attempt__person=person))


def gains_in(attempt: Attempt, *, is_open: bool) -> tuple[GainNotice, ...]:
    """``is_open``: its owner may read the explanations."""
    return tuple(_notice(row, tells=is_open) for row in _shown(attempt=attempt))


def key_that_holds(item: AttemptItem, corrections: Sequence[KeyCorrection]) -> KeyThatHolds | None:
    """``corrections``: those of the item's question; None where its own key holds."""
    newer = [made for made in corrections if made.version.number > item.version.number]
    if not newer:
        return None
    newest = max(newer, key=lambda made: made.version.number)
    edition, options = newest.version, list(newest.version.options.all())
    kind, choices = KINDS[edition.type], edition.choices
    wording = Wording({row.option_id: row.text for row in options}, {row.option_id: row.match_text for row in options})
    return KeyThatHolds(
        on=timezone.localdate(newest.made_at),
        reason=newest.reason,
        right_answer=kind.describe(kind.right(choices), wording),
        explanation=edition.explanation,
        feedback={row.option_id: row.feedback for row in options},
    )


def _shown(**which: object) -> QuerySet[Any]:
    """``position``: of the question whose key was corrected."""
    place = AttemptItem.objects.filter(
        attempt=OuterRef("attempt"), version__question=OuterRef("correction__version__question")
    )
    rows = CorrectedResult.objects.filter(**which).select_related("correction", "attempt__quiz").order_by("-pk")
    return rows.annotate(position=Subquery(place.values("position")[:1]))


def _notice(row: Any, *, tells: bool) -> GainNotice:
    return GainNotice(
        attempt=row.attempt,
        position=row.position,
        before=row.percent_before,
        after=row.percent_after,
        passes_now=row.passed_after and not row.passed_before,
        on=timezone.localdate(row.correction.made_at),
        reason=row.correction.reason if tells else "",
    )


def _is_open_to_all(attempt: Attempt) -> bool:
    return attempt.mode != Attempt.Mode.PRE_TEST and attempt.quiz.explanations == Opening.SUBMITTED
