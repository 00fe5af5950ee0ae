"""What the key of a newer edition gives to answers that met an older one: never less than they had (ADR 0021)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from .grading import summed
from .models import Attempt, AttemptItem, KeyCorrection, Mark, QuestionVersion
from .types.contract import Response

FINEST = 200  # a part of 26 options has a denominator of 169 at most: 0.33333 means a third, and 0.18301 is 28/153


@dataclass(frozen=True, slots=True)
class Marked:
    """One question of a finished attempt, and what it is worth now. ``is_void``: its rule changed meanwhile."""

    position: int
    fraction: Decimal
    max_mark: Decimal
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    points: Decimal
    percent: int


def options_named(response: Response) -> set[int]:
    """The ids of the options in an answer, whatever its type; none in a number or a text."""
    pairs = response.get("pairs", {})
    placed = (option for option in response.get("order", ()) if option is not None)
    return {*response.get("options", ()), *placed, *map(int, pairs), *pairs.values()}


def can_judge(response: Response, options: Sequence[int]) -> bool:
    """Whether an edition with these options still has all that the answer names."""
    return options_named(response) <= set(options)


def exact(fraction: Decimal) -> Fraction:
    """A stored mark as it was before it was rounded to five places."""
    return Fraction(fraction).limit_denominator(FINEST)


def corrected(marks: Sequence[Marked], gains: Mapping[int, Fraction], before: Outcome) -> Outcome:
    """The result of an attempt once some of its questions, by position, are worth this much. Nothing is taken away.

    A void question stays void, and a gain that is none changes nothing.
    """
    worth = {mark.position: exact(mark.fraction) for mark in marks}
    void = {mark.position for mark in marks if mark.is_void}
    better = {position: gain for position, gain in gains.items() if position not in void}
    worth |= {position: max(gain, worth[position]) for position, gain in better.items()}
    after = summed(marks, worth, void)
    return Outcome(max(after.points, before.points), max(after.percent, before.percent))


def items_below(edition: QuestionVersion) -> QuerySet[Any]:
    """Places in sent attempts that show an older edition, earned less than full marks and are not void.

    ``worth``: the fraction that counts now.
    """
    newest = Mark.objects.filter(item=OuterRef("pk")).order_by("-pk")
    items = items_before(edition).annotate(
        worth=Subquery(newest.values("fraction")[:1]), marked_for=Subquery(newest.values("reason")[:1])
    )
    return items.filter(worth__lt=1).exclude(marked_for=Mark.Reason.VOID)


def items_before(edition: QuestionVersion) -> QuerySet[AttemptItem]:
    """Places in sent attempts that show an older edition of the same question."""
    older = {"version__question": edition.question_id, "version__number__lt": edition.number}
    return AttemptItem.objects.filter(**older, attempt__state=Attempt.State.SUBMITTED)


def items_to_come(edition: QuestionVersion) -> QuerySet[AttemptItem]:
    """Places that show an older edition and are still to be marked: the attempt runs, or an answer waits for the committee."""
    older = {"version__question": edition.question_id, "version__number__lt": edition.number}
    waits = Q(answers__waits=True, answers__decisions__isnull=True)
    return AttemptItem.objects.filter(waits | Q(attempt__state=Attempt.State.IN_PROGRESS), **older)


def corrections_to(attempt: Attempt) -> dict[int, list[KeyCorrection]]:
    """What was corrected in the questions of an attempt, by question, oldest first; one query where nothing was.

    ``attempt`` fetched ``with_paper()``.
    """
    questions = {item.version.question_id for item in attempt.items.all()}
    made = KeyCorrection.objects.filter(version__question__in=questions).order_by("pk")
    found: dict[int, list[KeyCorrection]] = {}
    for correction in made.select_related("version").prefetch_related("version__options"):
        found.setdefault(correction.version.question_id, []).append(correction)
    return found
