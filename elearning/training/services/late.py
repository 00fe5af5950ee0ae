"""The committee decides about answers that a phone brought long after the test was closed (experience.md L7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from elearning.people.models import User
from quizzes import services as quizzes
from quizzes.models import Answer, LateDecision

from ..models import TrainingSession
from .sessions import locked


@transaction.atomic
def decide_late_answer(
    session: TrainingSession, answer: Answer, *, counts: bool, by: User, at: datetime
) -> LateDecision:
    """Count an answer that waits, or leave it; the newest decision counts and the test is marked again.

    Also after certificates were issued, because phones keep trying for a day: an issued paper is frozen and stays, and
    who passes only now gets one by issuing again.

    Raises AttemptError: not_waiting.
    """
    session = locked(session)  # issuing reads the results: the two take turns
    decision, is_new = quizzes.decide_late_answer(answer, counts=counts, by=by, at=at)
    if is_new:
        said = {"attempt": str(answer.item.attempt.public_id), "question": answer.item.position, "counts": counts}
        log(session, "training.late_answer.decide", user=by, data=said)
    return decision
