"""The list of a unit's staff: taken in, taken back, and held against the people we know (ADR 0041)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from wagtail.log_actions import log

from elearning.distribution import services as distribution
from elearning.distribution.models import CascadeNode, Receipt
from elearning.lib import nip as nips
from elearning.lib.errors import DomainError
from elearning.people.models import EmploymentStatus, Unit, User
from elearning.training import importing
from elearning.training.importing import Row, numbers_agree, sameness

from .models import StaffBatch, StaffDraft, StaffEntry
from .pasting import Line, Read
from .staff import Staff
from .staff_rows import StaffRow

KEPT_FOR = timedelta(days=14)


class RosterError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "nothing_new": "Tidak ada nama baru. Daftar pegawai tidak berubah.",
        "already_undone": "Masukan ini sudah dibatalkan. Daftar pegawai tidak berubah.",
        "linked": (
            "{count} nama dari masukan ini sudah Anda pasangkan dengan orangnya. Belum ada yang dibatalkan. "
            "Keluarkan nama yang salah satu per satu."
        ),
        "not_namesake": "Orang ini tidak bisa dipasangkan dengan nama itu. Belum ada yang diubah. Buka lagi daftarnya.",
        "no_list": "Daftar pegawai masih kosong. Jumlah ASN tidak berubah.",
    }


class Fate(StrEnum):
    """What «Simpan» does with a line."""

    NEW = "baru"
    COMPLETES = "melengkapi"
    LISTED = "sudah-ada"
    DOUBLE = "kembar"
    FAULTY = "periksa"


@dataclass(frozen=True, slots=True)
class PlannedName:
    """One line held against the list. ``beside``: what it seems to repeat; ``can_differ``: it may be somebody else."""

    line: Line
    fate: Fate
    row: Row | None = None
    advice: tuple[str, ...] = ()
    entry: StaffEntry | None = None
    beside: str = ""
    can_differ: bool = False
    has_namesake: bool = False

    @property
    def name(self) -> str:
        return self.row.name if self.row else importing.shown(self.line.cells.get("name")) or "Tanpa nama"


def keep_draft(unit: Unit, read: Read, *, text: str = "", file_name: str = "", by: User, at: datetime) -> StaffDraft:
    """The list waits; an earlier one of this unit that waited goes."""
    draft, _ = StaffDraft.objects.update_or_create(
        unit=unit,
        defaults={
            "made_by": by,
            "made_at": at,
            "file_name": file_name[:200],
            "text": text,
            "lines": [{"number": line.number, "cells": line.cells} for line in read.lines],
            "passed": [list(one) for one in read.passed],
        },
    )
    return draft


def discard_forgotten(*, at: datetime) -> int:
    """Lists that nobody saved for two weeks; how many."""
    return StaffDraft.objects.filter(made_at__lt=at - KEPT_FOR).delete()[0]


def plan(draft: StaffDraft, *, apart: Collection[int] = ()) -> list[PlannedName]:
    """Each line held against the list of the unit, in a constant number of queries.

    ``apart``: lines of which the head said that they are somebody else. Each name on the list is one line at most.
    """
    lines = [Line(one["number"], one["cells"]) for one in draft.lines]
    read = {line.number: importing.read_cells(line.cells, line.number) for line in lines}
    rows = {number: row for number, (row, _) in read.items() if row}
    twins = importing.twins(rows.values(), apart=frozenset(apart))
    namesakes = importing.namesakes(row for row in rows.values() if row.row not in twins)
    listed = _Listed(StaffEntry.objects.filter(unit=draft.unit_id, removed_at=None))
    planned = []
    for line in lines:
        row, faults = read[line.number]
        if row is None:
            planned.append(PlannedName(line, Fate.FAULTY, advice=tuple(fault.advice for fault in faults)))
        elif twin := twins.get(line.number):
            other = rows[twin.first]
            beside = f"baris {other.row}: {_in_words(other)}"
            planned.append(PlannedName(line, Fate.DOUBLE, row, beside=beside, can_differ=twin.code == "double_row"))
        else:
            planned.append(listed.plan(line, row, is_apart=line.number in apart, alike=line.number in namesakes))
    return planned


class _Listed:
    """The list as it stands, as it is asked about."""

    def __init__(self, entries: Iterable[StaffEntry]) -> None:
        self.by_nip: dict[str, StaffEntry] = {}
        self.by_name: defaultdict[str, list[StaffEntry]] = defaultdict(list)
        self.taken: set[int] = set()
        for entry in entries:
            self.by_name[sameness(entry.name)].append(entry)
            if entry.nip:
                self.by_nip[entry.nip] = entry

    def plan(self, line: Line, row: Row, *, is_apart: bool, alike: bool) -> PlannedName:
        if entry := self.by_nip.get(row.nip):
            return self._same(line, row, entry, can_differ=False)
        if not is_apart and (entry := self._by_name(row)):
            return self._same(line, row, entry, can_differ=True)
        return PlannedName(line, Fate.NEW, row, has_namesake=alike or bool(self.by_name.get(sameness(row.name))))

    def _same(self, line: Line, row: Row, entry: StaffEntry, *, can_differ: bool) -> PlannedName:
        self.taken.add(entry.pk)
        fate = Fate.COMPLETES if _additions(entry, row) else Fate.LISTED
        return PlannedName(line, fate, row, entry=entry, beside=_of_entry(entry), can_differ=can_differ)

    def _by_name(self, row: Row) -> StaffEntry | None:
        """Of one name, with a number that does not contradict; who has the same position and unit first."""
        number = row.nip or row.nip_hint
        found = [
            entry
            for entry in self.by_name.get(sameness(row.name), ())
            if entry.pk not in self.taken and numbers_agree(number, entry.nip or entry.nip_hint)
        ]
        here = (sameness(row.position), sameness(row.unit))
        return max(found, key=lambda entry: (sameness(entry.position), sameness(entry.unit_text)) == here, default=None)


def _additions(entry: StaffEntry, row: Row) -> dict[str, object]:
    """What the line knows and the list does not."""
    found: dict[str, object] = {}
    if row.nip and not entry.nip:
        found |= {"nip": row.nip, "nip_is_incomplete": False, "nip_hint": ""}
    for name, said in (("position", row.position), ("unit_text", row.unit), ("employment_status", row.status)):
        if said and not getattr(entry, name):
            found[name] = said
    return found


def _in_words(row: Row) -> str:
    return " · ".join(filter(None, [row.name, nips.display(row.nip), row.position, row.unit]))


def _of_entry(entry: StaffEntry) -> str:
    return " · ".join(filter(None, [entry.name, entry.nip_display, entry.position, entry.unit_text]))


@dataclass(frozen=True, slots=True)
class Saved:
    batch: StaffBatch | None
    added: int
    completed: int


@transaction.atomic
def save(draft: StaffDraft, *, apart: Collection[int] = (), by: User, at: datetime) -> Saved:
    """Store what a person saw, all or none; lines with a fault and doubles stay out.

    Raises RosterError: nothing_new.
    """
    Unit.objects.select_for_update().get(pk=draft.unit_id)  # two tabs that save at once take turns
    planned = plan(draft, apart=apart)
    new = [one for one in planned if one.fate == Fate.NEW and one.row]
    completing = [one for one in planned if one.fate == Fate.COMPLETES and one.row and one.entry]
    if not new and not completing:
        raise RosterError("nothing_new")
    batch = None
    if new:
        batch = StaffBatch.objects.create(unit=draft.unit, file_name=draft.file_name, added_at=at, added_by=by)
        StaffEntry.objects.bulk_create(_entry(one.row, batch) for one in new if one.row)
    for one in completing:
        StaffEntry.objects.filter(pk=one.entry.pk).update(**_additions(one.entry, one.row))  # type: ignore[union-attr, arg-type]
    draft.delete()
    log(draft.unit, "cascade.staff.add", user=by, data={"added": len(new), "completed": len(completing)})
    return Saved(batch, len(new), len(completing))


def _entry(row: Row, batch: StaffBatch) -> StaffEntry:
    return StaffEntry(
        unit_id=batch.unit_id,
        batch=batch,
        name=row.name,
        nip=row.nip,
        nip_is_incomplete=row.nip_is_incomplete,
        nip_hint=row.nip_hint,
        employment_status=row.status,
        position=row.position,
        unit_text=row.unit,
    )


@transaction.atomic
def undo(batch: StaffBatch, *, by: User, at: datetime) -> int:
    """Take the names of one batch off again; how many. What it completed of others stays.

    Raises RosterError: already_undone; linked, when the head said of one of them who it is.
    """
    batch = StaffBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at:
        raise RosterError("already_undone")
    linked = batch.entries.filter(removed_at=None).exclude(person=None).count()
    if linked:
        raise RosterError("linked", count=linked)
    count = batch.entries.filter(removed_at=None).count()
    batch.entries.all().delete()
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    log(batch.unit, "cascade.staff.undo", user=by, data={"removed": count})
    return count


@transaction.atomic
def remove(unit: Unit, entries: QuerySet[StaffEntry], *, by: User, at: datetime) -> int:
    """Off the list of ``unit``; how many. Who registered stays registered."""
    count = entries.filter(unit=unit, removed_at=None).update(removed_at=at, removed_by=by)
    if count:
        log(unit, "cascade.staff.remove", user=by, data={"count": count})
    return count


@transaction.atomic
def link(staff: Staff, entry: StaffEntry, person: User, *, by: User) -> StaffEntry:
    """«Orang yang sama»: from now on the name is this person.

    Raises RosterError: not_namesake, when the person is not one whom the page offers for it.
    """
    entry = StaffEntry.objects.select_for_update().get(pk=entry.pk)
    if not _is_offered(staff, entry, person):
        raise RosterError("not_namesake")
    entry.person = person
    entry.save(update_fields=["person"])
    log(entry.unit, "cascade.staff.link", user=by, data={"entry": str(entry.public_id)})
    return entry


@transaction.atomic
def hold_apart(staff: Staff, entry: StaffEntry, person: User, *, by: User) -> None:
    """«Bukan orang yang sama»: the pair is not offered again. Raises RosterError: not_namesake."""
    if not _is_offered(staff, entry, person):
        raise RosterError("not_namesake")
    entry.apart.add(person)
    log(entry.unit, "cascade.staff.apart", user=by, data={"entry": str(entry.public_id)})


def _is_offered(staff: Staff, entry: StaffEntry, person: User) -> bool:
    found = _pairs(staff, staff.unregistered.filter(pk=entry.pk))
    return any(one.pk == person.pk for one in found.get(entry.pk, ()))


def with_namesakes(staff: Staff, rows: Sequence[StaffRow]) -> list[StaffRow]:
    """The rows, each name on the list with the registered staff of that name who may be the one."""
    shown = [row.pk for row in rows if not row.is_registered]
    found = _pairs(staff, StaffEntry.objects.filter(pk__in=shown))
    return [row if row.is_registered else replace(row, namesakes=tuple(found[row.pk])) for row in rows]


def _pairs(staff: Staff, entries: QuerySet[StaffEntry]) -> dict[int, list[User]]:
    waiting = list(entries.prefetch_related("apart"))
    if not waiting:
        return {}
    wanted = {sameness(entry.name) for entry in waiting}
    of_name: defaultdict[str, list[User]] = defaultdict(list)
    taken = set(staff.entries.exclude(person=None).values_list("person", flat=True))
    listed = set(staff.entries.exclude(nip="").values_list("nip", flat=True))
    for person in staff.people.annotate(plain=Lower("display_name")).filter(plain__in=wanted):
        if person.pk not in taken and person.nip not in listed:
            of_name[sameness(person.display_name)].append(person)
    return {
        entry.pk: [
            person
            for person in of_name[sameness(entry.name)]
            if person not in entry.apart.all() and numbers_agree(entry.nip or entry.nip_hint, person.nip or "")
        ]
        for entry in waiting
    }


@transaction.atomic
def decide(staff: Staff, person: User, *, decision: str, by: User, at: datetime) -> None:
    """«Benar pegawai saya» or «Bukan pegawai saya», for every link that the person came by; the latter takes the name off too.

    Raises DistributionError: decision.
    """
    receipts = list(staff.receipts.filter(person=person).select_related("person"))
    named = staff.entries.filter(Q(person=person) | Q(nip=person.nip) & ~Q(nip=""))
    if decision not in (Receipt.State.CONFIRMED, Receipt.State.REJECTED) or not (receipts or named.exists()):
        raise distribution.DistributionError("decision")
    for receipt in receipts:
        distribution.decide_receipt(receipt, decision=decision, by=by, at=at)
    if decision == Receipt.State.REJECTED:
        remove(staff.unit, named, by=by, at=at)


def take_number(node: CascadeNode, staff: Staff, *, by: User) -> int:
    """The number of ASN of the node is that of the list, and says so. Raises RosterError: no_list."""
    count = on_list(staff)
    if not count:
        raise RosterError("no_list")
    distribution.set_staff_target(node, count, source=CascadeNode.Source.LIST, by=by)
    return count


def on_list(staff: Staff) -> int:
    """How many ASN stand on the list."""
    return staff.entries.exclude(employment_status=EmploymentStatus.NON_ASN).count()


def counts(planned: Sequence[PlannedName]) -> Mapping[str, int]:
    """By fate; ``incomplete``: new names whose NIP Excel ate."""
    found: defaultdict[str, int] = defaultdict(int)
    for one in planned:
        found[one.fate.name.lower()] += 1
        if one.row and one.row.nip_is_incomplete:
            found["incomplete"] += 1
    return found
