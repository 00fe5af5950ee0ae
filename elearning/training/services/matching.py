"""Who is who: the rows of a list held against the session and the people we know (ADR 0023, 0024). Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from elearning.people.models import User

from ..importing import Row, numbers_agree, sameness
from ..models import TrainingSession


class Fate(StrEnum):
    """What «Simpan» will do with a row; ASKED: nothing, before somebody decides."""

    NEW = "baru"
    LINKED = "dikenal"
    COMPLETES = "melengkapi"
    LISTED = "sudah-ada"
    ASKED = "diputuskan"


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list. ``hint``: what is known of a NIP that is incomplete."""

    participant: int
    person: int
    name: str
    position: str
    unit: str
    nip: str
    hint: str
    is_incomplete: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return (sameness(self.name), sameness(self.position), sameness(self.unit))


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row held against what is stored. ``listed``: who it is on the list; ``person``: whom we know by its NIP.

    ``asks``: known_name (their name is another one) or maybe_listed (one whose NIP is incomplete may be the same).
    """

    row: Row
    fate: Fate
    person: User | None = None
    listed: Listed | None = None
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the committee said of rows, by their number: whom a row is for sure, the same person, somebody else."""

    tied: Mapping[int, int] = field(default_factory=dict)
    same: Collection[int] = ()
    apart: Collection[int] = ()


NOTHING = Decided()


def plan_import(
    session: TrainingSession, rows: Sequence[Row], decided: Decided = NOTHING, *, taken: Collection[int] = ()
) -> list[PlannedRow]:
    """Hold rows against the list and the people we know; a constant number of queries. Each participant is one row at most.

    A row without a NIP is the same person as a participant of equal name, position and unit whose number it does not
    contradict; so is one of equal name whose number agrees in the fourteen digits that Excel leaves. ``taken``:
    participants that other rows are.
    """
    known = {person.nip: person for person in User.objects.filter(nip__in=[row.nip for row in rows if row.nip])}
    people = _People(listed_people(session), decided, {*taken, *decided.tied.values()})
    return [people.plan(row, known.get(row.nip) if row.nip else None) for row in rows]


def listed_people(session: TrainingSession) -> list[Listed]:
    found = session.participants.values_list(
        "pk", "person_id", "person__display_name", "person__position_title", "person__unit__name", "person__unit_name",
        "person__nip", "nip_hint", "nip_is_incomplete",
    )  # fmt: skip
    return [
        Listed(pk, person, name, position, unit or unit_name, nip or "", hint, is_incomplete)
        for pk, person, name, position, unit, unit_name, nip, hint, is_incomplete in found
    ]


class _People:
    """The list, as it is asked about."""

    def __init__(self, listed: Iterable[Listed], decided: Decided, taken: set[int]) -> None:
        self.decided, self.taken = decided, taken
        self.by_pk = {one.participant: one for one in listed}
        self.by_person = {one.person: one for one in self.by_pk.values()}
        self.by_nip = {one.nip: one for one in self.by_pk.values() if one.nip}
        self.by_name: defaultdict[str, list[Listed]] = defaultdict(list)
        self.by_hint: defaultdict[str, list[Listed]] = defaultdict(list)
        for one in self.by_pk.values():
            self.by_name[sameness(one.name)].append(one)
            if one.hint:
                self.by_hint[one.hint].append(one)

    def plan(self, row: Row, person: User | None) -> PlannedRow:
        if tied := self.by_pk.get(self.decided.tied.get(row.row, 0)):
            return self._as_listed(row, tied, person)
        if person and (listed := self.by_person.get(person.pk)):
            return self._as_listed(row, listed, person)
        if same := self._same(row):
            return self._as_listed(row, same, person)
        if maybe := self._maybe(row, person):
            if row.row in self.decided.same:
                return self._as_listed(row, maybe, person)
            return PlannedRow(row, Fate.ASKED, person, maybe, "maybe_listed")
        if person and sameness(person.display_name) != sameness(row.name) and row.row not in self.decided.same:
            return PlannedRow(row, Fate.ASKED, person, None, "known_name")
        return PlannedRow(row, Fate.LINKED, person) if person else PlannedRow(row, Fate.NEW)

    def _as_listed(self, row: Row, listed: Listed, person: User | None) -> PlannedRow:
        self.taken.add(listed.participant)
        completes = row.nip and not listed.nip and person is None
        return PlannedRow(row, Fate.COMPLETES if completes else Fate.LISTED, person, listed)

    def _free(self, found: Iterable[Listed]) -> Iterable[Listed]:
        return (one for one in found if one.participant not in self.taken)

    def _same(self, row: Row) -> Listed | None:
        number = row.nip or row.nip_hint
        namesakes = list(self._free(self.by_name.get(sameness(row.name), ())))
        if row.row in self.decided.apart:
            return None
        for one in namesakes:
            theirs = one.nip or one.hint
            if one.key == row.key and numbers_agree(number, theirs):
                return one
            if bool(row.nip) != bool(one.nip) and number and theirs and numbers_agree(number, theirs):
                return one  # one of them broken, the other whole
        return None

    def _maybe(self, row: Row, person: User | None) -> Listed | None:
        """Somebody whose NIP Excel ate, when this row brings a whole one that may be theirs."""
        if not row.nip or person or row.row in self.decided.apart:
            return None
        by_hint = self._free(self.by_hint.get(row.nip[:14], ()))
        by_name = self._free(self.by_name.get(sameness(row.name), ()))
        return next(iter([*by_hint, *(one for one in by_name if one.is_incomplete and not one.hint)]), None)
