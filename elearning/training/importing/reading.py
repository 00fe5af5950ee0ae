"""What the cells of one line say of a person, and which lines say the same (experience.md §8 P3, ADR 0023). Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .cells import (
    TEXT_LENGTH,
    UNIT_LENGTH,
    CellRefused,
    Nip,
    read_name,
    read_nip,
    read_phone,
    read_status,
    read_text,
)
from .layout import MASKED, Layout, Person

Cells = dict[str, Any]  # by field


@dataclass(frozen=True, slots=True)
class Fault:
    """``field``: of LABELS; ``advice``: what to do."""

    field: str
    code: str
    advice: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the file names them; the name byte for byte, except for spaces around it.

    ``nip_is_incomplete``: Excel ate the end of the NIP; ``nip_hint`` is what is surely left of it.
    """

    row: int
    name: str
    nip: str = ""
    status: str = ""
    position: str = ""
    unit: str = ""
    group: str = ""
    phone: str = ""
    nip_is_incomplete: bool = False
    nip_hint: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two rows without a NIP the same person in one session."""
        return (sameness(self.name), sameness(self.position), sameness(self.unit))


def sameness(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def cells_of(person: Person, layout: Layout) -> Cells:
    """The cells that we know the meaning of. The row above that names a group speaks where no cell does."""
    found = {field: person.cells[index] for field, index in layout.columns.items() if index < len(person.cells)}
    if not found.get("group") and person.group:
        found["group"] = person.group[:TEXT_LENGTH]
    return without_nik(found)


def without_nik(cells: Cells) -> Cells:
    """The same cells, with what the NIP column takes for a NIK left out: that is written with signs of all kinds."""
    try:
        read_nip(cells.get("nip", ""))
    except CellRefused as refusal:
        if refusal.code == "nip_nik":
            return {**cells, "nip": MASKED}
    return cells


def read_cells(cells: Mapping[str, Any], number: int) -> tuple[Row | None, list[Fault]]:
    """The person, or every cell that says nothing usable."""
    faults: list[Fault] = []

    def cell(field: str, reader: Callable[[Any], Any], otherwise: Any) -> Any:
        try:
            return reader(cells.get(field, ""))
        except CellRefused as refusal:
            faults.append(Fault(field, refusal.code, refusal.advice))
            return otherwise

    nip = cell("nip", read_nip, Nip())
    row = Row(
        row=number,
        name=cell("name", read_name, ""),
        nip=nip.digits,
        status=cell("status", read_status, ""),
        position=cell("position", lambda value: read_text(value, TEXT_LENGTH), ""),
        unit=cell("unit", lambda value: read_text(value, UNIT_LENGTH), ""),
        group=cell("group", lambda value: read_text(value, TEXT_LENGTH), ""),
        phone=cell("phone", read_phone, ""),
        nip_is_incomplete=nip.is_broken,
        nip_hint=nip.hint,
    )
    return (None, faults) if faults else (row, [])


def numbers_agree(one: str, other: str) -> bool:
    """What is known of two NIP does not tell their owners apart."""
    return one.startswith(other) or other.startswith(one)


@dataclass(frozen=True, slots=True)
class Twin:
    """``code``: double_nip, double_row; ``first``: the row that says the same, further up."""

    code: str
    first: int


def twins(rows: Iterable[Row], *, apart: frozenset[int] = frozenset()) -> dict[int, Twin]:
    """Each row that says what an earlier one says. Two broken NIP are never one person by their digits.

    ``apart``: rows of which the committee said that they are somebody else.
    """
    found: dict[int, Twin] = {}
    by_nip: dict[str, int] = {}
    by_key: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.nip and row.nip in by_nip:
            found[row.row] = Twin("double_nip", by_nip[row.nip])
            continue
        twin = None if row.nip or row.row in apart else _twin(row, by_key[row.key])
        if twin:
            found[row.row] = Twin("double_row", twin.row)
            continue
        by_nip.setdefault(row.nip, row.row)
        by_key[row.key].append(row)
    return found


def _twin(row: Row, earlier: Iterable[Row]) -> Row | None:
    return next((one for one in earlier if numbers_agree(row.nip or row.nip_hint, one.nip or one.nip_hint)), None)


def namesakes(rows: Iterable[Row]) -> dict[int, list[int]]:
    """Rows of one name with another NIP or office: worth a look, no more."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_name[sameness(row.name)].append(row.row)
    return {
        number: [other for other in same if other != number]
        for same in by_name.values()
        if len(same) > 1
        for number in same
    }
