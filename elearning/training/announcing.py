"""What the public reads about a session: coming ones in the calendar, past ones as their own record (ADR 0029)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from certificates.models import Certificate
from elearning.lib import dates

from .models import Participant, SessionDay, TrainingSession
from .registration import Standing, standing

FEWEST_SHOWN = 5  # fewer people than this are nobody's business


@dataclass(frozen=True, slots=True)
class Day:
    """``venue`` only where it differs from the session's."""

    row: SessionDay
    venue: str


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a session whose list is closed; None where there is nothing to tell, or too few people to tell it."""

    came: int | None
    certificates: int | None


@dataclass(frozen=True, slots=True)
class Announcement:
    """A session as its public page and the calendar show it. ``record`` is None until the list is closed."""

    session: TrainingSession
    span: str
    days: tuple[Day, ...]
    registration: Standing
    closes: str
    record: Record | None = None


def announce_all(sessions: Iterable[TrainingSession], *, at: datetime) -> list[Announcement]:
    """``sessions`` fetched ``with_seats()``, in a constant number of queries."""
    return [announce(session, at=at) for session in sessions]


def announce(session: TrainingSession, *, at: datetime) -> Announcement:
    """``session`` fetched ``with_seats()``."""
    days = list(session.days.all())
    stands = standing(session, seats=session.seats, at=at)
    return Announcement(
        session=session,
        span=_span(days),
        days=tuple(Day(day, day.venue if day.venue != session.venue else "") for day in days),
        registration=stands,
        closes=dates.moment(stands.closes_at, session.time_zone) if stands.closes_at else "",
    )


def _span(days: Sequence[SessionDay]) -> str:
    """One day with its weekday, several as a span."""
    if len(days) == 1:
        return dates.long_date(days[0].date)
    return dates.day_span([day.date for day in days]) if days else ""


def record_of(session: TrainingSession) -> Record | None:
    if session.state not in (TrainingSession.State.CLOSED, TrainingSession.State.ISSUED):
        return None
    came = Participant.objects.filter(session=session).present().count()
    issued = Certificate.objects.valid().filter(batch__source=session.source).count()
    return Record(came if came >= FEWEST_SHOWN else None, issued if issued >= FEWEST_SHOWN else None)
