"""Who is on the list: by form and at the door; by file: imports.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from wagtail.log_actions import log

from certificates import services as certificates
from elearning.lib import codes
from elearning.people.models import Unit, User
from elearning.people.services import clean_nip, register_participant

from ..errors import ParticipantError, TrainingError
from ..models import Attendance, AttendanceEvent, Participant, SessionDay, TrainingSession
from .attendance import record_attendance
from .sessions import locked

Origin, State = Participant.Origin, TrainingSession.State


@transaction.atomic
def add_participant(
    session: TrainingSession,
    *,
    display_name: str,
    employment_status: str = "",
    nip: str = "",
    position_title: str = "",
    unit: Unit | None = None,
    unit_name: str = "",
    group: str = "",
    by: User,
    at: datetime,
) -> Participant:
    """Put one person on the list. A NIP that we know links the person it belongs to, under the name stored there.

    Raises TrainingError: list_closed; ParticipantError: already_listed; PeopleError as register_participant does;
    CertificateError: character_missing, name_too_long, for a name that no paper could carry.
    """
    session = open_list(session)
    person, is_new = _person(
        display_name=display_name,
        employment_status=employment_status,
        nip=nip,
        position_title=position_title,
        unit=unit,
        unit_name=unit_name,
        at=at,
    )
    participant = _enrol_one(session, person, group=group, person_was_new=is_new)
    log(session, "training.participant.add", user=by, data={"line": participant.line})
    return participant


def open_list(session: TrainingSession) -> TrainingSession:
    session = locked(session)
    if session.state in (State.CLOSED, State.ISSUED):
        raise TrainingError("list_closed")
    return session


def _person(*, nip: str, **fields) -> tuple[User, bool]:
    number = clean_nip(nip)
    known = User.objects.filter(nip=number).first() if number else None
    if known:
        return known, False
    person = register_participant(nip=number, **fields)
    certificates.require_printable_name(person.display_name)
    return person, True


def _enrol_one(session: TrainingSession, person: User, **fields) -> Participant:
    listed = Participant.objects.filter(session=session, person=person).first()
    if listed:
        raise ParticipantError("already_listed", name=person.display_name, line=f"{listed.line:03d}")
    return enrol(session, [Participant(session=session, person=person, **fields)])[0]


def enrol(session: TrainingSession, participants: Sequence[Participant]) -> list[Participant]:
    """Give lines and badge codes and store. The session's row is locked, so lines follow each other."""
    last = session.participants.aggregate(last=Max("line"))["last"] or 0
    for line, participant in enumerate(participants, start=last + 1):
        participant.line = line
    while True:
        for participant, code in zip(participants, _fresh_codes(len(participants)), strict=True):
            participant.badge_code = code
        try:
            with transaction.atomic():
                return Participant.objects.bulk_create(participants)
        except IntegrityError:
            # Another session drew one of these codes in the same moment; anything else is a fault to be seen.
            if not Participant.objects.filter(badge_code__in=[one.badge_code for one in participants]).exists():
                raise


def _fresh_codes(count: int) -> list[str]:
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn |= {codes.generate(codes.BADGE_LENGTH) for _ in range(count - len(drawn))}
        drawn -= set(Participant.objects.filter(badge_code__in=drawn).values_list("badge_code", flat=True))
    return list(drawn)


def units_named(names: Sequence[str]) -> dict[str, Unit]:
    """Units whose name is written exactly so and belongs to one unit only; a guess would show people to a stranger."""
    found = list(Unit.objects.filter(name__in={name for name in names if name}, is_active=True))
    count = Counter(unit.name for unit in found)
    return {unit.name: unit for unit in found if count[unit.name] == 1}


@transaction.atomic
def welcome_deputy(
    principal: Participant,
    *,
    display_name: str,
    nip: str = "",
    position_title: str = "",
    day: SessionDay,
    by: User,
    nonce: UUID,
    at: datetime,
    desk: str = "",
) -> Attendance:
    """«Hadir sebagai wakil»: the deputy joins the list and is present; the certificate is theirs.

    Pressing twice (same ``nonce``) returns the first attendance.
    Raises ParticipantError: already_present, already_represented, deputy_of_deputy, already_listed; AttendanceError as
    record_attendance does; TrainingError: list_closed; PeopleError.
    """
    session = open_list(principal.session)
    if again := _welcomed(nonce, session):
        return again
    if principal.origin == Origin.DEPUTY:
        raise ParticipantError("deputy_of_deputy")
    earlier = Participant.objects.filter(deputy_for=principal).first()
    if earlier:
        raise ParticipantError("already_represented", name=principal.person.display_name, line=f"{earlier.line:03d}")
    if principal.attendances.exists():
        raise ParticipantError("already_present", name=principal.person.display_name)
    person, is_new = _person(
        display_name=display_name,
        employment_status="",
        nip=nip,
        position_title=position_title,
        unit=principal.person.unit,
        unit_name=principal.person.unit_name,
        at=at,
    )
    deputy = _enrol_one(
        session,
        person,
        origin=Origin.DEPUTY,
        deputy_for=principal,
        group=principal.group,
        person_was_new=is_new,
    )
    log(session, "training.participant.deputy", user=by, data={"line": deputy.line})
    return _present_at_once(deputy, day=day, by=by, nonce=nonce, at=at, desk=desk)


@transaction.atomic
def welcome_walk_in(
    session: TrainingSession,
    *,
    display_name: str,
    nip: str = "",
    unit_name: str = "",
    day: SessionDay,
    by: User,
    nonce: UUID,
    at: datetime,
    desk: str = "",
) -> Attendance:
    """«Tambahan»: somebody who was not invited joins the list and is present.

    Pressing twice (same ``nonce``) returns the first attendance.
    Raises ParticipantError: already_listed; AttendanceError as record_attendance does; TrainingError: list_closed;
    PeopleError.
    """
    session = open_list(session)
    if again := _welcomed(nonce, session):
        return again
    unit = units_named([unit_name]).get(unit_name)
    person, is_new = _person(
        display_name=display_name,
        employment_status="",
        nip=nip,
        unit=unit,
        unit_name="" if unit else unit_name,
        at=at,
    )
    participant = _enrol_one(session, person, origin=Origin.WALK_IN, person_was_new=is_new)
    log(session, "training.participant.walk_in", user=by, data={"line": participant.line})
    return _present_at_once(participant, day=day, by=by, nonce=nonce, at=at, desk=desk)


def _welcomed(nonce: UUID, session: TrainingSession) -> Attendance | None:
    return Attendance.objects.select_related("first").filter(first__nonce=nonce, participant__session=session).first()


def _present_at_once(
    participant: Participant, *, day: SessionDay, by: User, nonce: UUID, at: datetime, desk: str
) -> Attendance:
    return record_attendance(
        participant, day=day, by=by, nonce=nonce, method=AttendanceEvent.Method.NAME, at=at, desk=desk
    )
