"""Who is on the list: by form, by file, at the door."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError, Q
from wagtail.log_actions import log

from certificates import services as certificates
from elearning.lib import codes
from elearning.people.models import Unit, User
from elearning.people.services import clean_nip, give_nip, register_participant
from quizzes.models import Attempt

from ..errors import ParticipantError, TrainingError
from ..importing import Row, sameness
from ..models import Attendance, AttendanceEvent, ImportBatch, Participant, SessionDay, TrainingSession
from .attendance import record_attendance
from .sessions import locked

Origin, State = Participant.Origin, TrainingSession.State
LAST_DIGITS = 4  # three that Excel ate, and the fifteenth, which it may have rounded


class Fate(StrEnum):
    """What «Simpan» will do with a row."""

    NEW = "baru"
    LINKED = "dikenal"
    LISTED = "sudah-ada"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of a file held against what is stored. ``name_differs``: the stored name, when the file has another."""

    row: Row
    fate: Fate
    person: User | None = None
    name_differs: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """``batch`` is None when every row was on the list already."""

    batch: ImportBatch | None
    added: int
    already_listed: int


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
    session = _open_list(session)
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


def _open_list(session: TrainingSession) -> TrainingSession:
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
    return _enrol(session, [Participant(session=session, person=person, **fields)])[0]


def _enrol(session: TrainingSession, participants: Sequence[Participant]) -> list[Participant]:
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


def plan_import(session: TrainingSession, rows: Sequence[Row]) -> list[PlannedRow]:
    """Hold rows against the list and the people we know. Reads only; a constant number of queries.

    A row without a NIP is the same person as a participant with equal name, position and unit; so is a row with a NIP
    when that participant has none yet.
    """
    known = {person.nip: person for person in User.objects.filter(nip__in=[row.nip for row in rows if row.nip])}
    listed = list(session.participants.select_related("person__unit"))
    listed_people = {participant.person_id for participant in listed}
    by_key = {_key(participant.person): participant.person for participant in listed}
    return [_planned(row, known, listed_people, by_key) for row in rows]


def _planned(
    row: Row, known: Mapping[str | None, User], listed_people: set[int], by_key: Mapping[tuple[str, str, str], User]
) -> PlannedRow:
    person = known.get(row.nip) if row.nip else None
    if person:
        differs = "" if person.display_name == row.name else person.display_name
        fate = Fate.LISTED if person.pk in listed_people else Fate.LINKED
        return PlannedRow(row, fate, person, differs)
    same = by_key.get(row.key)
    if same and not (row.nip and same.nip):
        return PlannedRow(row, Fate.LISTED, same)
    return PlannedRow(row, Fate.NEW)


def _key(person: User) -> tuple[str, str, str]:
    return (sameness(person.display_name), sameness(person.position_title), sameness(person.unit_label))


@transaction.atomic
def import_participants(
    session: TrainingSession, rows: Sequence[Row], *, file_name: str, sha256: str, by: User, at: datetime
) -> ImportResult:
    """Store the rows that a person saw in the preview, all or none. Rows on the list already add nothing.

    Raises TrainingError: list_closed; PeopleError as register_participant does.
    """
    session = _open_list(session)
    plan = plan_import(session, rows)
    wanted = [planned for planned in plan if planned.fate != Fate.LISTED]
    if not wanted:
        return ImportResult(None, 0, len(plan))
    batch = ImportBatch.objects.create(
        session=session, file_name=file_name[:200], file_sha256=sha256, created_at=at, created_by=by
    )
    units = _units_named([planned.row.unit for planned in wanted])
    participants = [
        Participant(
            session=session,
            person=planned.person or _register_row(planned.row, units, at=at),
            group=planned.row.group,
            imported_by=batch,
            person_was_new=planned.person is None,
            **_rest_of_nip(planned),
        )
        for planned in wanted
    ]
    _enrol(session, participants)
    log(session, "training.participant.import", user=by, data={"added": len(wanted)})
    return ImportResult(batch, len(wanted), len(plan) - len(wanted))


def _rest_of_nip(planned: PlannedRow) -> dict[str, object]:
    """What is left to ask for at the desk; of a person whose NIP we know, nothing."""
    if not planned.row.nip_is_incomplete or (planned.person and planned.person.nip):
        return {}
    return {"nip_is_incomplete": True, "nip_hint": planned.row.nip_hint}


@transaction.atomic
def complete_nip(participant: Participant, *, typed: str, by: User) -> Participant:
    """What Excel ate of a NIP, told by the person at the desk: the last four digits behind the hint, or all 18.

    Raises ParticipantError: nip_complete; PeopleError: nip_missing, nip_nik, nip_length, nip_digits, nip_taken, nip_known.
    """
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if not participant.nip_is_incomplete:
        raise ParticipantError("nip_complete")
    end = re.sub(r"\s", "", typed)
    participant.person = give_nip(
        participant.person, nip=participant.nip_hint + end if len(end) == LAST_DIGITS else typed
    )
    participant.nip_is_incomplete, participant.nip_hint = False, ""
    participant.save(update_fields=["nip_is_incomplete", "nip_hint"])
    log(participant.session, "training.participant.nip", user=by, data={"line": participant.line})
    return participant


def _units_named(names: Sequence[str]) -> dict[str, Unit]:
    """Units whose name is written exactly so and belongs to one unit only; a guess would show people to a stranger."""
    found = list(Unit.objects.filter(name__in={name for name in names if name}, is_active=True))
    count = Counter(unit.name for unit in found)
    return {unit.name: unit for unit in found if count[unit.name] == 1}


def _register_row(row: Row, units: Mapping[str, Unit], *, at: datetime) -> User:
    unit = units.get(row.unit)
    return register_participant(
        display_name=row.name,
        employment_status=row.status,
        nip=row.nip,
        position_title=row.position,
        unit=unit,
        unit_name="" if unit else row.unit,
        phone=row.phone,
        at=at,
    )


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: User, at: datetime) -> int:
    """Take the rows of one import off again, with the people it brought; returns how many participants went.

    Raises ParticipantError: already_undone, in_use; TrainingError: list_closed.
    """
    session = _open_list(batch.session)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at:
        raise ParticipantError("already_undone")
    participants = batch.participants.all()
    depending = participants_in_use(batch).count()
    if depending:
        raise ParticipantError("in_use", count=depending)
    newcomers = list(
        User.objects.filter(
            pk__in=participants.filter(person_was_new=True).values("person"), last_login=None, codes=None, readings=None
        )
    )
    count = participants.count()
    participants.delete()
    for person in newcomers:
        try:
            with transaction.atomic():
                person.delete()
        except ProtectedError:  # somebody else built on this person meanwhile; the person stays
            continue
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    log(session, "training.participant.undo_import", user=by, data={"removed": count})
    return count


def participants_in_use(batch: ImportBatch):
    """Participants of an import on whom something rests by now: presence, a deputy, a phone, an attempt."""
    attempts = Attempt.objects.filter(context=batch.session.context).values("person")
    return batch.participants.filter(
        Q(attendance_events__isnull=False) | Q(deputy__isnull=False) | Q(claimed_at__isnull=False)
        | Q(person__in=attempts)
    ).distinct()  # fmt: skip


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
    session = _open_list(principal.session)
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
    session = _open_list(session)
    if again := _welcomed(nonce, session):
        return again
    unit = _units_named([unit_name]).get(unit_name)
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
