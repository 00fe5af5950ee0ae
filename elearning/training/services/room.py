"""What the room sees: the stamp that phones ask for, and what the screen shows."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from wagtail.log_actions import log

from elearning.lib import codes
from elearning.people.models import User
from quizzes.models import Question

from ..errors import RoomError, TrainingError
from ..models import Room, TrainingSession


def mark_changed(session: TrainingSession) -> None:
    """Phones and the screen notice that something changed. In the transaction of the change, so that neither comes alone."""
    if not Room.objects.filter(session=session).update(stamp=uuid4()):
        Room.objects.get_or_create(session=session)


def room_of(session: TrainingSession) -> Room:
    """The session's room; before it was opened one that is not stored."""
    return Room.objects.filter(session=session).first() or Room(session=session)


@transaction.atomic
def show_on_screen(
    session: TrainingSession,
    layout: str,
    *,
    test: str = "",
    question: Question | None = None,
    shows_reason: bool = False,
) -> Room:
    """The screen of the room shows this from now on. ``test`` and what follows belong to «Bahas soal».

    A test that is not named stays the one that was shown last. Raises TrainingError: no_layout, not_open.
    """
    if layout not in Room.Layout or (test and test not in Room.Test):
        raise TrainingError("no_layout")
    if session.state == TrainingSession.State.DRAFT:
        raise TrainingError("not_open")
    mark_changed(session)
    room = Room.objects.select_for_update().get(session=session)
    room.layout, room.question, room.shows_reason = layout, question, shows_reason
    room.test = test or room.test
    room.save(update_fields=["layout", "test", "question", "shows_reason"])
    return room


@transaction.atomic
def new_screen_link(session: TrainingSession, *, by: User, at: datetime) -> Room:
    """The old link of the screen opens nothing any more."""
    mark_changed(session)
    room = Room.objects.select_for_update().get(session=session)
    room.screen_nonce = uuid4()
    room.save(update_fields=["screen_nonce"])
    log(session, "training.screen.new_link", user=by, timestamp=at)
    return room


def session_in_room(typed: str) -> TrainingSession:
    """The running session whose room has this code.

    Raises RoomError: length, alphabet, unknown.
    """
    try:
        code = codes.normalise(typed, codes.ROOM_LENGTH)
    except codes.CodeError as error:
        raise RoomError(error.code) from error
    found = TrainingSession.objects.filter(state=TrainingSession.State.OPEN, room_code=code).first()
    if found is None:
        raise RoomError("unknown")
    return found
