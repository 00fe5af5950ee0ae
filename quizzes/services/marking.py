"""What counts now is graded and written down: a mark for each question, and the sum on the attempt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from elearning.people.models import User

from ..correcting import can_judge, corrections_to
from ..grading import Item, grade
from ..models import Attempt, AttemptItem, KeyCorrection, Mark, QuestionVersion

PLACES = Decimal("0.00001")
RESULT_FIELDS = ("points", "max_points", "score_percent")


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, judged by the key of one edition."""

    edition: QuestionVersion
    gradable: Item
    fraction: Fraction


def mark(
    attempt: Attempt,
    *,
    void: Collection[int],
    reason: str,
    at: datetime,
    by: User | None = None,
    earlier: Mapping[int, Mark] | None = None,
) -> None:
    """Append a mark wherever a question is worth something new, and set the result; the caller saves RESULT_FIELDS.

    ``attempt``: locked, and fetched ``with_paper()``. ``void``: positions whose rule changed while the attempt ran.
    ``earlier``: the newest mark of each item by its pk, when the attempt was marked before. A key that was corrected
    meanwhile counts where it gives more (ADR 0021).
    """
    earlier = earlier or {}
    items = list(attempt.items.all())
    corrections = corrections_to(attempt)
    judged = {item.pk: _most(item, corrections.get(item.version.question_id, ())) for item in items}
    grades = grade([each.gradable for each in judged.values()], {item.position: item.response for item in items}, void)
    worth = {item.pk: decimal_of(grades.fractions[item.position]) for item in items}
    Mark.objects.bulk_create(
        Mark(
            item=item,
            fraction=worth[item.pk],
            key_version_id=judged[item.pk].edition.pk,
            reason=Mark.Reason.VOID if item.position in void else reason,
            made_at=at,
            made_by=by,
        )
        for item in items
        if item.pk not in earlier or earlier[item.pk].fraction != worth[item.pk]
    )
    attempt.points, attempt.max_points, attempt.score_percent = grades.points, grades.max_points, grades.percent


def judge(item: AttemptItem, edition: QuestionVersion) -> Judged:
    """The newest answer that counts, by the key of its own edition or of another one."""
    gradable = Item(item.position, edition.type, edition.choices, item.max_mark, edition.gives_part_marks)
    return Judged(edition, gradable, gradable.worth(item.response))


def decimal_of(fraction: Fraction) -> Decimal:
    return (Decimal(fraction.numerator) / Decimal(fraction.denominator)).quantize(PLACES)


def _most(item: AttemptItem, corrections: Sequence[KeyCorrection]) -> Judged:
    """By the key of its own edition, or by that of a newer one which corrects it and gives more."""
    newer = (made.version for made in corrections if made.version.number > item.version.number)
    fit = (edition for edition in newer if can_judge(item.response, list(edition.texts)))
    return max((judge(item, edition) for edition in (item.version, *fit)), key=lambda each: each.fraction)
