"""A list on its way in: kept, and understood (ADR 0024). Checking and storing: checking.py; corrections: correcting.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from elearning.people.models import User

from ..errors import ParticipantError
from ..importing import Grid, Group, ImportRefused, Layout, Person, likeliest
from ..importing import layout as layouts
from ..importing.grids import plain
from ..models import DraftSheet, ImportDraft, TrainingSession
from .checking import begin, idle, layout_of, locked, sheet_of
from .participants import open_list

Stage = ImportDraft.Stage
KEPT_FOR = timedelta(days=14)


@transaction.atomic
def keep_draft(
    session: TrainingSession,
    grids: Sequence[Grid],
    *,
    file_name: str,
    sha256: str,
    has_macros: bool = False,
    by: User,
    at: datetime,
) -> tuple[ImportDraft, bool]:
    """The draft of a file, and whether it is new: the same file twice is one draft.

    Raises TrainingError: list_closed.
    """
    session = open_list(session)  # two tabs that upload at once take turns
    earlier = session.import_drafts.filter(file_sha256=sha256).first()
    if earlier:
        return earlier, False
    place = grids.index(likeliest(grids))
    draft = ImportDraft.objects.create(
        session=session,
        made_by=by,
        made_at=at,
        touched_at=at,
        file_name=plain(file_name)[:200],
        file_sha256=sha256,
        has_macros=has_macros,
        choices=_guess(place, grids[place].rows),
    )
    DraftSheet.objects.bulk_create(
        DraftSheet(
            draft=draft, place=number, name=grid.name[:200], people=grid.people, rows=grid.rows, merged=grid.merged
        )
        for number, grid in enumerate(grids)
    )
    return draft, True


def _guess(place: int, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    found = layouts.find(rows)
    first = next((number for number, cells in enumerate(rows, start=1) if any(map(layouts.text_of, cells))), 1)
    return _as_choices(place, found or layouts.named(rows, first), is_found=bool(found))


def _as_choices(place: int, layout: Layout | None, *, is_found: bool) -> dict[str, Any]:
    return {
        "sheet": place,
        "header_row": layout.header_row if layout else 1,
        "header_height": layout.header_height if layout else 1,
        "columns": dict(layout.columns) if layout else {},
        "ignored_groups": [],
        "is_found": is_found,
    }


def groups_of(sheet: DraftSheet, layout: Layout) -> list[tuple[Group, int]]:
    """Each row that names a group, with how many people stand below it."""
    found: list[tuple[Group, int]] = []
    if "name" not in layout.columns:
        return found
    for line in layouts.lines_of(sheet.rows, layout, merged=sheet.merged):
        if isinstance(line, Group):
            found.append((line, 0))
        elif isinstance(line, Person) and found:
            found[-1] = (found[-1][0], found[-1][1] + 1)
    return found


@transaction.atomic
def reread(draft: ImportDraft, *, place: int, header_row: int | None, at: datetime) -> ImportDraft:
    """Another sheet, or another row as its header; without one the header is sought again.

    Raises ImportRefused: no_sheet, no_header; ParticipantError: draft_busy, draft_gone.
    """
    draft = idle(draft)
    sheet = draft.sheets.filter(place=place).first()
    if sheet is None:
        raise ImportRefused("no_sheet")
    if header_row is None:
        draft.choices = _guess(place, sheet.rows)
    else:
        layout = layouts.named(sheet.rows, header_row)
        if layout is None:
            raise ImportRefused("no_header")
        draft.choices = _as_choices(place, layout, is_found=True)
    draft.stage, draft.touched_at = Stage.COLUMNS, at
    draft.save(update_fields=["choices", "stage", "touched_at"])
    return draft


def choose_columns(
    draft: ImportDraft, *, columns: Mapping[str, int], ignored_groups: Collection[int] = (), at: datetime
) -> ImportDraft:
    """What each column means; then the rows are read and checked, a long list by the worker.

    Raises ImportRefused: no_name, no_rows; ParticipantError: draft_busy, draft_gone.
    """
    with transaction.atomic():
        draft = idle(draft)
        if "name" not in columns:
            raise ImportRefused("no_name")
        draft.choices |= {"columns": dict(columns), "ignored_groups": sorted(ignored_groups), "is_found": True}
        sheet = sheet_of(draft)
        lines = list(layouts.lines_of(sheet.rows, layout_of(draft, sheet)))
        if not any(isinstance(line, Person) for line in lines):
            raise ImportRefused("no_rows")
        draft.rows.all().delete()
        draft.stage, draft.total, draft.done, draft.leased_until, draft.touched_at = (
            Stage.CHECKING, len(lines), 0, None, at,
        )  # fmt: skip
        draft.save()
    return begin(draft, at=at)


def discard(draft: ImportDraft) -> None:
    """«Buang»: the draft and every cell of it; who is on the list already stays there.

    Raises ParticipantError: draft_busy while it is being saved, draft_gone.
    """
    with transaction.atomic():
        found = locked(draft)
        if found.stage == Stage.SAVING:
            raise ParticipantError("draft_busy")
        found.delete()


def discard_forgotten(*, at: datetime) -> int:
    """Drafts that nobody touched for two weeks; how many."""
    forgotten = ImportDraft.objects.filter(touched_at__lt=at - KEPT_FOR)
    count = forgotten.count()
    forgotten.delete()
    return count
