"""What this room does when others act: registered in ``apps``, called inside their transactions."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from elearning.distribution import services as distribution
from elearning.distribution.models import CascadeNode
from elearning.people.models import Unit
from quizzes.models import Attempt
from quizzes.services.completing import courses_learnt


def attempt_finished(attempt: Attempt, *, at: datetime) -> None:
    """A head who passes has something to hand on: the node of each unit he heads opens (ADR 0037)."""
    courses = courses_learnt(attempt)
    units = list(Unit.objects.headed_by([attempt.person_id], on=timezone.localdate(at))) if courses else []
    for course in courses if units else []:
        distribution.open_nodes(units, course, opening=CascadeNode.Opening.PASSED, at=at)
