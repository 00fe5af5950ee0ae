"""Questions of an attempt whose rule changed while it ran: they take nothing from its owner (ADR 0014)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from .models import Attempt, QuestionHold


@dataclass(frozen=True, slots=True)
class VoidQuestion:
    """«Soal 4 tidak mengurangi nilai: aturannya berubah 1 Maret 2025.»"""

    position: int
    since: date


def void_questions(attempt: Attempt, *, at: datetime) -> tuple[VoidQuestion, ...]:
    """The questions under a hold that began while the attempt ran, in one query; ``attempt`` fetched ``with_paper()``.

    What was told to a learner stays true: a hold that is lifted before the attempt is sent voids all the same.
    """
    positions = {item.version.question_id: item.position for item in attempt.items.all()}
    holds = QuestionHold.objects.begun_between(attempt.started_at, attempt.submitted_at or at)
    rows = holds.filter(question__in=positions).order_by("-held_from")
    first = {
        positions[question]: effective_on or timezone.localdate(held_from)
        for question, effective_on, held_from in rows.values_list("question", "publication__effective_on", "held_from")
    }
    return tuple(VoidQuestion(position, since) for position, since in sorted(first.items()))
