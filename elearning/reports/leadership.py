"""What a leader reads: numbers on their base, never a person, in a constant number of queries (experience.md §12).

A group of fewer than five people is not measured. It stays out of every total too, so that no subtraction brings it
back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from certificates.models import Certificate
from elearning.distribution.models import CascadeNode, Receipt
from elearning.lessons.models import CoursePage
from elearning.people.models import EmploymentStatus, UnitKind, User
from elearning.people.querysets import UnitQuerySet
from elearning.training.models import Participant, TrainingSession
from quizzes.models import Attempt, QuizPage

SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many ASN of one unit have finished the course that its head hands on."""

    node: CascadeNode
    finished: int
    base: int

    @property
    def is_small(self) -> bool:
        return self.base < SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Total:
    """Of the units that may be shown. ``small`` counts those that were left out."""

    finished: int
    base: int
    units: int
    small: int


def coverage(units: UnitQuerySet) -> list[Coverage]:
    """The newest open node with a target of every unit, by name; the numbers are those of the camat.

    People are counted once per course and summed along the tree, so that a province costs what a kecamatan costs.
    """
    newest = CascadeNode.objects.open().stating_staff().filter(unit=OuterRef("unit")).newest().values("pk")[:1]
    stating = CascadeNode.objects.filter(pk=Subquery(newest), unit__in=units).select_related("unit", "course")
    nodes = list(stating.order_by("unit__name", "pk"))
    staff = {course: Staff.learning(course) for course in {one.course for one in nodes}}
    rows = []
    for one in nodes:
        registered, finished = staff[one.course].below(one.unit.path)
        rows.append(Coverage(one, finished, max(one.staff_target or 0, registered)))
    return rows


def total_of(rows: Iterable[Coverage]) -> Total:
    """A school below a kecamatan that is counted itself would count its people twice, so it adds nothing."""
    paths: list[str] = []
    finished = base = small = 0
    for row in sorted(rows, key=lambda row: row.node.unit.path):
        path = row.node.unit.path
        if any(path.startswith(above) for above in paths):
            continue
        if row.is_small:
            small += 1
            continue
        paths.append(path)
        finished += row.finished
        base += row.base
    return Total(finished, base, units=len(paths), small=small)


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody came through the link of the unit at ``path``; ``own_path`` is where he works, "" where nobody knows."""

    path: str
    person: int
    own_path: str
    is_rejected: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """All ASN by the tree path of their unit, with who has finished a course; as ``cascade.staff.staff_of`` names them."""

    paths: list[str]
    registered: list[int]
    finished: list[int]
    claims: list[Claim]
    passed: set[int]

    @classmethod
    def learning(cls, course: CoursePage) -> Staff:
        """Three queries, whatever the number of units."""
        finals = QuizPage.objects.live().filter(is_final=True, path__startswith=course.path)
        passed = Attempt.objects.passed().filter(mode=Attempt.Mode.SELF_STUDY, quiz__in=finals.values("quiz"))
        passed = passed.filter(person__isnull=False)
        asn = User.objects.filter(is_active=True).exclude(employment_status=EmploymentStatus.NON_ASN)
        has_passed = Q(pk__in=passed.values("person"))
        counted = asn.filter(unit__isnull=False).order_by().values("unit__path")
        counted = counted.annotate(registered=Count("pk"), finished=Count("pk", filter=has_passed))
        # Sorted here: a database may sort text by its language.
        rows = sorted(counted.values_list("unit__path", "registered", "finished"))
        receipts = Receipt.objects.filter(person__in=asn).order_by()
        claims = [
            Claim(path, person, own_path or "", state == Receipt.State.REJECTED)
            for path, person, own_path, state in receipts.values_list(
                "handout__node__unit__path", "person", "person__unit__path", "state"
            )
        ]
        return cls(
            paths=[path for path, _, _ in rows],
            registered=[0, *accumulate(number for _, number, _ in rows)],
            finished=[0, *accumulate(number for _, _, number in rows)],
            claims=sorted(claims, key=attrgetter("path")),
            passed=set(passed.filter(person__in=receipts.values("person")).values_list("person", flat=True)),
        )

    def below(self, path: str) -> tuple[int, int]:
        """How many work in the unit at ``path`` or below, or came through its link; and how many of them finished."""
        first, last = bisect_left(self.paths, path), bisect_right(self.paths, _past(path))
        registered = self.registered[last] - self.registered[first]
        finished = self.finished[last] - self.finished[first]
        start = bisect_left(self.claims, path, key=attrgetter("path"))
        end = bisect_right(self.claims, _past(path), key=attrgetter("path"))
        rejected = {claim.person for claim in self.claims[start:end] if claim.is_rejected}
        for person, own_path in {(claim.person, claim.own_path) for claim in self.claims[start:end]}:
            works_here = bool(own_path) and own_path.startswith(path)
            step = int(person not in rejected) - int(works_here)  # came from elsewhere: 1; sent away from here: -1
            registered += step
            finished += step * (person in self.passed)
        return registered, finished


def _past(path: str) -> str:
    """Sorts after everything below ``path``: the steps of a path are digits and capital letters."""
    return f"{path}~"


def subdistricts_started(units: UnitQuerySet) -> tuple[int, int]:
    """Kecamatan in which somebody has begun a quiz, and all of them. One query."""
    begun = Attempt.objects.filter(mode=Attempt.Mode.SELF_STUDY, person__unit__path__startswith=OuterRef("path"))
    subdistricts = units.filter(kind=UnitKind.SUBDISTRICT, is_active=True).annotate(begun=Exists(begun))
    counted = subdistricts.order_by().aggregate(started=Count("pk", filter=Q(begun=True)), all=Count("pk"))
    return counted["started"], counted["all"]


def sessions(units: UnitQuerySet) -> QuerySet[TrainingSession]:
    """Sosialisasi of these units that have begun, with who was invited, who came, and the certificates in force.

    A deputy fills the seat of the person invited. Whoever came without an invitation is counted apart.
    """
    came = Q(participants__attendances__isnull=False)
    walk_in = Q(participants__origin=Participant.Origin.WALK_IN)
    deputy = Q(participants__origin=Participant.Origin.DEPUTY)
    return (
        TrainingSession.objects.filter(unit__in=units)
        .exclude(state=TrainingSession.State.DRAFT)
        .annotate(
            invited=Count("participants", filter=Q(participants__origin=Participant.Origin.INVITED), distinct=True),
            came=Count("participants", filter=came & ~walk_in, distinct=True),
            deputies=Count("participants", filter=came & deputy, distinct=True),
            walk_ins=Count("participants", filter=came & walk_in, distinct=True),
        )
        .prefetch_related("days")
        .order_by("-created_at", "-pk")
    )


def certificates(shown: Iterable[TrainingSession]) -> dict[str, int]:
    """By source: the certificates of each session that are in force."""
    issued = Certificate.objects.filter(
        state=Certificate.State.VALID, batch__source__in=[session.source for session in shown]
    )
    return dict(issued.order_by().values_list("batch__source").annotate(Count("pk")))
