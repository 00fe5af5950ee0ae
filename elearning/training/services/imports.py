"""A list of participants comes in as a file, and may go again until something rests on it (ADR 0023)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from elearning.people.models import Unit, User
from elearning.people.services import PeopleError, give_nip, register_participant

from ..errors import ParticipantError
from ..importing import Row
from ..models import ImportBatch, NipCompletion, Participant, TrainingSession
from .matching import NOTHING, Decided, Fate, PlannedRow, plan_import
from .participants import enrol, open_list, units_named

LAST_DIGITS = 4  # three that Excel ate, and the fifteenth, which it may have rounded


@dataclass(frozen=True, slots=True)
class ImportResult:
    """``batch`` is None when every row was on the list already; ``participants``: whom each row became, by its number."""

    batch: ImportBatch | None
    added: int = 0
    already_listed: int = 0
    completed: int = 0
    asked: int = 0
    participants: Mapping[int, int] = field(default_factory=dict)


@transaction.atomic
def import_participants(
    session: TrainingSession,
    rows: Sequence[Row],
    *,
    file_name: str,
    sha256: str,
    by: User,
    at: datetime,
    decided: Decided = NOTHING,
    taken: Collection[int] = (),
    batch: ImportBatch | None = None,
) -> ImportResult:
    """Store the rows that a person saw, all or none. Rows on the list already add nothing, but may complete a NIP; rows
    that need a decision stay out. ``batch``: the one that an earlier part of the same list went into.

    Raises TrainingError: list_closed; ParticipantError: already_undone; PeopleError as register_participant does.
    """
    session = open_list(session)
    if batch and ImportBatch.objects.select_for_update().get(pk=batch.pk).undone_at:
        raise ParticipantError("already_undone")
    plan = plan_import(session, rows, decided, taken=taken)
    completing = [planned for planned in plan if planned.fate == Fate.COMPLETES]
    wanted = [planned for planned in plan if planned.fate in (Fate.NEW, Fate.LINKED)]
    if (wanted or completing) and batch is None:
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
    if participants:
        enrol(session, participants)
    completed = [planned for planned in completing if _complete(planned, batch)]
    listed = {planned.row.row: planned.listed.participant for planned in plan if planned.listed and not planned.asks}
    new = {planned.row.row: one.pk for planned, one in zip(wanted, participants, strict=True)}
    if wanted or completed:
        log(session, "training.participant.import", user=by, data={"added": len(wanted), "completed": len(completed)})
    return ImportResult(
        batch,
        added=len(wanted),
        already_listed=len(listed) - len(completed),
        completed=len(completed),
        asked=sum(planned.fate == Fate.ASKED for planned in plan),
        participants=listed | new,
    )


def _complete(planned: PlannedRow, batch: ImportBatch) -> bool:
    """The NIP that a later list brings whole goes to the person whose NIP an earlier one had broken."""
    participant = Participant.objects.select_for_update().get(pk=planned.listed.participant)
    try:
        give_nip(participant.person, nip=planned.row.nip)
    except PeopleError:  # somebody was quicker, at the desk or elsewhere
        return False
    NipCompletion.objects.create(
        batch=batch,
        participant=participant,
        nip=planned.row.nip,
        earlier_hint=participant.nip_hint,
        was_incomplete=participant.nip_is_incomplete,
    )
    participant.nip_is_incomplete, participant.nip_hint = False, ""
    participant.save(update_fields=["nip_is_incomplete", "nip_hint"])
    return True


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
