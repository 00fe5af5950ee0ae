"""Attempts that nobody will finish are closed, by the index ``attempts_to_close``."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from ..models import Answer, Attempt
from ..timing import GRACE
from .attempts import submit_attempt

log = logging.getLogger(__name__)


def close_overdue(*, at: datetime) -> int:
    """Send every test whose deadline and grace are over, with the answers that are there; how many were sent.

    One that fails is logged and hinders no other.
    """
    overdue = Attempt.objects.running().filter(deadline_at__lte=at - GRACE).order_by("deadline_at")
    closed = 0
    for attempt in overdue.iterator(chunk_size=200):
        try:
            with transaction.atomic():
                # Meanwhile it may have ended, or its owner may have been given more time.
                if overdue.select_for_update().filter(pk=attempt.pk).first():
                    submit_attempt(attempt, at=at)
                    closed += 1
        except (DatabaseError, ValueError):
            log.exception("Attempt %s could not be closed", attempt.public_id)
    return closed


def give_up_forgotten(*, at: datetime) -> int:
    """Give up self-study that nobody touched for as long as a session lasts: no guest can come back to it."""
    lasting = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    touched = Answer.objects.filter(item__attempt=OuterRef("pk"), received_at__gte=at - lasting)
    forgotten = Attempt.objects.running().filter(deadline_at__isnull=True, started_at__lt=at - lasting)
    forgotten = forgotten.exclude(Exists(touched))
    return forgotten.update(state=Attempt.State.ABANDONED)
