"""The committee gives more time in a test of the room: to one person, or to everybody who is still at work."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from wagtail.log_actions import log

from elearning.people.models import User
from quizzes import services as quizzes
from quizzes.errors import ExtensionError
from quizzes.models import Attempt, Extension

from ..errors import TrainingError
from ..models import Participant, TrainingSession
from .room import mark_changed
from .sessions import TESTS, move_closing, ready_for_test


@transaction.atomic
def extend_test(session: TrainingSession, kind: str, *, minutes: int, reason: str, by: User, at: datetime) -> int:
    """Everybody who is still at work gets so many minutes more; how many people. An announced closing moves along.

    Raises TrainingError: no_test, not_open, list_closed; ExtensionError: reason_missing, nothing_to_extend.
    """
    session = ready_for_test(session, kind)
    more, closing = timedelta(minutes=minutes), getattr(session, f"{kind}_test_closed_at")
    is_announced = closing is not None and at < closing
    occasion = {"mode": TESTS[kind], "context": session.context}
    try:
        people = quizzes.extend_running(session.test(kind), **occasion, more=more, reason=reason, by=by, at=at)
    except ExtensionError as error:
        if error.code != "nothing_to_extend" or not is_announced:
            raise
        people = 0  # nobody has begun yet: whoever does gets the later closing
    if is_announced:
        move_closing(session, kind, to=closing + more)
    mark_changed(session)
    log(session, "training.test.extend", user=by, data={"test": kind, "minutes": minutes, "people": people})
    return people


@transaction.atomic
def extend_test_for(
    participant: Participant, kind: str, *, minutes: int, reason: str, by: User, at: datetime
) -> Extension:
    """One person gets so many minutes more than he has, or from now where his time is over or he has not begun.

    Before the room's test was opened there is no time to give more of.

    Raises TrainingError: no_test, not_open, list_closed, test_closed; ExtensionError: reason_missing, nothing_to_extend.
    """
    session = ready_for_test(participant.session, kind)
    if not session.test_was_opened(kind):
        raise TrainingError("test_closed")
    quiz, person = session.test(kind), participant.person
    occasion = {"mode": TESTS[kind], "context": session.context}
    running = Attempt.objects.running().filter(quiz=quiz, person=person, **occasion).first()
    if (
        running is None
        and session.test_is_open(kind, at)
        and quiz.time_limit_minutes is None
        and quiz.closes_at is None
    ):
        raise ExtensionError("nothing_to_extend")
    present = running.deadline_at if running else quizzes.extended_until(quiz, person, **occasion)
    until = max(present or at, at) + timedelta(minutes=minutes)
    extension = quizzes.extend(quiz, person, **occasion, until=until, reason=reason, by=by, at=at)
    mark_changed(session)
    data = {"test": kind, "participant": str(participant.public_id), "until": until.isoformat()}
    log(session, "training.test.extend", user=by, data=data)
    return extension
