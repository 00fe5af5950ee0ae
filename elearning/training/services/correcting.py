"""A draft put right: cell by cell, row beside row, or in the committee's own spreadsheet (ADR 0024)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from elearning.lib import spreadsheets

from ..errors import ParticipantError
from ..importing import LABELS, NIP_BROKEN, UNKNOWN_END, Grid, ImportRefused, proposal, shown, without_nik
from ..importing import layout as layouts
from ..importing.grids import MAX_ROWS, plain
from ..models import DraftRow, ImportDraft
from .checking import CHUNK, Decision, Skipped, State, idle, read_into, settle

MARK, NOTE = "Kode baris", "Catatan"
WORDS = {
    "double_nip": "NIP sama dengan baris {rows}.",
    "double_row": "Nama, jabatan, dan unit sama dengan baris {rows}.",
    "known_name": "NIP ini sudah dikenal dengan nama lain.",
    "maybe_listed": "Mungkin orang yang sudah ada di daftar dengan NIP belum lengkap.",
    "namesake": "Nama sama dengan baris {rows}. Dua orang bernama sama? Periksa.",
}


def words_of(row: DraftRow) -> str:
    """Why a row is a double, or worth a look."""
    code = row.relation.get("code", "")
    return WORDS[code].format(rows=", ".join(map(str, row.relation.get("rows", ())))) if code else ""


@transaction.atomic
def correct_row(draft: ImportDraft, number: int, typed: Mapping[str, str], *, at: datetime) -> DraftRow:
    """Other words in some cells of a row, which is a person from now on. What is wrong with it still: its ``faults``."""
    touch(draft, at)
    row = draft.rows.get(number=number)
    _rewrite(row, typed)
    row.skipped = ""
    row.save()
    settle(draft)
    row.refresh_from_db()
    return row


def _rewrite(row: DraftRow, typed: Mapping[str, str]) -> bool:
    """Whether anything is different; a cell left as it was shown keeps what the file says."""
    changes = {field: plain(text) for field, text in typed.items() if text.strip() != shown(row.cells.get(field, ""))}
    if not changes and row.cells:
        return False
    row.decision = ""
    read_into(row, without_nik(row.cells | changes))
    return True


@transaction.atomic
def decide(draft: ImportDraft, number: int, choice: str, *, at: datetime) -> None:
    """What the committee says of two that look like one, or of a row that is nobody.

    Raises ParticipantError: no_decision, when the row asks nothing of the kind (any more).
    """
    touch(draft, at)
    row = draft.rows.get(number=number)
    code = row.relation.get("code", "") if row.state == State.DOUBLE else ""
    match choice, code:
        case "lewati", _:
            row.skipped, row.decision = Skipped.BY_HAND, ""
        case "masukkan", _ if row.skipped and row.cells:
            row.skipped = ""
        case "gabung" | "pertama" | "ini" | "keduanya", "double_nip" | "double_row":
            _decide_between(draft.rows.get(number=row.relation["rows"][0]), row, choice, code)
        case "sama", "known_name" | "maybe_listed":
            row.decision = Decision.SAME
        case "lain", "known_name":
            read_into(row, row.cells | {"nip": UNKNOWN_END})
        case "lain", "maybe_listed":
            row.decision = Decision.BOTH
        case _:
            raise ParticipantError("no_decision")
    row.save()
    settle(draft)


def _decide_between(first: DraftRow, row: DraftRow, choice: str, code: str) -> None:
    if choice == "gabung":
        missing = {field: value for field, value in row.cells.items() if layouts.text_of(value)}
        read_into(first, missing | {field: value for field, value in first.cells.items() if layouts.text_of(value)})
        row.skipped = Skipped.MERGED
    elif choice == "pertama":
        row.skipped = Skipped.BY_HAND
    elif choice == "ini":
        first.skipped = Skipped.BY_HAND
        row.participant_id = row.participant_id or first.participant_id
    elif code == "double_nip":  # one of the two is mistyped, and we cannot know which
        for one in (first, row):
            read_into(one, one.cells | {"nip": UNKNOWN_END})
        row.decision = Decision.BOTH
    else:
        row.decision = Decision.BOTH
    first.save()


@transaction.atomic
def link_known(draft: ImportDraft, *, at: datetime) -> int:
    """Everybody whom we know by NIP under another name is the same person; how many."""
    touch(draft, at)
    known = draft.rows.filter(state=State.DOUBLE, relation__code="known_name")
    count = known.update(decision=Decision.SAME)
    settle(draft)
    return count


# «Rapikan huruf»


def name_proposals(draft: ImportDraft) -> list[tuple[int, str, str]]:
    """Rows whose name could be written as people do: number, the name as it is, the proposal."""
    open_rows = draft.rows.filter(participant=None).exclude(state=State.SKIPPED).order_by("number")
    names = ((number, layouts.text_of(name)) for number, name in open_rows.values_list("number", "cells__name"))
    return [(number, name, new) for number, name in names if name and (new := proposal(name)) != name]


@transaction.atomic
def tidy_names(draft: ImportDraft, numbers: Collection[int], *, at: datetime) -> int:
    """Write the names of these rows as proposed; how many."""
    touch(draft, at)
    changed = []
    for row in draft.rows.filter(number__in=numbers, participant=None).exclude(state=State.SKIPPED):
        name = layouts.text_of(row.cells.get("name", ""))
        if name and (new := proposal(name)) != name:
            decision = row.decision
            changed.append(read_into(row, row.cells | {"name": new}))
            row.decision = decision
    _store(changed)
    settle(draft)
    return len(changed)


# The file of corrections


def correction_file(draft: ImportDraft) -> bytes:
    """«Unduh berkas perbaikan»: the same rows with what is wrong beside them, and a mark by which each is known again."""
    rows = draft.rows.exclude(state=State.SKIPPED).order_by("number").iterator(chunk_size=CHUNK)
    header = ["No", *LABELS.values(), NOTE, MARK]
    content = (
        [str(place), *_cells(row), _note(row), _mark(draft, row.number)] for place, row in enumerate(rows, start=1)
    )
    return spreadsheets.write_xlsx("Perbaikan", header, content, hidden=(len(header),))


def _cells(row: DraftRow) -> Iterator[str]:
    return (shown(row.cells.get(field, "")) for field in LABELS)


def _note(row: DraftRow) -> str:
    if row.state == State.LISTED:
        return "Sudah ada di daftar."
    faults = [f"{LABELS[field]}: {advice}" for field, _, advice in row.faults]
    return " ".join([*faults, *([NIP_BROKEN] if row.state == State.INCOMPLETE else []), *filter(None, [words_of(row)])])


def _mark(draft: ImportDraft, number: int) -> str:
    return f"{_prefix(draft)}-{number}"


def _prefix(draft: ImportDraft) -> str:
    return draft.public_id.hex[:8]


def draft_marked_in(drafts: Sequence[ImportDraft], grids: Sequence[Grid]) -> ImportDraft | None:
    """The draft whose file of corrections this is."""
    by_prefix = {_prefix(draft): draft for draft in drafts}
    for grid in grids:
        if (table := _table(grid)) and table.mark is not None:
            for cells in grid.rows:
                if draft := by_prefix.get(_text(cells, table.mark).partition("-")[0]):
                    return draft
    return None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came back: rows that are otherwise now, rows that are new, and rows that were no longer there."""

    changed: int
    new: int
    missing: int


@dataclass(frozen=True, slots=True)
class _Table:
    layout: layouts.Layout
    mark: int | None


def _table(grid: Grid) -> _Table | None:
    layout = layouts.find(grid.rows)
    if layout is None:
        return None
    titles = [title.casefold() for title in layouts.titles_of(grid.rows, layout)]
    return _Table(layout, titles.index(MARK.casefold()) if MARK.casefold() in titles else None)


@transaction.atomic
def take_corrections(draft: ImportDraft, grids: Sequence[Grid], *, at: datetime) -> Taken:
    """The file of corrections comes back: rows are known by their mark, else by what they say; none is doubled.

    Raises ImportRefused: not_ours, too_many_rows.
    """
    touch(draft, at)
    grid = max(grids, key=lambda grid: grid.people)
    table = _table(grid)
    if table is None:
        raise ImportRefused("not_ours")
    known = _Known(draft)
    changed: list[DraftRow] = []
    new: list[DraftRow] = []
    for cells in _people(grid, table):
        mark = _text(cells, table.mark) if table.mark is not None else ""
        typed = {field: _typed(cells, index) for field, index in table.layout.columns.items()}
        row = known.claim(mark, typed)
        if row is None:
            row = DraftRow(draft=draft, number=known.next_number + len(new))
            _rewrite(row, typed)
            new.append(row)
        elif _rewrite(row, typed) or row.skipped:
            row.skipped = ""
            changed.append(row)
    if not known.claimed:
        raise ImportRefused("not_ours")
    if len(known.rows) + len(new) > MAX_ROWS + layouts.HEADER_WITHIN:
        raise ImportRefused("too_many_rows", limit=f"{MAX_ROWS:,}".replace(",", "."))
    missing = [row for row in known.unclaimed() if not row.skipped and not row.participant_id]
    for row in missing:
        row.skipped = Skipped.MISSING
    DraftRow.objects.bulk_create(new, batch_size=CHUNK)
    _store([*changed, *missing])
    settle(draft)
    return Taken(len(changed), len(new), len(missing))


class _Known:
    """The rows of a draft, each to be claimed once."""

    def __init__(self, draft: ImportDraft) -> None:
        self.rows = list(draft.rows.order_by("number"))
        self.next_number = max((row.number for row in self.rows), default=0) + 1
        self.claimed: set[int] = set()
        self._by_mark = {_mark(draft, row.number): row for row in self.rows}
        self._by_content: defaultdict[tuple[str, ...], list[DraftRow]] = defaultdict(list)
        for row in self.rows:
            if row.cells:
                self._by_content[_content({field: shown(value) for field, value in row.cells.items()})].append(row)

    def claim(self, mark: str, typed: Mapping[str, str]) -> DraftRow | None:
        marked = self._by_mark.get(mark)
        candidates = [*([marked] if marked else []), *self._by_content.get(_content(typed), ())]
        row = next((row for row in candidates if row.number not in self.claimed), None)
        if row:
            self.claimed.add(row.number)
        return row

    def unclaimed(self) -> list[DraftRow]:
        return [row for row in self.rows if row.number not in self.claimed]


def _content(typed: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        re.sub(r"\s+", " ", typed.get(field, "")).strip().casefold() for field in ("name", "nip", "position", "unit")
    )


def _people(grid: Grid, table: _Table) -> Iterator[Sequence[Any]]:
    for cells in grid.rows[table.layout.first_row - 1 :]:
        if any(_text(cells, index) for index in table.layout.columns.values()):
            yield cells


def _text(cells: Sequence[Any], index: int) -> str:
    return layouts.text_of(cells[index]) if index < len(cells) else ""


def _typed(cells: Sequence[Any], index: int) -> str:
    """What was written; our own apostrophe before a sign that begins a formula is taken off again."""
    value = cells[index] if index < len(cells) else ""
    text = shown(value)
    return text[1:] if text[:1] == "'" and spreadsheets.safe_cell(text[1:]) != text[1:] else text


def _store(rows: Sequence[DraftRow]) -> None:
    fields = ["cells", "values", "faults", "state", "skipped", "decision"]
    DraftRow.objects.bulk_update(rows, fields, batch_size=CHUNK)


def touch(draft: ImportDraft, at: datetime) -> None:
    """Somebody works on this draft: two tabs take turns, and it is kept for longer.

    Raises ParticipantError: draft_busy, while a worker has it; draft_gone.
    """
    idle(draft)
    ImportDraft.objects.filter(pk=draft.pk).update(touched_at=at)
