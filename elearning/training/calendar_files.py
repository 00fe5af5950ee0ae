"""Sessions as a calendar file (RFC 5545), written by icalendar. Times in UTC: each telephone shows its own zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vText

from .models import SessionDay, TrainingSession

NAME = "Sosialisasi netralitas ASN"


def calendar_file(sessions: Iterable[tuple[TrainingSession, str]], *, host: str, at: datetime) -> bytes:
    """One event per day of each session; a session comes with the address of its page. ``at``: when the file was made."""
    calendar = Calendar()
    calendar.add("prodid", "-//Netralitas ASN//Jadwal sosialisasi//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", NAME)
    for session, address in sessions:
        days = list(session.days.all())
        for number, day in enumerate(days, start=1):
            calendar.add_component(_event(session, day, (number, len(days)), address, host=host, at=at))
    return calendar.to_ical()


def _event(
    session: TrainingSession, day: SessionDay, place: tuple[int, int], address: str, *, host: str, at: datetime
) -> Event:
    number, count = place
    event = Event()
    event.add("uid", f"{session.public_id}-{day.date:%Y%m%d}@{host}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", _moment(day.date, day.starts_at, session.time_zone))
    event.add("dtend", _moment(day.date, day.ends_at, session.time_zone))
    event.add("summary", session.title + (f" (hari {number} dari {count})" if count > 1 else ""))
    event["location"] = vText(f"{day.venue or session.venue}, {session.city}")
    event.add("description", f"{session.activity}. {session.organiser}.\n{address}")
    event.add("url", address)
    return event


def _moment(on: date, clock: time, zone: str) -> datetime:
    return datetime.combine(on, clock, ZoneInfo(zone)).astimezone(UTC)
