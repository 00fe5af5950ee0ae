"""What becomes of an answer that arrived so long after closing that people decide (ADR 0007)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from elearning.people.models import User

from ..errors import AttemptError
from ..models import Answer, Attempt, LateDecision, Mark
from .marking import RESULT_FIELDS, mark


@transaction.atomic
def decide_late_answer(answer: Answer, *, counts: bool, by: User, at: datetime) -> tuple[LateDecision, bool]:
    """Append what the committee says, and mark the attempt again; the decision, and whether it is a new one.

    The newest decision counts, and the same one again changes nothing. A running attempt is marked when it is sent.
    Where two answers to one question count, the one that the server got last does, late or not.

    Raises AttemptError: not_waiting.
    """
    if not answer.waits:
        raise AttemptError("not_waiting")
    held = Attempt.objects.select_for_update(of=("self",)).get(items__answers=answer)
    newest = answer.decisions.order_by("-pk").first()
    if newest and newest.counts == counts:
        return newest, False
    decision = LateDecision.objects.create(answer=answer, counts=counts, decided_at=at, decided_by=by)
    if held.state == Attempt.State.SUBMITTED:
        _mark_again(held, by=by, at=at)
    return decision, True


def _mark_again(attempt: Attempt, *, by: User, at: datetime) -> None:
    attempt = Attempt.objects.with_paper().get(pk=attempt.pk)
    earlier = {made.item_id: made for made in Mark.objects.filter(item__attempt=attempt).order_by("pk")}
    positions = {item.pk: item.position for item in attempt.items.all()}
    void = {positions[pk] for pk, made in earlier.items() if made.reason == Mark.Reason.VOID}
    mark(attempt, void=void, reason=Mark.Reason.LATE, at=at, by=by, earlier=earlier)
    attempt.save(update_fields=RESULT_FIELDS)
