"""When a session takes registrations by link, and how many places are left (ADR 0029). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from .models import TrainingSession


class Registration(Enum):
    NOT_OFFERED = "not_offered"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Standing:
    """``closes_at``: aware, None where a session has no day yet. ``left``: places, None without a quota."""

    state: Registration
    closes_at: datetime | None
    left: int | None

    @property
    def is_open(self) -> bool:
        return self.state is Registration.OPEN


def standing(session: TrainingSession, *, seats: int, at: datetime) -> Standing:
    """``session`` with its days fetched; ``seats``: how many of the quota are taken."""
    closes_at = closing_of(session)
    left = None if session.registration_quota is None else max(0, session.registration_quota - seats)
    return Standing(_state(session, closes_at, left, at), closes_at, left)


def closing_of(session: TrainingSession) -> datetime | None:
    """The end of the named day at the place, and at the latest the moment at which the first day begins.

    At an office people come through the QR on the wall: until the last day is over.
    """
    zone = ZoneInfo(session.time_zone)
    days = [day.date for day in session.days.all()]
    if session.is_at_office and days:
        return datetime.combine(max(days) + timedelta(days=1), time.min, zone)
    starts = [datetime.combine(day.date, day.starts_at, zone) for day in session.days.all()]
    if not starts:
        return None
    first, last_day = min(starts), session.registration_closes_on
    if last_day is None or last_day >= first.date():
        return first
    return datetime.combine(last_day + timedelta(days=1), time.min, zone)


def _state(session: TrainingSession, closes_at: datetime | None, left: int | None, at: datetime) -> Registration:
    if not session.takes_registrations:
        return Registration.NOT_OFFERED
    running = session.state in (TrainingSession.State.DRAFT, TrainingSession.State.OPEN)
    if not running or closes_at is None or at >= closes_at:
        return Registration.CLOSED
    return Registration.FULL if left == 0 else Registration.OPEN
