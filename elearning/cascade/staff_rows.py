"""The lines of a head's list: people and names in one order, for page, search and file alike (ADR 0041)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, DateTimeField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact

from certificates.models import Certificate
from elearning.lessons.models import CoursePage
from elearning.people.models import Unit, User

from .models import StaffEntry

STATUSES = {"selesai": "Selesai", "belajar": "Sedang belajar", "belum": "Belum mulai"}
# How we know that somebody belongs to the unit; the first that holds.
KNOWN_BY = {
    "dikonfirmasi": "Dikonfirmasi",
    "daftar": "Dari daftar pegawai",
    "panitia": "Diperiksa panitia",
    "sendiri": "Diisi sendiri",
}
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the head looks for; a status that is none of STATUSES filters nothing."""

    q: str = ""
    status: str = ""
    office: Unit | None = None

    def __bool__(self) -> bool:
        return bool(self.q or self.status or self.office)


def chosen_people(people: QuerySet[User], wanted: Wanted) -> QuerySet[User]:
    people = with_status(people, wanted.status)
    if wanted.q:
        people = people.filter(display_name__icontains=wanted.q)
    return people.filter(unit=wanted.office) if wanted.office else people


def chosen_entries(entries: QuerySet[StaffEntry], wanted: Wanted) -> QuerySet[StaffEntry]:
    if wanted.status in STATUSES and wanted.status != "belum":
        return entries.none()
    if wanted.q:
        entries = entries.filter(name__icontains=wanted.q)
    return entries.filter(unit_text__iexact=wanted.office.name) if wanted.office else entries


def with_status(people: QuerySet[User], status: str) -> QuerySet[User]:
    """Those of ``Staff.people`` in one of STATUSES; any other word filters nothing."""
    conditions = {
        "selesai": Q(finished_at__isnull=False),
        "belajar": Q(finished_at__isnull=True, has_begun=True),
        "belum": Q(finished_at__isnull=True, has_begun=False),
    }
    return people.filter(conditions[status]) if status in conditions else people


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of the list: a person, or a name that the head wrote down and nobody here is known to be.

    ``certificate`` and ``lesson_hours``: of the course, only when asked for. ``namesakes``: who may be the one.
    """

    office: str
    name: str
    is_registered: bool
    pk: int
    public_id: UUID
    nip: str
    nip_is_incomplete: bool
    employment_status: str
    position: str
    finished_at: datetime | None
    has_begun: bool
    receipt_state: str
    known_by: str
    belongs_here: bool
    certificate: str
    lesson_hours: int | None
    namesakes: tuple[User, ...] = ()

    @property
    def status(self) -> str:
        """One of STATUSES."""
        if self.finished_at:
            return "selesai"
        return "belajar" if self.has_begun else "belum"

    @property
    def status_label(self) -> str:
        return STATUSES[self.status]

    @property
    def known_by_label(self) -> str:
        return KNOWN_BY[self.known_by]


_COLUMNS = [f"row_{one.name}" for one in fields(StaffRow) if one.name != "namesakes"]


@dataclass(frozen=True)
class StaffRows:
    """Rows in one order, of people and of names: counted, sliced by a page, and read as a stream, in constant queries."""

    people: QuerySet[User]
    entries: QuerySet[StaffEntry]
    papers_of: CoursePage | None = None

    def count(self) -> int:
        return self.people.count() + self.entries.count()

    def __getitem__(self, part: slice) -> list[StaffRow]:
        return [_row(values) for values in self._in_order()[part]]

    def __iter__(self) -> Iterator[StaffRow]:
        for values in self._in_order().iterator(chunk_size=CHUNK):
            yield _row(values)

    def _in_order(self) -> QuerySet[Any, tuple]:
        people = self.people.annotate(**_of_people(self.papers_of)).order_by().values_list("row_last", *_COLUMNS)
        entries = self.entries.annotate(**_of_entries()).order_by().values_list("row_last", *_COLUMNS)
        return people.union(entries, all=True).order_by("row_last", "row_office", "row_name", "row_pk")


_NO_PAPER = {"certificate": Value(""), "lesson_hours": Cast(Value(None), IntegerField())}


def _of_people(papers_of: CoursePage | None) -> dict[str, Any]:
    office = Coalesce(F("unit__name"), F("unit_name"))
    return _numbered(
        office=office,
        name=F("display_name"),
        is_registered=Value(True),
        pk=F("pk"),
        public_id=F("public_id"),
        nip=Coalesce(F("nip"), Value("")),
        nip_is_incomplete=Value(False),
        employment_status=F("employment_status"),
        position=F("position_title"),
        finished_at=F("finished_at"),
        has_begun=F("has_begun"),
        receipt_state=F("receipt_state"),
        known_by=F("known_by"),
        belongs_here=Case(When(unit=None, then=Value(False)), default=Value(True)),
        **(_papers(papers_of) if papers_of else _NO_PAPER),
    )


def _papers(course: CoursePage) -> dict[str, Any]:
    """The valid paper of the course."""
    papers = Certificate.objects.valid().filter(holder=OuterRef("pk"), source__startswith=f"course:{course.pk}:")
    newest = papers.order_by("-issued_at", "-pk")
    return {
        "certificate": Coalesce(Subquery(newest.values("number")[:1]), Value("")),
        "lesson_hours": Cast(Subquery(newest.values("facts__lesson_hours")[:1]), IntegerField()),
    }


def _of_entries() -> dict[str, Any]:
    return _numbered(
        office=F("unit_text"),
        name=F("name"),
        is_registered=Value(False),
        pk=F("pk"),
        public_id=F("public_id"),
        nip=F("nip"),
        nip_is_incomplete=F("nip_is_incomplete"),
        employment_status=F("employment_status"),
        position=F("position"),
        finished_at=Cast(Value(None), DateTimeField()),
        has_begun=Value(False),
        receipt_state=Value(""),
        known_by=Value("daftar"),
        belongs_here=Value(False),
        **_NO_PAPER,
    )


def _numbered(**columns: Any) -> dict[str, Any]:
    """Under names that no field of the two tables has; «no unit written» comes last."""
    last = Case(When(Exact(columns["office"], Value("")), then=Value(1)), default=Value(0), output_field=IntegerField())
    return {"row_last": last} | {f"row_{name}": value for name, value in columns.items()}


def _row(values: tuple) -> StaffRow:
    return StaffRow(*values[1:])
