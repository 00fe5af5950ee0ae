"""What a leader reads: numbers on their base, never a person, in a constant number of queries (experience.md §12).

A group of fewer than five people is not measured. It stays out of every total too, so that no subtraction brings it
back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Avg, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from certificates.models import Certificate
from elearning.distribution.models import Handout, Receipt
from elearning.people.models import EmploymentStatus, UnitKind, User
from elearning.people.querysets import UnitQuerySet
from elearning.training.models import Participant, TrainingSession
from quizzes.models import Attempt, QuizPage

SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many ASN of one unit have finished the course that its head hands on."""

    handout: Handout
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


@dataclass(frozen=True, slots=True)
class Gain:
    """Means over the ``people`` who did both tests; None where they are too few to be shown."""

    people: int
    before: float | None
    after: float | None


def coverage(units: UnitQuerySet) -> list[Coverage]:
    """The newest open link with a target of every unit, by name. One query, and the numbers are those of the camat."""
    newest = Handout.objects.open().filter(unit=OuterRef("unit"), staff_target__isnull=False).newest().values("pk")[:1]
    handouts = Handout.objects.filter(pk=Subquery(newest), unit__in=units).select_related("unit", "course")
    counted = handouts.annotate(registered=_count(_staff()), finished=_count(_staff().filter(_has_passed())))
    counted = counted.annotate(base=Greatest(F("staff_target"), F("registered")))
    return [Coverage(one, one.finished, one.base) for one in counted.order_by("unit__name", "pk")]


def total_of(rows: Iterable[Coverage]) -> Total:
    """A school below a kecamatan that is counted itself would count its people twice, so it adds nothing."""
    paths: list[str] = []
    finished = base = small = 0
    for row in sorted(rows, key=lambda row: row.handout.unit.path):
        path = row.handout.unit.path
        if any(path.startswith(above) for above in paths):
            continue
        if row.is_small:
            small += 1
            continue
        paths.append(path)
        finished += row.finished
        base += row.base
    return Total(finished, base, units=len(paths), small=small)


def _staff() -> QuerySet[User]:
    """ASN of a handout's unit, as ``queries.staff_of`` names them; the handout is the outer query."""
    receipts = Receipt.objects.filter(
        person=OuterRef("pk"), handout__unit__path__startswith=OuterRef(OuterRef("unit__path"))
    )
    return (
        User.objects.filter(is_active=True)
        .exclude(employment_status=EmploymentStatus.NON_ASN)
        .filter(
            Q(unit__path__startswith=OuterRef("unit__path")) | Exists(receipts.exclude(state=Receipt.State.REJECTED)),
            ~Exists(receipts.filter(state=Receipt.State.REJECTED)),
        )
    )


def _has_passed() -> Exists:
    finals = QuizPage.objects.live().filter(
        is_final=True, path__startswith=OuterRef(OuterRef(OuterRef("course__path")))
    )
    attempts = Attempt.objects.passed().filter(person=OuterRef("pk"), mode=Attempt.Mode.SELF_STUDY)
    return Exists(attempts.filter(quiz__in=finals.values("quiz")))


def _count(people: QuerySet[User]) -> Coalesce:
    counted = people.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


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


def gains(shown: Iterable[TrainingSession]) -> dict[str, Gain]:
    """By context: the means before and after of people who did both tests; the better of two post-tests counts."""
    finished = Attempt.objects.finished().filter(person__isnull=False)
    best = finished.filter(mode=Attempt.Mode.POST_TEST, context=OuterRef("context"), person=OuterRef("person"))
    both = (
        finished.filter(mode=Attempt.Mode.PRE_TEST, number=1, context__in=[session.context for session in shown])
        .annotate(after=Subquery(best.order_by("-score_percent").values("score_percent")[:1]))
        .filter(after__isnull=False)
    )
    counted = (
        both.order_by()
        .values("context")
        .annotate(people=Count("person", distinct=True), before_mean=Avg("score_percent"), after_mean=Avg("after"))
    )
    return {row["context"]: _gain(row["people"], row["before_mean"], row["after_mean"]) for row in counted}


def _gain(people: int, before: float, after: float) -> Gain:
    return Gain(people, before, after) if people >= SMALLEST_GROUP else Gain(people, None, None)


def certificates(shown: Iterable[TrainingSession]) -> dict[str, int]:
    """By source: the certificates of each session that are in force."""
    issued = Certificate.objects.filter(
        state=Certificate.State.VALID, batch__source__in=[session.source for session in shown]
    )
    return dict(issued.order_by().values_list("batch__source").annotate(Count("pk")))
