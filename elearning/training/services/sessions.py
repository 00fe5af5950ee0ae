"""The life of a session: open, run its tests, close the list. Each change locks the session's row first."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from elearning.lib import codes
from elearning.people.models import User
from quizzes import services as quizzes
from quizzes.models import Attempt

from .. import readiness
from ..errors import TrainingError
from ..models import CommitteeMember, Participant, TrainingSession
from . import handing_on
from .room import mark_changed

State = TrainingSession.State
SAME_PRESS = timedelta(minutes=1)
TESTS = {"pre": Attempt.Mode.PRE_TEST, "post": Attempt.Mode.POST_TEST}


def locked(session: TrainingSession) -> TrainingSession:
    """The session as it is now, held until the transaction ends: desks, closing and issuing take turns."""
    return TrainingSession.objects.select_for_update().get(pk=session.pk)


@transaction.atomic
def just_made(key: UUID | None, *, by: User, at: datetime) -> TrainingSession | None:
    """What the same form made a moment ago, in the same hands: its button was pressed twice.

    The maker's row is held until the caller's transaction ends, so that a second press waits for the first.
    """
    User.objects.select_for_update(no_key=True).filter(pk=by.pk).first()
    return TrainingSession.objects.filter(public_id=key, created_by=by, created_at__gt=at - SAME_PRESS).first()


def give_address(session: TrainingSession, *, by: User, key: UUID | None = None) -> None:
    """Before a new session is stored: an address of its own, who made it, and the ``key`` of its form while it is free."""
    session.slug = _free_slug(session.title)
    session.created_by = by
    if key and not TrainingSession.objects.filter(public_id=key).exists():
        session.public_id = key


def join_committee(session: TrainingSession, person: User) -> CommitteeMember:
    """Whoever makes a session belongs to its committee; joining twice is joining once."""
    return CommitteeMember.objects.get_or_create(session=session, person=person)[0]


def _free_slug(title: str) -> str:
    base = slugify(title)[:70].strip("-") or "sosialisasi"
    taken = set(TrainingSession.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if slug not in taken)


def _free_room_code() -> str:
    """A code that no running session has; with 33,856 of them a few draws at most."""
    taken = set(TrainingSession.objects.filter(state=State.OPEN).values_list("room_code", flat=True))
    drawn = iter(lambda: codes.generate(codes.ROOM_LENGTH), "")
    return next(code for code in drawn if code not in taken)


@transaction.atomic
def open_session(session: TrainingSession, *, by: User, at: datetime) -> TrainingSession:
    """From draft to running: badges work and the door may record.

    Raises TrainingError: already_open, not_ready (with ``gaps``, the words of what is missing).
    """
    session = locked(session)
    if session.state != State.DRAFT:
        raise TrainingError("already_open")
    missing = readiness.gaps(session, at=at)
    if missing:
        raise TrainingError("not_ready", gaps=[check.words for check in missing])
    session.state = State.OPEN
    session.room_code = _free_room_code()
    session.save(update_fields=["state", "room_code"])
    mark_changed(session)
    log(session, "training.session.open", user=by)
    return session


@transaction.atomic
def close_list(session: TrainingSession, *, by: User, at: datetime) -> TrainingSession:
    """No attendance after this; running tests end too. Closing twice keeps the first time.

    Raises TrainingError: not_open, already_issued.
    """
    session = locked(session)
    if session.state == State.CLOSED:
        return session
    if session.state == State.ISSUED:
        raise TrainingError("already_issued")
    if session.state != State.OPEN:
        raise TrainingError("not_open")
    for kind, mode in TESTS.items():
        if session.test_is_open(kind, at):
            setattr(session, f"{kind}_test_closed_at", at)
            quizzes.end_occasion(mode=mode, context=session.context, closed_at=at)
    for attempt in Attempt.objects.running().filter(context=session.context):
        quizzes.submit_attempt(attempt, at=at)  # what was answered counts; nobody answers on after the list is closed
    session.state = State.CLOSED
    session.list_closed_at = at
    session.save(update_fields=["state", "list_closed_at", "pre_test_closed_at", "post_test_closed_at"])
    mark_changed(session)
    handing_on.open_nodes(session, at=at)
    log(session, "training.list.close", user=by)
    return session


@transaction.atomic
def reopen_list(session: TrainingSession, *, by: User, at: datetime) -> TrainingSession:
    """Closed too early: the door may record again, as long as nothing was issued.

    Raises TrainingError: already_issued, not_open.
    """
    session = locked(session)
    if session.state == State.OPEN:
        return session
    if session.state == State.ISSUED:
        raise TrainingError("already_issued")
    if session.state != State.CLOSED:
        raise TrainingError("not_open")
    session.state = State.OPEN
    session.list_closed_at = None
    if TrainingSession.objects.filter(state=State.OPEN, room_code=session.room_code).exists():
        session.room_code = _free_room_code()  # meanwhile another room got it
    session.save(update_fields=["state", "list_closed_at", "room_code"])
    mark_changed(session)
    log(session, "training.list.reopen", user=by)
    return session


@transaction.atomic
def open_test(session: TrainingSession, kind: str, *, by: User, at: datetime) -> TrainingSession:
    """Let participants begin. ``kind`` is «pre» or «post». Opening a closed test again is allowed, and logged.

    A closing that was announced is called off.

    Raises TrainingError: no_test, not_open, list_closed.
    """
    session = ready_for_test(session, kind)
    if session.test_is_open(kind, at) and getattr(session, f"{kind}_test_closed_at") is None:
        return session
    if getattr(session, f"{kind}_test_opened_at") is None:
        setattr(session, f"{kind}_test_opened_at", at)
    setattr(session, f"{kind}_test_closed_at", None)
    session.save(update_fields=[f"{kind}_test_opened_at", f"{kind}_test_closed_at"])
    quizzes.end_occasion(mode=TESTS[kind], context=session.context, closed_at=None)
    mark_changed(session)
    log(session, "training.test.open", user=by, data={"test": kind})
    return session


@transaction.atomic
def close_test(session: TrainingSession, kind: str, *, by: User, at: datetime) -> TrainingSession:
    """Nobody begins after this, and what is answered later is late (experience.md L7).

    Raises TrainingError: no_test, not_open, list_closed, test_closed.
    """
    session = ready_for_test(session, kind)
    if not session.test_is_open(kind, at):
        raise TrainingError("test_closed")
    move_closing(session, kind, to=at)
    log(session, "training.test.close", user=by, data={"test": kind})
    return session


@transaction.atomic
def announce_closing(session: TrainingSession, kind: str, *, minutes: int, by: User, at: datetime) -> TrainingSession:
    """«Tunggu 3 menit»: the test closes by itself at that moment. Announced twice, the first moment stays.

    Raises TrainingError: no_test, not_open, list_closed, test_closed.
    """
    session = ready_for_test(session, kind)
    if not session.test_is_open(kind, at):
        raise TrainingError("test_closed")
    if getattr(session, f"{kind}_test_closed_at") is None:
        move_closing(session, kind, to=at + timedelta(minutes=minutes))
        log(session, "training.test.announce_closing", user=by, data={"test": kind, "minutes": minutes})
    return session


def move_closing(session: TrainingSession, kind: str, *, to: datetime) -> None:
    """The test ends at ``to``, and with it whoever is at work and has no time of his own. ``session`` is locked."""
    setattr(session, f"{kind}_test_closed_at", to)
    session.save(update_fields=[f"{kind}_test_closed_at"])
    quizzes.end_occasion(mode=TESTS[kind], context=session.context, closed_at=to)
    mark_changed(session)


def ready_for_test(session: TrainingSession, kind: str) -> TrainingSession:
    session = locked(session)
    if kind not in TESTS or session.test(kind) is None:
        raise TrainingError("no_test")
    if session.state in (State.CLOSED, State.ISSUED):
        raise TrainingError("list_closed")
    if session.state != State.OPEN:
        raise TrainingError("not_open")
    return session


@transaction.atomic
def start_test(participant: Participant, kind: str, *, at: datetime) -> Attempt:
    """Begin the test of the room, or go on with it. A test that is closed meanwhile is closed: the row is locked first.

    Who has been given more time may also begin after closing, until that time is over.

    Raises TrainingError: no_test, test_closed; AttemptError when the quiz refuses.
    """
    session = locked(participant.session)
    quiz = session.test(kind) if kind in TESTS else None
    if quiz is None:
        raise TrainingError("no_test")
    occasion = {"mode": TESTS[kind], "context": session.context}
    if not session.test_is_open(kind, at):
        extended = quizzes.extended_until(quiz, participant.person, **occasion)
        if session.state != State.OPEN or not session.test_was_opened(kind) or extended is None or extended <= at:
            raise TrainingError("test_closed")
    return quizzes.start_attempt(
        quiz,
        **occasion,
        at=at,
        person=participant.person,
        deadline_at=getattr(session, f"{kind}_test_closed_at"),
        time_zone=session.time_zone,
    )
