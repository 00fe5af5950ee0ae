"""The rows of a draft: read from its sheet, held against each other and against the list, and stored (ADR 0024).

A short list is done at once. A long one is the worker's, in chunks; a worker that is killed leaves what is done, and the
next one goes on behind it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from elearning.lib.errors import DomainError
from elearning.people.models import User

from ..errors import ParticipantError
from ..importing import Group, Passed, Person, Row, cells_of, namesakes, read_cells, twins
from ..importing import layout as layouts
from ..models import DraftRow, DraftSheet, ImportBatch, ImportDraft
from .imports import ImportResult, import_participants
from .matching import Decided, Fate, PlannedRow, plan_import

logger = logging.getLogger(__name__)
State, Skipped, Decision, Stage = DraftRow.State, DraftRow.Skipped, DraftRow.Decision, ImportDraft.Stage
TO_SAVE = (State.READY, State.INCOMPLETE)
TO_MEND = (State.TO_CHECK, State.DOUBLE)
CHUNK = 500  # rows: what a request does at once, and what a worker does between two signs of life
LEASE = timedelta(seconds=60)
_SKIPPED = {
    layouts.Skipped.HEADER_AGAIN: Skipped.HEADER,
    layouts.Skipped.COLUMN_NUMBERS: Skipped.NUMBERS,
    layouts.Skipped.NOBODY: Skipped.NOBODY,
    layouts.Skipped.FOOTER: Skipped.FOOTER,
}


def begin(draft: ImportDraft, *, at: datetime) -> ImportDraft:
    """Do a short draft at once, hand a long one to the worker."""
    if draft.total <= CHUNK:
        work(draft, now=lambda: at)
        return ImportDraft.objects.filter(pk=draft.pk).first() or draft
    from ..tasks import work_on_drafts  # which calls work_due

    transaction.on_commit(work_on_drafts.enqueue)
    return draft


def work_due(now=timezone.now) -> int:
    """Every draft that waits for a worker, or whose worker has not been heard of for a minute; how many. What has never
    been tried comes first, so that a list on which workers fail holds up no other."""
    waiting = ImportDraft.objects.filter(stage__in=(Stage.CHECKING, Stage.SAVING))
    due = waiting.filter(Q(leased_until=None) | Q(leased_until__lt=now()))
    due = due.order_by(F("leased_until").asc(nulls_first=True), "touched_at")
    return sum(work(draft, now=now) for draft in due)


def work(draft: ImportDraft, *, now=timezone.now) -> bool:
    """Finish what the draft waits for; False when another worker has it."""
    at = now()
    mine = ImportDraft.objects.filter(Q(leased_until=None) | Q(leased_until__lt=at), pk=draft.pk)
    if not mine.update(leased_until=at + LEASE):
        return False
    draft.refresh_from_db()
    try:
        if draft.stage == Stage.CHECKING:
            _fill(draft, now)
            settle(draft)
            ImportDraft.objects.filter(pk=draft.pk).update(stage=Stage.CHECKED, leased_until=None)
        elif draft.stage == Stage.SAVING:
            _save_all(draft, now)
    except (IntegrityError, ParticipantError):
        if ImportDraft.objects.filter(pk=draft.pk).exists():
            raise
        logger.info("A list was thrown away while it was read.")
    return True


def _sign_of_life(draft: ImportDraft, done: int, at: datetime) -> None:
    ImportDraft.objects.filter(pk=draft.pk).update(done=done, leased_until=at + LEASE)


# Reading


def sheet_of(draft: ImportDraft) -> DraftSheet:
    return draft.sheets.get(place=draft.choices["sheet"])


def layout_of(draft: ImportDraft, sheet: DraftSheet) -> layouts.Layout:
    choices = draft.choices
    return layouts.stated(sheet.rows, choices["header_row"], choices["header_height"], choices["columns"])


def _fill(draft: ImportDraft, now) -> None:
    """A row for every line; what an earlier worker had done is passed by."""
    sheet = sheet_of(draft)
    lines = layouts.lines_of(
        sheet.rows,
        layout := layout_of(draft, sheet),
        merged=sheet.merged,
        ignored_groups=draft.choices["ignored_groups"],
    )
    done = draft.rows.count()
    remaining = islice(lines, done, None)
    while chunk := [_row_of(draft, line, layout) for line in islice(remaining, CHUNK)]:
        DraftRow.objects.bulk_create(chunk, ignore_conflicts=True)
        done += len(chunk)
        _sign_of_life(draft, done, now())


def _row_of(draft: ImportDraft, line: Person | Group | Passed, layout: layouts.Layout) -> DraftRow:
    if isinstance(line, Person):
        return read_into(DraftRow(draft=draft, number=line.row), cells_of(line, layout))
    reason = Skipped.GROUP if isinstance(line, Group) else _SKIPPED[line.reason]
    return DraftRow(draft=draft, number=line.row, said=line.text[:120], skipped=reason, state=State.SKIPPED)


def read_into(row: DraftRow, cells: dict[str, Any]) -> DraftRow:
    """What these cells say, or what is wrong with them. Their relations to others: ``settle``."""
    found, faults = read_cells(cells, row.number)
    row.cells = cells
    row.values = [getattr(found, name) for name in Row.__slots__] if found else None
    row.faults = [[fault.field, fault.code, fault.advice] for fault in faults]
    row.state = State.READY if found else State.TO_CHECK
    return row


# Who is who


def locked(draft: ImportDraft) -> ImportDraft:
    """The draft as it is now, held until the transaction ends: two tabs take turns. Raises ParticipantError: draft_gone."""
    found = ImportDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise ParticipantError("draft_gone")
    return found


def idle(draft: ImportDraft) -> ImportDraft:
    """The same, of a draft that no worker has. Raises ParticipantError: draft_busy, draft_gone."""
    found = locked(draft)
    if found.is_working:
        raise ParticipantError("draft_busy")
    return found


def settle(draft: ImportDraft) -> None:
    """Say of every row what it is now: ready, incomplete, to be checked, double, on the list, passed over."""
    with transaction.atomic():
        locked(draft)
        stored = list(draft.rows.order_by("number"))
        people = [Row(*row.values) for row in stored if row.values and not row.skipped]
        decided = _decided(stored)
        doubles = twins(people, apart=frozenset(decided.apart))
        rows = [row for row in people if row.row not in doubles]
        plan = {planned.row.row: planned for planned in plan_import(draft.session, rows, decided)}
        others = namesakes(rows)
        changed = []
        for row in stored:
            before = (row.state, row.relation, row.participant_id)
            _judge(row, doubles, plan, others)
            if before != (row.state, row.relation, row.participant_id):
                changed.append(row)
        DraftRow.objects.bulk_update(changed, ["state", "relation", "participant"], batch_size=CHUNK)
        draft.choices = {**locked(draft).choices, "tidied": _tidied(stored)}
        ImportDraft.objects.filter(pk=draft.pk).update(choices=draft.choices)


def _tidied(rows: Iterable[DraftRow]) -> dict[str, int]:
    """How many NIP were freed of spaces, and how many phones got back the 0 that a spreadsheet ate."""
    people = [(row.cells, Row(*row.values)) for row in rows if row.values and not row.skipped]
    return {
        "nip": sum(bool(row.nip) and cells.get("nip") != row.nip for cells, row in people),
        "phone": sum(layouts.text_of(cells.get("phone", "")).startswith("8") for cells, row in people if row.phone),
    }


def _decided(rows: Iterable[DraftRow]) -> Decided:
    rows = list(rows)
    return Decided(
        tied={row.number: row.participant_id for row in rows if row.participant_id},
        same={row.number for row in rows if row.decision == Decision.SAME},
        apart={row.number for row in rows if row.decision == Decision.BOTH},
    )


def _judge(row: DraftRow, doubles, plan: dict[int, PlannedRow], others: dict[int, list[int]]) -> None:
    row.relation = {}
    if row.skipped:
        row.state = State.SKIPPED
    elif not row.values:
        row.state = State.TO_CHECK
    elif twin := doubles.get(row.number):
        row.state, row.relation = State.DOUBLE, {"code": twin.code, "rows": [twin.first]}
    else:
        planned = plan[row.number]
        if planned.asks:
            row.state, row.relation = State.DOUBLE, {"code": planned.asks}
            return
        row.participant_id = planned.listed.participant if planned.listed else None
        if planned.fate == Fate.LISTED:
            row.state = State.LISTED
            return
        row.state = State.INCOMPLETE if planned.row.nip_is_incomplete else State.READY
        if same := others.get(row.number):
            row.relation = {"code": "namesake", "rows": same[:5]}


def counts(draft: ImportDraft) -> dict[str, int]:
    """How many rows are in each state; «orang»: all that are people, «simpan»: what «Simpan» would store now."""
    found = Counter(draft.rows.values_list("state", flat=True))
    people = sum(found.values()) - found[State.SKIPPED]
    by_hand = draft.rows.filter(skipped__in=(Skipped.BY_HAND, Skipped.MERGED, Skipped.MISSING)).count()
    return {state.name.lower(): found[state.value] for state in State} | {
        "people": people + by_hand,
        "by_hand": by_hand,
        "to_save": sum(found[state] for state in TO_SAVE),
        "to_mend": sum(found[state] for state in TO_MEND),
    }


# «Simpan»


def save(draft: ImportDraft, *, by: User, at: datetime) -> ImportResult | None:
    """Store what is ready; the rest stays in the draft, which goes when nothing is left. None: the worker does it.

    Raises TrainingError: list_closed; ParticipantError: draft_gone; PeopleError.
    """
    with transaction.atomic():
        draft = locked(draft)
        if draft.is_working:  # somebody pressed in another tab
            return None
        settle(draft)
        draft.choices["trouble"] = ""
        ready = draft.rows.filter(state__in=TO_SAVE).count()
        if ready <= CHUNK:
            draft.save(update_fields=["choices"])
            _, result = _save_chunk(draft, 0, by=by, at=at)
            finish(draft)
            return result
        draft.batch = ImportBatch.objects.create(
            session=draft.session,
            file_name=draft.file_name,
            file_sha256=draft.file_sha256,
            created_at=at,
            created_by=by,
        )
        draft.stage, draft.total, draft.done, draft.touched_at, draft.leased_until = Stage.SAVING, ready, 0, at, None
        draft.save()
    begin(draft, at=at)
    return None


def _save_all(draft: ImportDraft, now) -> None:
    behind, done = 0, draft.done
    try:
        while True:
            with transaction.atomic():
                locked(draft)
                behind, result = _save_chunk(draft, behind, by=draft.batch.created_by, at=now())
                done += len(result.participants)
                _sign_of_life(draft, done, now())
            if not behind:
                break
    except DomainError as error:
        logger.warning("A list was not stored to its end: %s", error.code)
        ImportDraft.objects.filter(pk=draft.pk).update(choices={**draft.choices, "trouble": str(error)})
    if not draft.batch.participants.exists() and not draft.batch.completions.exists():
        draft.batch.delete()
    finish(draft)


def _save_chunk(draft: ImportDraft, behind: int, *, by: User, at: datetime) -> tuple[int, ImportResult]:
    """Store up to 500 ready rows that stand behind a number; the last of them, 0 when there was none."""
    rows = list(draft.rows.filter(state__in=TO_SAVE, number__gt=behind).order_by("number")[:CHUNK])
    others = draft.rows.exclude(participant=None).exclude(pk__in=[row.pk for row in rows])
    result = import_participants(
        draft.session,
        [Row(*row.values) for row in rows if row.values],
        file_name=draft.file_name,
        sha256=draft.file_sha256,
        by=by,
        at=at,
        decided=_decided(rows),
        taken=set(others.values_list("participant", flat=True)),
        batch=draft.batch,
    )
    for row in rows:
        row.participant_id = result.participants.get(row.number)
        row.state = State.LISTED if row.participant_id else State.DOUBLE
    DraftRow.objects.bulk_update(rows, ["participant", "state"], batch_size=CHUNK)
    return (rows[-1].number if rows else 0), result


def finish(draft: ImportDraft) -> None:
    """After «Simpan»: a draft with nothing left to do is gone."""
    settle(draft)
    if draft.rows.filter(state__in=(*TO_SAVE, *TO_MEND)).exists():
        ImportDraft.objects.filter(pk=draft.pk).update(stage=Stage.CHECKED, batch=None, leased_until=None)
    else:
        draft.delete()


def chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
