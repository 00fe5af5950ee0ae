"""What the door knows: how many came and how fast, and the list that a desk may keep on its device (ADR 0025)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from elearning.lib import dates

from .models import Attendance, AttendanceEvent, Participant, SessionDay, TrainingSession

RATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Turnout:
    """«187 dari 241 hadir · 41 per 10 menit · Meja 3 paling ramai». What was not measured is not said."""

    present: int
    registered: int
    lately: int
    busiest: str

    @property
    def rate(self) -> str:
        if not self.lately:
            return ""
        busy = f" · {self.busiest} paling ramai" if self.busiest else ""
        return f"{self.lately} per 10 menit{busy}"

    def __str__(self) -> str:
        return f"{self.present} dari {self.registered} hadir" + (f" · {self.rate}" if self.rate else "")


def turnout(day: SessionDay, *, registered: int, at: datetime) -> Turnout:
    present = Attendance.objects.filter(day=day)
    lately = present.filter(first__happened_at__gt=at - RATE, first__happened_at__lte=at)
    desks = list(lately.values_list("first__desk", flat=True))
    return Turnout(present.count(), registered, len(desks), _busiest(desks))


def _busiest(desks: Sequence[str]) -> str:
    """The desk with most people; nobody is told that one desk of one is the busiest."""
    ranked = Counter(desk for desk in desks if desk).most_common(2)
    return ranked[0][0] if len(ranked) == 2 and ranked[0][1] > ranked[1][1] else ""


def list_for_device(session: TrainingSession, *, at: datetime) -> dict[str, Any]:
    """Everything a desk needs to decide alone: names, codes, units, who is present. Never a NIP."""
    participants = session.participants.select_related("person__unit").order_by("line")
    people = [
        [one.line, one.badge_code, one.person.display_name, one.person.unit_label or one.group, str(one.public_id)]
        for one in participants
    ]
    told = {
        "is_open": True,
        "title": session.title,
        "zone": session.time_zone,
        "zone_name": session.zone_name,
        "days": [{"on": str(day.date), "words": dates.long_date(day.date)} for day in session.days.all()],
        "people": people,
        "present": _present(session),
        "rates": _rates(session, len(people), at),
    }
    mark = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    return {**told, "mark": mark, "now": at.isoformat()}


def _present(session: TrainingSession) -> Mapping[str, Mapping[int, tuple[str, str]]]:
    """By day and number on the list: when, and at which desk."""
    found: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    rows = Attendance.objects.filter(participant__session=session)
    for on, line, moment, desk in rows.values_list(
        "day__date", "participant__line", "first__happened_at", "first__desk"
    ):
        found[str(on)][line] = (moment.isoformat(), desk)
    return found


def _rates(session: TrainingSession, registered: int, at: datetime) -> Mapping[str, str]:
    today = session.today(at)
    return {str(today.date): turnout(today, registered=registered, at=at).rate} if today else {}


def departures(who: Participant) -> Mapping[int, AttendanceEvent]:
    """When somebody left, the last time that a desk saw it: by day."""
    left = AttendanceEvent.objects.filter(participant=who, kind=AttendanceEvent.Kind.OUT)
    return {event.day_id: event for event in left.order_by("happened_at", "pk")}
