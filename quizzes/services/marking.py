"""What counts now is graded and written down: a mark for each question, and the sum on the attempt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from elearning.people.models import User

from ..grading import Item, grade
from ..models import Attempt, AttemptItem, Mark

PLACES = Decimal("0.00001")
RESULT_FIELDS = ("points", "max_points", "score_percent")


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
    ``earlier``: the newest mark of each item by its pk, when the attempt was marked before.
    """
    earlier = earlier or {}
    items = list(attempt.items.all())
    grades = grade([_gradable(item) for item in items], {item.position: item.response for item in items}, void)
    worth = {item.pk: _decimal(grades.fractions[item.position]) for item in items}
    Mark.objects.bulk_create(
        Mark(
            item=item,
            fraction=worth[item.pk],
            key_version_id=item.version_id,
            reason=Mark.Reason.VOID if item.position in void else reason,
            made_at=at,
            made_by=by,
        )
        for item in items
        if item.pk not in earlier or earlier[item.pk].fraction != worth[item.pk]
    )
    attempt.points, attempt.max_points, attempt.score_percent = grades.points, grades.max_points, grades.percent


def _gradable(item: AttemptItem) -> Item:
    return Item(item.position, item.version.type, item.choices, item.max_mark)


def _decimal(fraction: Fraction) -> Decimal:
    return (Decimal(fraction.numerator) / Decimal(fraction.denominator)).quantize(PLACES)
