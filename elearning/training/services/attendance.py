"""The door. Events are appended; one presence per participant and day; the database is the referee (ADR 0007)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from elearning.distribution.models import Receipt
from elearning.lib import dates
from elearning.people.models import IdentityLevel, User
from elearning.people.services import withdraw_committee_check, withdraw_head_confirmation

from ..errors import AttendanceError
from ..models import Attendance, AttendanceEvent, Participant, SessionDay, TrainingSession
from .presence import settle
from .sessions import locked

Kind, Method = AttendanceEvent.Kind, AttendanceEvent.Method


@transaction.atomic
def record_attendance(
    participant: Participant,
    *,
    day: SessionDay,
    by: User,
    nonce: UUID,
    method: str,
    at: datetime,
    desk: str = "",
) -> Attendance:
    """Mark a participant present on one day, once.

    ``nonce`` is made by the desk: the same scan sent twice, and a second scan on the same day, return the first row
    (``attendance.first.nonce`` tells which scan made it).

    Raises AttendanceError: other_session, nonce_reused, withdrawn, not_open, session_closed, day_ahead.
    Source: docs/adr/0007-what-happened-is-appended.md
    """
    _record(participant, day=day, kind=Kind.IN, by=by, nonce=nonce, method=method, at=at, desk=desk)
    found = settle([participant], [day]).get((participant.pk, day.pk))
    if found is None:
        raise AttendanceError("withdrawn")
    return found


@transaction.atomic
def record_departure(
    participant: Participant, *, day: SessionDay, by: User, nonce: UUID, method: str, at: datetime, desk: str = ""
) -> AttendanceEvent:
    """«Pulang»: appended and shown, and nothing else depends on it. Who leaves unrecorded is noted all the same.

    Raises AttendanceError: other_session, nonce_reused, not_open, session_closed, day_ahead.
    """
    return _record(participant, day=day, kind=Kind.OUT, by=by, nonce=nonce, method=method, at=at, desk=desk)


def _record(
    participant: Participant, *, day: SessionDay, kind: str, by: User, nonce: UUID, method: str, at: datetime, desk: str
) -> AttendanceEvent:
    """Append what happened at the desk now; what was appended under the same nonce is returned instead."""
    if day.session_id != participant.session_id:
        raise AttendanceError("other_session")
    session = locked(participant.session)
    # A scan that was taken already is answered before any rule: it happened, whatever became of the list since.
    if earlier := AttendanceEvent.objects.filter(nonce=nonce).first():
        return _the_same(earlier, participant, day, kind)
    refuse_closed(session, at)
    if dates.local_day(at, session.time_zone) < day.date:
        raise AttendanceError("day_ahead", day=dates.long_date(day.date))
    try:
        with transaction.atomic():
            return AttendanceEvent.objects.create(
                participant=participant,
                day=day,
                kind=kind,
                method=method,
                nonce=nonce,
                desk=desk,
                occurred_at=at,
                happened_at=at,
                received_at=at,
                recorded_by=by,
            )
    except IntegrityError:  # the same nonce, a moment earlier, for a participant of another session
        return _the_same(AttendanceEvent.objects.get(nonce=nonce), participant, day, kind)


def _the_same(event: AttendanceEvent, participant: Participant, day: SessionDay, kind: str) -> AttendanceEvent:
    """A press that was taken already is done; the nonce of anything else was meant for something else."""
    if (event.participant_id, event.day_id, event.kind) != (participant.pk, day.pk, kind):
        raise AttendanceError("nonce_reused")
    return event


def refuse_closed(session: TrainingSession, at: datetime) -> None:
    if session.state == TrainingSession.State.DRAFT:
        raise AttendanceError("not_open")
    if not session.is_open(at):
        raise AttendanceError("session_closed")


@transaction.atomic
def withdraw_attendance(
    participant: Participant, *, day: SessionDay, reason: str, by: User, nonce: UUID, at: datetime
) -> None:
    """Take back a presence recorded by mistake: the event says who did it and why, the presence is gone.

    Who was seen at no other door was checked by no panitia: the identity is again as sure as it was without.

    Raises AttendanceError: reason_missing, nonce_reused, not_open, session_closed, not_present.
    """
    if not reason.strip():
        raise AttendanceError("reason_missing")
    session = locked(participant.session)
    if earlier := AttendanceEvent.objects.filter(nonce=nonce).first():
        _the_same(earlier, participant, day, Kind.CANCELLED)
        return
    refuse_closed(session, at)
    if not Attendance.objects.filter(participant=participant, day=day).exists():
        raise AttendanceError("not_present")
    try:
        with transaction.atomic():
            AttendanceEvent.objects.create(
                participant=participant,
                day=day,
                kind=Kind.CANCELLED,
                method=Method.NAME,
                nonce=nonce,
                occurred_at=at,
                happened_at=at,
                received_at=at,
                recorded_by=by,
                note=reason.strip()[:200],
            )
    except IntegrityError:  # the same nonce, a moment earlier, for a participant of another session
        _the_same(AttendanceEvent.objects.get(nonce=nonce), participant, day, Kind.CANCELLED)
        return
    settle([participant], [day])
    if not Attendance.objects.filter(participant__person=participant.person).exists():
        known = _known_without(participant.person)
        withdraw_committee_check(participant.person, to=known)
        if session.is_at_office and known == IdentityLevel.SELF_DECLARED:
            withdraw_head_confirmation(participant.person)


def _known_without(person: User) -> IdentityLevel:
    confirmed = Receipt.objects.filter(person=person, state=Receipt.State.CONFIRMED).exists()
    return IdentityLevel.HEAD_CONFIRMED if confirmed else IdentityLevel.SELF_DECLARED
