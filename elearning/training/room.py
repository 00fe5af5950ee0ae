"""What phones in the room ask again and again: which tests are open, and until when (ADR 0026).

A process asks the database for the stamp of a session once in FRESH_SECONDS, and for what lies behind it when the stamp is
another one. The database is the only truth: nothing has to be told to other processes, and nothing is lost with a cache.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.core import signing

from quizzes.models import Extension

from .models import Participant, TrainingSession
from .services.sessions import TESTS

FRESH_SECONDS = 2  # that long a process may still answer from what it knew
WHOLE_SECONDS = 60  # after that it looks again even under the same stamp: somebody may have changed the session's form
PHONE_SECONDS = 20  # each phone asks once in so many seconds, at a moment of its own: 20 and 2 are below 25
MOST_SESSIONS = 64
SALT = "training.room"


@dataclass(frozen=True, slots=True)
class TestTimes:
    """``kind`` is «pre» or «post»; ``closed_at`` may lie ahead."""

    kind: str
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoomNow:
    """``extended``: until when the newest extension of a person lets him answer, by person and kind of test."""

    session: int
    state: str
    tests: tuple[TestTimes, ...]
    extended: Mapping[tuple[int, str], datetime]


def room_now(session: int) -> RoomNow | None:
    """None when there is no such session."""
    stamp = _stamp(session, _moment(FRESH_SECONDS))
    return _kept(session, stamp, _moment(WHOLE_SECONDS)) if stamp else _read(session)


def tag(room: RoomNow, person: int, *, at: datetime) -> str:
    """The ETag of what this person should see at this moment; the same for all who have no time of their own."""
    seen = [room.session, room.state]
    for test in room.tests:
        own = room.extended.get((person, test.kind))
        is_over = test.closed_at is not None and test.closed_at <= at
        seen += [test.kind, test.opened_at is not None, test.closed_at, is_over, own, own is not None and own <= at]
    return tag_of(*seen)


def tag_of(*seen: object) -> str:
    """An ETag: the same for the same figures, in every process."""
    return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:20]}"'


def ticket(participant: Participant) -> str:
    """What a phone shows with each poll: that it was given the page of this participant. Asks no session, no person."""
    return signing.dumps([participant.session_id, participant.person_id], salt=SALT)


def read_ticket(text: str) -> tuple[int, int]:
    """Session and person. Raises django.core.signing.BadSignature."""
    session, person = signing.loads(text, salt=SALT)
    return session, person


def forget() -> None:
    """What this process knows."""
    _stamp.cache_clear()
    _kept.cache_clear()


def _moment(seconds: int) -> int:
    return int(time.monotonic() / seconds)


@lru_cache(maxsize=MOST_SESSIONS)
def _stamp(session: int, _moment: int) -> UUID | None:
    return TrainingSession.objects.filter(pk=session).values_list("room__stamp", flat=True).first()


@lru_cache(maxsize=MOST_SESSIONS)
def _kept(session: int, _stamp: UUID, _moment: int) -> RoomNow | None:
    return _read(session)


def _read(key: int) -> RoomNow | None:
    session = TrainingSession.objects.filter(pk=key).first()
    if session is None:
        return None
    kinds = {mode: kind for kind, mode in TESTS.items()}
    rows = Extension.objects.filter(context=session.context, mode__in=kinds).order_by("pk")
    return RoomNow(
        session=key,
        state=session.state,
        tests=tuple(
            TestTimes(kind, getattr(session, f"{kind}_test_opened_at"), getattr(session, f"{kind}_test_closed_at"))
            for kind in TESTS
            if getattr(session, f"{kind}_test_id") is not None
        ),
        extended={(person, kinds[mode]): until for person, mode, until in rows.values_list("person", "mode", "until")},
    )
