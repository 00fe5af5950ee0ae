"""«Catatan meja»: everything in which desks disagree, or that no desk could settle, day by day. Nothing here is an error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from elearning.lib import codes

from .clocks import TOLERANCE
from .models import Attendance, AttendanceEvent, DeskNote, Participant, TrainingSession
from .services.presence import standing

Kind = AttendanceEvent.Kind


@dataclass(frozen=True, slots=True)
class Sighting:
    """One scan as a line: who or which code, and the scans concerned in their order."""

    participant: Participant | None
    events: Sequence[AttendanceEvent | DeskNote]
    code: str = ""

    @property
    def desks(self) -> int:
        return len({event.desk for event in self.events})


@dataclass(frozen=True, slots=True)
class WrongClock:
    """A desk whose clock was put right, by how much, and for how many scans. Minutes above 0: it was behind."""

    desk: str
    minutes: int
    count: int

    @property
    def size(self) -> str:
        hours, minutes = divmod(abs(self.minutes), 60)
        return " ".join(words for number, words in ((hours, f"{hours} jam"), (minutes, f"{minutes} menit")) if number)


LISTS = ("refused", "overruled", "left_unseen", "represented", "repeated", "clocks")  # as the page shows them


@dataclass(slots=True)
class DayNotes:
    on: date
    repeated: list[Sighting] = field(default_factory=list)
    overruled: list[Sighting] = field(default_factory=list)
    left_unseen: list[Sighting] = field(default_factory=list)
    represented: list[Sighting] = field(default_factory=list)
    refused: list[Sighting] = field(default_factory=list)
    clocks: list[WrongClock] = field(default_factory=list)

    counted: dict[str, int] = field(default_factory=dict)  # of the whole day, where this is a part of it

    @property
    def count(self) -> int:
        return sum(len(getattr(self, name)) for name in LISTS)


def notes_of(session: TrainingSession) -> list[DayNotes]:
    """Each day of the session, and each other day of which a desk spoke. A constant number of queries."""
    days = {day.date: DayNotes(day.date) for day in session.days.all()}
    events = AttendanceEvent.objects.filter(day__session=session).select_related("day", "participant__person")
    by_place: Mapping[tuple[date, int], list[AttendanceEvent]] = defaultdict(list)
    for event in events.order_by("happened_at", "pk"):
        by_place[event.day.date, event.participant_id].append(event)
    for (on, _), told in by_place.items():
        _compare(days[on], told)
    _both_came(session, days)
    for note in _with_wearers(session):
        days.setdefault(note.events[0].on, DayNotes(note.events[0].on)).refused.append(note)
    for on, notes in days.items():
        notes.clocks = _clocks([event for (when, _), told in by_place.items() if when == on for event in told])
    return [days[on] for on in sorted(days)]


def part_of(days: Sequence[DayNotes], start: int, stop: int) -> list[DayNotes]:
    """The notes from ``start`` up to ``stop`` in the order of the page, under their days; a day without one is left out."""
    at, parts = 0, []
    for day in days:
        part = DayNotes(day.on, counted={name: len(getattr(day, name)) for name in LISTS})
        for name in LISTS:
            rows = getattr(day, name)
            setattr(part, name, rows[max(start - at, 0) : max(stop - at, 0)])
            at += len(rows)
        if part.count:
            parts.append(part)
    return parts


def _compare(notes: DayNotes, told: Sequence[AttendanceEvent]) -> None:
    """What one person's events of a day say against each other. ``told`` is in the order in which it happened."""
    who = told[0].participant
    first = standing(told)
    cancelled = [event for event in told if event.kind == Kind.CANCELLED]
    since = told[told.index(cancelled[-1]) :] if cancelled else told
    scans = [event for event in since if event.kind == Kind.IN]
    if len(scans) > 1:
        notes.repeated.append(Sighting(who, scans))
    for event in cancelled:
        late = [one for one in told if one.kind == Kind.IN and one.received_at > event.received_at]
        late = [one for one in late if one.happened_at < event.happened_at]
        if late:
            notes.overruled.append(Sighting(who, [*late, event]))
    left = [event for event in since if event.kind == Kind.OUT]
    if left and first is None:
        notes.left_unseen.append(Sighting(who, left))


def _both_came(session: TrainingSession, days: Mapping[date, DayNotes]) -> None:
    """Somebody was represented, and came as well."""
    found = Attendance.objects.filter(day__session=session, participant__deputy__attendances__isnull=False)
    rows = found.select_related("day", "first", "participant__person").distinct().order_by("participant__line", "day")
    for row in rows:
        days[row.day.date].represented.append(Sighting(row.participant, [row.first]))


def _with_wearers(session: TrainingSession) -> Iterable[Sighting]:
    notes = list(session.desk_notes.order_by("happened_at", "pk"))
    found = session.participants.filter(badge_code__in={note.code for note in notes}).select_related("person")
    wearers = {one.badge_code: one for one in found}
    return [Sighting(wearers.get(note.code), [note], _shown(note.code)) for note in notes]


def _shown(code: str) -> str:
    """A code of ours in parts; anything else as it was scanned."""
    return codes.display(code) if len(code) == codes.BADGE_LENGTH else code


def _clocks(events: Iterable[AttendanceEvent]) -> list[WrongClock]:
    """By desk and whole minutes, since seconds drift."""
    found: dict[tuple[str, int], int] = defaultdict(int)
    for event in events:
        off: timedelta = event.happened_at - event.occurred_at
        if abs(off) > TOLERANCE:
            found[event.desk, round(off.total_seconds() / 60)] += 1
    return [WrongClock(desk, minutes, count) for (desk, minutes), count in sorted(found.items())]
