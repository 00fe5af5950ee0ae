"""On whom something rests by now, so that he cannot be taken off the list any more."""

from __future__ import annotations

from django.db.models import Q

from quizzes.models import Attempt

from .models import TrainingSession
from .querysets import ParticipantQuerySet


def in_use(participants: ParticipantQuerySet, session: TrainingSession) -> ParticipantQuerySet:
    """Of these people of ``session``: presence, a deputy, a phone, an attempt, a word about the name or the paper."""
    attempts = Attempt.objects.filter(context=session.context).values("person")
    return participants.filter(
        Q(attendance_events__isnull=False) | Q(deputy__isnull=False) | Q(claimed_at__isnull=False)
        | Q(person__in=attempts) | Q(name_proofs__isnull=False) | Q(overrides__isnull=False)
    ).distinct()  # fmt: skip
