"""The door. Events are appended; one presence per participant and day; the database is the referee (ADR 0007)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from elearning.distribution.models import Receipt
from elearning.lib import dates
from elearning.people.models import IdentityLevel, User
from elearning.people.services import raise_identity_level, withdraw_committee_check

from ..errors import AttendanceError
from ..models import Attendance, AttendanceEvent, Participant, SessionDay, TrainingSession
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
    occurred_at: datetime | None = None,
) -> Attendance:
    """Mark a participant present on one day, once.

    ``nonce`` is made by the desk: the same scan sent twice, and a second scan on the same day, return the first row
    (``attendance.first.nonce`` tells which scan made it). ``occurred_at`` is the desk's own clock, ``at`` the server's.

    Raises AttendanceError: other_session, nonce_reused, withdrawn, not_open, session_closed, day_ahead.
    Source: docs/adr/0007-what-happened-is-appended.md
    """
    if day.session_id != participant.session_id:
        raise AttendanceError("other_session")
    session = locked(participant.session)
    # A scan that was taken already is answered before any rule: it happened, whatever became of the list since.
    if earlier := AttendanceEvent.objects.filter(nonce=nonce).first():
        return _answer_again(earlier, participant, day)
    _refuse_closed(session, at)
    moment = occurred_at or at
    if dates.local_day(moment, session.time_zone) < day.date:
        raise AttendanceError("day_ahead", day=dates.long_date(day.date))
    try:
        with transaction.atomic():
            event = AttendanceEvent.objects.create(
                participant=participant,
                day=day,
                kind=Kind.IN,
                method=method,
                nonce=nonce,
                desk=desk,
                occurred_at=moment,
                received_at=at,
                recorded_by=by,
            )
    except IntegrityError:  # the same nonce, a moment earlier, for a participant of another session
        return _answer_again(AttendanceEvent.objects.get(nonce=nonce), participant, day)
    attendance, _ = Attendance.objects.select_related("first").get_or_create(
        participant=participant, day=day, defaults={"first": event}
    )
    raise_identity_level(participant.person, IdentityLevel.COMMITTEE_CHECKED)
    return attendance


def _answer_again(event: AttendanceEvent, participant: Participant, day: SessionDay) -> Attendance:
    if event.participant_id != participant.pk or event.day_id != day.pk:
        raise AttendanceError("nonce_reused")
    found = Attendance.objects.select_related("first").filter(participant=participant, day=day).first()
    if found is None:
        raise AttendanceError("withdrawn")
    return found


def _refuse_closed(session: TrainingSession, at: datetime) -> None:
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
        return _refuse_reuse(earlier, participant, day)
    _refuse_closed(session, at)
    present = Attendance.objects.filter(participant=participant, day=day)
    if not present.exists():
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
                received_at=at,
                recorded_by=by,
                note=reason.strip()[:200],
            )
    except IntegrityError:  # the same nonce, a moment earlier, for a participant of another session
        return _refuse_reuse(AttendanceEvent.objects.get(nonce=nonce), participant, day)
    present.delete()
    if not Attendance.objects.filter(participant__person=participant.person).exists():
        withdraw_committee_check(participant.person, to=_known_without(participant.person))


def _refuse_reuse(event: AttendanceEvent, participant: Participant, day: SessionDay) -> None:
    """A press that was taken already is done; the nonce of anything else was meant for something else."""
    if (event.participant_id, event.day_id, event.kind) != (participant.pk, day.pk, Kind.CANCELLED):
        raise AttendanceError("nonce_reused")


def _known_without(person: User) -> IdentityLevel:
    confirmed = Receipt.objects.filter(person=person, state=Receipt.State.CONFIRMED).exists()
    return IdentityLevel.HEAD_CONFIRMED if confirmed else IdentityLevel.SELF_DECLARED
