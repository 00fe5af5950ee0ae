"""More time, for one person or for everybody who is still at work: a row each, the newest counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log

from elearning.lib import dates
from elearning.people.models import User

from ..errors import ExtensionError
from ..models import Attempt, Extension, Quiz
from ..timing import ends_at


@transaction.atomic
def extend(
    quiz: Quiz, person: User, *, mode: str, context: str, until: datetime, reason: str, by: User, at: datetime
) -> Extension:
    """Let one person answer until then. Whoever has not begun yet gets the time when he begins.

    Raises ExtensionError: reason_missing, not_later_than_now, not_later_than_deadline, nothing_to_extend.
    """
    reason = _stated(reason)
    if until <= at:
        raise ExtensionError("not_later_than_now")
    of_occasion = Attempt.objects.filter(quiz=quiz, person=person, mode=mode, context=context)
    attempt = of_occasion.running().select_for_update().first()
    is_taken_once = bool(context)
    if attempt is None and is_taken_once and of_occasion.finished().exists():
        raise ExtensionError("nothing_to_extend")
    present = attempt.deadline_at if attempt else extended_until(quiz, person, mode=mode, context=context)
    if attempt is not None and present is None:
        raise ExtensionError("nothing_to_extend")
    if present is not None and until <= present:
        zone = attempt.time_zone if attempt else ""
        raise ExtensionError("not_later_than_deadline", until=dates.moment(present, zone or dates.WIB))
    if attempt:
        attempt.deadline_at = until
        attempt.save(update_fields=["deadline_at"])
    return Extension.objects.create(
        quiz=quiz, person=person, mode=mode, context=context, until=until, reason=reason, created_at=at, created_by=by
    )


@transaction.atomic
def extend_running(quiz: Quiz, *, mode: str, context: str, more: timedelta, reason: str, by: User, at: datetime) -> int:
    """Give everybody who is still at work ``more`` time than he has, or from now where it is over; how many people.

    Raises ExtensionError: reason_missing, nothing_to_extend.
    """
    reason = _stated(reason)
    at_work = Attempt.objects.running().filter(quiz=quiz, mode=mode, context=context)
    attempts = list(at_work.filter(person__isnull=False, deadline_at__isnull=False).select_for_update())
    if not attempts:
        raise ExtensionError("nothing_to_extend")
    for attempt in attempts:
        attempt.deadline_at = max(attempt.deadline_at, at) + more
    Attempt.objects.bulk_update(attempts, ["deadline_at"], batch_size=200)
    Extension.objects.bulk_create(
        Extension(
            quiz=quiz,
            person_id=attempt.person_id,
            mode=mode,
            context=context,
            until=attempt.deadline_at,
            reason=reason,
            created_at=at,
            created_by=by,
        )
        for attempt in attempts
    )
    return len(attempts)


@transaction.atomic
def extend_self_study(attempt: Attempt, *, minutes: int, reason: str, by: User, at: datetime) -> Extension:
    """Give the person of a running attempt at home so many minutes more than he has, or from now where his time is over.

    Raises ExtensionError: reason_missing, nothing_to_extend.
    """
    running = Attempt.objects.extendable_at_home().filter(pk=attempt.pk).select_for_update().first()
    if running is None:
        raise ExtensionError("nothing_to_extend")
    until = max(running.deadline_at, at) + timedelta(minutes=minutes)
    occasion = {"mode": running.mode, "context": running.context}
    extension = extend(running.quiz, running.person, **occasion, until=until, reason=reason, by=by, at=at)
    data = {"person": str(running.person.public_id), "until": until.isoformat()}
    log(running.quiz, "quizzes.quiz.extend", user=by, data=data, timestamp=at)
    return extension


def end_occasion(*, mode: str, context: str, closed_at: datetime | None) -> None:
    """The attempts that still run on an occasion end then, or by their own time limit; None: nobody has closed it.

    Who has been given more time keeps it.
    """
    attempts = list(Attempt.objects.running().filter(mode=mode, context=context).select_related("quiz"))
    extended = _extensions(Q(mode=mode, context=context))
    for attempt in attempts:
        attempt.deadline_at = ends_at(
            started_at=attempt.started_at,
            limit_minutes=attempt.quiz.time_limit_minutes,
            closes=(attempt.quiz.closes_at, closed_at),
            extended_until=extended.get((attempt.quiz_id, attempt.person_id)),
        )
    Attempt.objects.bulk_update(attempts, ["deadline_at"], batch_size=200)


def extended_until(quiz: Quiz, person: User | None, *, mode: str, context: str) -> datetime | None:
    """Until when the newest extension lets this person answer; None without one."""
    if person is None:
        return None
    return _extensions(Q(quiz=quiz, person=person, mode=mode, context=context)).get((quiz.pk, person.pk))


def _extensions(which: Q) -> Mapping[tuple[int, int], datetime]:
    rows = Extension.objects.filter(which).order_by("pk").values_list("quiz", "person", "until")
    return {(quiz, person): until for quiz, person, until in rows}  # the newest is the last


def _stated(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ExtensionError("reason_missing")
    return reason
