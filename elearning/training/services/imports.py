"""A list of participants comes in as a file, and may go again until something rests on it (ADR 0023)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import ProtectedError
from wagtail.log_actions import log

from elearning.people.models import Unit, User
from elearning.people.services import PeopleError, give_nip, register_participant

from ..depending import in_use
from ..errors import ParticipantError
from ..importing import Row, numbers_agree, sameness
from ..models import ImportBatch, Participant, TrainingSession
from ..querysets import ParticipantQuerySet
from .participants import enrol, open_list, units_named

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


def plan_import(session: TrainingSession, rows: Sequence[Row]) -> list[PlannedRow]:
    """Hold rows against the list and the people we know. Reads only; a constant number of queries.

    A row without a NIP is the same person as a participant with equal name, position and unit; so is a row with a NIP
    when that participant has none yet.
    """
    known = {person.nip: person for person in User.objects.filter(nip__in=[row.nip for row in rows if row.nip])}
    listed = list(session.participants.select_related("person__unit"))
    listed_people = {participant.person_id for participant in listed}
    by_key: defaultdict[tuple[str, str, str], list[Participant]] = defaultdict(list)
    for participant in listed:
        by_key[_key(participant.person)].append(participant)
    return [_planned(row, known, listed_people, by_key) for row in rows]


def _planned(
    row: Row,
    known: Mapping[str | None, User],
    listed_people: set[int],
    by_key: Mapping[tuple[str, str, str], Sequence[Participant]],
) -> PlannedRow:
    person = known.get(row.nip) if row.nip else None
    differs = person.display_name if person and person.display_name != row.name else ""
    if person and person.pk in listed_people:
        return PlannedRow(row, Fate.LISTED, person, differs)
    same = next((one.person for one in by_key.get(row.key, ()) if _may_be(row, one)), None)
    if same:
        return PlannedRow(row, Fate.LISTED, same)
    return PlannedRow(row, Fate.LINKED, person, differs) if person else PlannedRow(row, Fate.NEW)


def _may_be(row: Row, participant: Participant) -> bool:
    return numbers_agree(row.nip or row.nip_hint, participant.person.nip or participant.nip_hint)


def _key(person: User) -> tuple[str, str, str]:
    return (sameness(person.display_name), sameness(person.position_title), sameness(person.unit_label))


@transaction.atomic
def import_participants(
    session: TrainingSession, rows: Sequence[Row], *, file_name: str, sha256: str, by: User, at: datetime
) -> ImportResult:
    """Store the rows that a person saw in the preview, all or none. Rows on the list already add nothing.

    Raises TrainingError: list_closed; PeopleError as register_participant does.
    """
    session = open_list(session)
    plan = plan_import(session, rows)
    wanted = [planned for planned in plan if planned.fate != Fate.LISTED]
    if not wanted:
        return ImportResult(None, 0, len(plan))
    batch = ImportBatch.objects.create(
        session=session, file_name=file_name[:200], file_sha256=sha256, created_at=at, created_by=by
    )
    units = units_named([planned.row.unit for planned in wanted])
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
    enrol(session, participants)
    log(session, "training.participant.import", user=by, data={"added": len(wanted)})
    return ImportResult(batch, len(wanted), len(plan) - len(wanted))


def _rest_of_nip(planned: PlannedRow) -> dict[str, object]:
    """What is left to ask for at the desk; of a person whose NIP we know, nothing."""
    if not planned.row.nip_is_incomplete or (planned.person and planned.person.nip):
        return {}
    return {"nip_is_incomplete": True, "nip_hint": planned.row.nip_hint}


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
def complete_nip(participant: Participant, *, typed: str, by: User) -> Participant:
    """What Excel ate of a NIP, told by the person at the desk: the last four digits behind the hint, or all 18.

    Raises ParticipantError: nip_complete, nip_of_another; PeopleError: nip_missing, nip_nik, nip_length, nip_digits,
    nip_known.
    """
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if not participant.nip_is_incomplete:
        raise ParticipantError("nip_complete")
    end = re.sub(r"\s", "", typed)
    number = participant.nip_hint + end if len(end) == LAST_DIGITS else typed
    try:
        participant.person = give_nip(participant.person, nip=number)
    except PeopleError as error:
        if error.code != "nip_taken":
            raise
        raise ParticipantError("nip_of_another") from error  # said to the committee, not to the person
    participant.nip_is_incomplete, participant.nip_hint = False, ""
    participant.save(update_fields=["nip_is_incomplete", "nip_hint"])
    log(participant.session, "training.participant.nip", user=by, data={"line": participant.line})
    return participant


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: User, at: datetime) -> int:
    """Take the rows of one import off again, with the people it brought; returns how many participants went.

    Raises ParticipantError: already_undone, in_use; TrainingError: list_closed.
    """
    session = open_list(batch.session)
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
    _forget(newcomers)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    log(session, "training.participant.undo_import", user=by, data={"removed": count})
    return count


def _forget(people: Sequence[User]) -> None:
    """Delete all on whom nothing rests: together, and where somebody else built on one meanwhile, by halves."""
    try:
        with transaction.atomic():
            User.objects.filter(pk__in=[person.pk for person in people]).delete()
    except ProtectedError:
        half = len(people) // 2
        if half:  # alone: the person stays
            _forget(people[:half])
            _forget(people[half:])


def participants_in_use(batch: ImportBatch) -> ParticipantQuerySet:
    """Participants of an import on whom something rests by now."""
    return in_use(batch.participants.all(), batch.session)
