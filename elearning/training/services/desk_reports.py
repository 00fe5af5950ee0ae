"""What desks recorded without a network and report later: it happened, so it is taken in, once (ADR 0025)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from elearning.lib import codes, dates
from elearning.people.models import User

from ..clocks import happened
from ..models import Attendance, AttendanceEvent, DeskNote, Participant, SessionDay, TrainingSession
from .presence import settle
from .sessions import locked

Kind, Reason = AttendanceEvent.Kind, DeskNote.Reason


@dataclass(frozen=True, slots=True)
class Scan:
    """One entry of a desk's queue. ``occurred_at`` is the device's clock, ``on`` the day whose list was open there."""

    nonce: UUID
    code: str
    on: date
    kind: str
    method: str
    desk: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one scan: the ledger's event with the presence it belongs to, or a note."""

    nonce: UUID
    participant: Participant | None = None
    event: AttendanceEvent | None = None
    attendance: Attendance | None = None
    note: DeskNote | None = None  # exactly one of event and note

    @property
    def status(self) -> str:
        """present, again, left, withdrawn, or the reason of the note."""
        if self.note is not None:
            return str(self.note.reason)
        if self.event is not None and self.event.kind == Kind.OUT:
            return "left"
        if self.attendance is None:
            return "withdrawn"
        return "present" if self.attendance.first == self.event else "again"


def take_in_scans(
    session: TrainingSession, scans: Sequence[Scan], *, sent_at: datetime, by: User, at: datetime
) -> list[Outcome]:
    """Append a batch in a constant number of queries. The same batch again changes nothing and is answered the same.

    A scan from before the list was closed counts, though it arrives later. What the ledger cannot take becomes a note.
    """
    try:
        return _take_in(session, scans, sent_at=sent_at, by=by, at=at)
    except IntegrityError:  # a twin arrived a moment before, and is found the second time
        return _take_in(session, scans, sent_at=sent_at, by=by, at=at)


@transaction.atomic
def _take_in(
    session: TrainingSession, scans: Sequence[Scan], *, sent_at: datetime, by: User, at: datetime
) -> list[Outcome]:
    session = locked(session)
    unique: dict[UUID, Scan] = {}
    for scan in scans:
        unique.setdefault(scan.nonce, scan)
    days = {day.date: day for day in session.days.all()}
    wearers = _wearers(unique.values())
    taken = {event.nonce: event for event in AttendanceEvent.objects.filter(nonce__in=unique)}
    events: dict[UUID, AttendanceEvent] = {}
    notes = {note.nonce: note for note in DeskNote.objects.filter(nonce__in=unique)}
    new_events: list[AttendanceEvent] = []
    new_notes: list[DeskNote] = []
    for nonce, scan in unique.items():
        person, day = wearers.get(scan.code), days.get(scan.on)
        if nonce in taken and _says_the_same(taken[nonce], scan, person, day):
            events[nonce] = taken[nonce]
        if nonce in events or nonce in notes:
            continue
        moment = happened(scan.occurred_at, sent_at=sent_at, received_at=at, not_before=_dawn(session, scan.on, at))
        told = {
            "nonce": nonce, "kind": scan.kind, "desk": scan.desk, "occurred_at": scan.occurred_at,
            "happened_at": moment, "received_at": at, "recorded_by": by,
        }  # fmt: skip
        reason = Reason.NONCE_REUSED if nonce in taken else _refusal(session, person, day, moment, at)
        if reason:
            new_notes.append(DeskNote(session=session, on=scan.on, reason=reason, code=scan.code, **told))
        else:
            new_events.append(AttendanceEvent(participant=person, day=day, method=scan.method, **told))
    events |= {event.nonce: event for event in AttendanceEvent.objects.bulk_create(new_events)}
    notes |= {note.nonce: note for note in DeskNote.objects.bulk_create(new_notes)}
    people = {person.pk: person for person in wearers.values() if person.session_id == session.pk}
    present = settle(list(people.values()), [days[on] for on in {scan.on for scan in scans} & days.keys()])
    return [_outcome(scan, wearers.get(scan.code), events, notes, present) for scan in scans]


def _wearers(scans: Iterable[Scan]) -> Mapping[str, Participant]:
    worn = {scan.code for scan in scans if len(scan.code) == codes.BADGE_LENGTH}
    return {
        one.badge_code: one for one in Participant.objects.filter(badge_code__in=worn).select_related("person__unit")
    }


def _says_the_same(event: AttendanceEvent, scan: Scan, person: Participant | None, day: SessionDay | None) -> bool:
    where = (person.pk if person else None, day.pk if day else None)
    return (event.participant_id, event.day_id, event.kind) == (*where, scan.kind)


def _dawn(session: TrainingSession, on: date, at: datetime) -> datetime:
    """When the day began at the place."""
    return min(datetime.combine(on, time.min, ZoneInfo(session.time_zone)), at)


def _refusal(
    session: TrainingSession, person: Participant | None, day: SessionDay | None, moment: datetime, at: datetime
) -> DeskNote.Reason | None:
    if person is None:
        return Reason.UNKNOWN
    if person.session_id != session.pk:
        return Reason.OTHER_SESSION
    if day is None:
        return Reason.OTHER_DAY
    if session.state == TrainingSession.State.DRAFT:
        return Reason.NOT_OPEN
    if dates.local_day(at, session.time_zone) < day.date:
        return Reason.DAY_AHEAD
    if session.list_closed_at and moment >= session.list_closed_at:
        return Reason.CLOSED
    return None


def _outcome(
    scan: Scan,
    person: Participant | None,
    events: Mapping[UUID, AttendanceEvent],
    notes: Mapping[UUID, DeskNote],
    present: Mapping[tuple[int, int], Attendance],
) -> Outcome:
    event = events.get(scan.nonce)
    if event is None:
        return Outcome(scan.nonce, note=notes[scan.nonce])
    return Outcome(scan.nonce, person, event, present.get((event.participant_id, event.day_id)))
