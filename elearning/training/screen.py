"""The screen of the room: what each of its six layouts says, and the tag by which it notices a change (ADR 0026).

Counts only, never a person. What is dear to work out (results, discussion) is left to the page; the tag is cheap.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from elearning.lib import codes, dates
from elearning.lib.addresses import absolute
from quizzes.class_results import ClassResult
from quizzes.discussing import Discussed, Discussion, TopicShare, topic_shares

from .models import Participant, Room, TrainingSession
from .progress import RoomTest, room_tests
from .results import discussion_closed, result_of
from .room import tag_of
from .services.sessions import TESTS

Layout, State = Room.Layout, TrainingSession.State
SCREEN_SECONDS, DESK_SECONDS = 4, 5  # how often the screen asks, and the committee's own page
BY_LINK = (State.OPEN, State.CLOSED)  # while its link opens something


@dataclass(frozen=True, slots=True)
class Turnout:
    """«187 dari 241 hadir» on the day of the session that it is now, else on any of its days."""

    day: str
    present: int
    registered: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What the screen shows, as cheap as a tag needs. ``closed_because``: why nothing is discussed yet."""

    layout: str
    room: Room
    tests: tuple[RoomTest, ...] = ()
    turnout: Turnout | None = None
    closed_because: str = ""

    @property
    def tag(self) -> str:
        """The ETag: another one whenever the screen would look different."""
        seen: list[object] = [self.layout, self.turnout, self.closed_because, *self.tests]
        if self.layout == Layout.DISCUSSION:
            seen += [self.room.test, self.room.question_id, self.room.shows_reason]
        return tag_of(*seen)

    @property
    def test(self) -> RoomTest | None:
        """The test that runs, else the one that was opened last."""
        opened = [test for test in self.tests if test.opened_at]
        return max(opened, key=lambda test: (test.is_open, test.opened_at), default=None)


def scene(session: TrainingSession, room: Room, *, at: datetime) -> Scene:
    layout = Layout(room.layout)
    if layout == Layout.ATTENDANCE:
        return Scene(layout, room, turnout=_turnout(session, at))
    if layout in (Layout.TEST, Layout.RESULTS):
        return Scene(layout, room, tests=tuple(room_tests(session, at=at)))
    if layout == Layout.DISCUSSION:
        why = discussion_closed(session, room.test, at=at)
        return Scene(layout, room, tests=tuple(room_tests(session, at=at)), closed_because=why)
    return Scene(layout, room)


def topics(session: TrainingSession, *, at: datetime) -> tuple[ClassResult | None, tuple[TopicShare, ...]]:
    """«Hasil kelas»; None while a test is open."""
    result = result_of(session, at=at)
    return result, topic_shares(result) if result else ()


def discussed(session: TrainingSession, room: Room, *, at: datetime) -> Discussed | None:
    """The question of «Bahas soal»; None where there is none that enough people answered.

    For whoever has asked ``discussion_closed`` before.
    """
    found = Discussion(session.context, TESTS[room.test], at=at)
    return found.show(room.question_id, on=dates.local_day(at, session.time_zone))


def join_address(session: TrainingSession) -> str:
    """What the QR of the room opens: the page where a code is typed."""
    return absolute(reverse("training:room", args=[session.room_code]))


def door_address() -> str:
    """The same page without the code, as it is read aloud: «netralitas.contoh.id/r»."""
    return absolute(reverse("training:door")).partition("://")[2].rstrip("/")


def screen_key(room: Room) -> str:
    """The secret of the link that needs no login; nothing in the database opens the screen (ADR 0002)."""
    return codes.derive(codes.LONG_LENGTH, f"training.screen:{room.screen_nonce}", key=settings.CODE_PEPPER)


def opens(session: TrainingSession, room: Room, typed: str) -> bool:
    """Whether ``typed`` is the secret of this room, while the session runs."""
    try:
        key = codes.normalise(typed, codes.LONG_LENGTH)
    except codes.CodeError:
        return False
    return room.pk is not None and session.state in BY_LINK and hmac.compare_digest(key, screen_key(room))


def _turnout(session: TrainingSession, at: datetime) -> Turnout:
    people, day = Participant.objects.filter(session=session), session.today(at)
    present = people.filter(attendances__day=day) if day else people.present()
    return Turnout(dates.long_date(day.date) if day else "", present.count(), people.count())
