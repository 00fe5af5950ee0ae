"""What a leader reads: stored figures on their base, never a person, in a constant number of queries (experience.md §12).

Nothing here counts people of units: ``services.reckon`` has, and what must stay hidden was not stored (ADR 0043).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, FloatField, Q, QuerySet
from django.db.models.functions import Cast

from certificates.models import Certificate
from elearning.people.models import OfficeHolding, OfficeRole, Unit, UnitKind, User
from elearning.people.querysets import UnitQuerySet
from elearning.training.models import Participant, TrainingSession

from .models import TopicFigures, UnitFigures
from .suppression import LEAST

WEAKEST, NEEDIEST = 3, 5
STEPS = (90, 80, 70, 60)  # of the shading: the fewer are right, the darker


def offices(user: User, *, on) -> list[Unit]:
    """The units of which somebody is a leader on that day."""
    held = OfficeHolding.objects.of(user, on=on, roles=(OfficeRole.LEADER,)).select_related("unit")
    return [holding.unit for holding in held.order_by("unit__path")]


def courses_of(unit: Unit) -> list[UnitFigures]:
    """What was counted of the unit, a row for each course; first the one that most units hand on."""
    rows = UnitFigures.objects.filter(unit=unit, is_direct=False, reckoning__counted_at__isnull=False)
    return list(rows.select_related("unit", "reckoning__course").order_by("-nodes", "reckoning__course__path"))


def weakest_topics(here: UnitFigures) -> list[TopicFigures]:
    rows = _topics(here).filter(unit=here.unit, is_direct=False, is_hidden=False, percent__lt=100)
    return list(rows.select_related("card").order_by("percent", "topic")[:WEAKEST])


def _topics(here: UnitFigures) -> QuerySet[TopicFigures]:
    return TopicFigures.objects.filter(reckoning=here.reckoning_id)


def neediest(here: UnitFigures) -> list[UnitFigures]:
    """Kecamatan, or in a kecamatan the units below, in which the smallest share of the stated staff has finished."""
    below = UnitFigures.objects.filter(reckoning=here.reckoning_id, is_direct=False, base__gt=0)
    below = below.filter(unit__path__startswith=here.unit.path).exclude(unit=here.unit)
    if here.subdistricts and here.unit.kind != UnitKind.SUBDISTRICT:
        below = below.filter(unit__kind=UnitKind.SUBDISTRICT)
    share = Cast(F("reached"), FloatField()) / F("base")
    return list(below.annotate(share=share).select_related("unit").order_by("share", "unit__name")[:NEEDIEST])


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One topic in one unit. All None where nothing was measured, and where it is hidden."""

    people: int | None = None
    percent: int | None = None
    shade: int | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A unit with all below, or who works in it directly. ``leads_on``: there are units below it to look at."""

    figures: UnitFigures
    cells: tuple[HeatCell, ...]
    leads_on: bool = False

    @property
    def need(self) -> tuple[float, str]:
        """Sorts where help is needed most first; what was not measured comes last."""
        told = [cell.percent for cell in self.cells if cell.percent is not None]
        return (sum(told) / len(told) if told else 101.0, self.figures.unit.name)


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Topic × unit. ``whole``: the unit itself; ``rows``: what it consists of."""

    topics: tuple[str, ...]
    whole: HeatRow
    rows: tuple[HeatRow, ...]


def heat_table(here: UnitFigures, *, by_need: bool) -> HeatTable:
    """Three queries, however many units lie below."""
    depth = here.unit.depth
    parts = Q(is_direct=False, unit__depth=depth + 1) | Q(is_direct=True, unit=here.unit)
    shown = (parts | Q(unit=here.unit)) & Q(unit__path__startswith=here.unit.path)
    figures = list(UnitFigures.objects.filter(shown, reckoning=here.reckoning_id).select_related("unit"))
    cells: defaultdict[tuple[int, bool], dict[str, HeatCell]] = defaultdict(dict)
    for row in _topics(here).filter(shown):
        cells[row.unit_id, row.is_direct][row.topic] = cell_of(row)
    topics = tuple(sorted({name for found in cells.values() for name in found}))
    rows = {
        (each.unit_id, each.is_direct): HeatRow(
            each,
            tuple(cells[each.unit_id, each.is_direct].get(name, HeatCell()) for name in topics),
            leads_on=not each.is_direct and each.unit.numchild > 0 and not each.is_hidden,
        )
        for each in figures
    }
    whole = rows.pop((here.unit_id, False))
    below = sorted(rows.values(), key=(lambda row: row.need) if by_need else (lambda row: row.figures.unit.name))
    direct = [row for row in below if row.figures.is_direct and (row.figures.is_hidden or row.figures.registered)]
    return HeatTable(topics, whole, (*(row for row in below if not row.figures.is_direct), *direct))


def cell_of(row: TopicFigures) -> HeatCell:
    if row.is_hidden or row.percent is None:
        return HeatCell(is_hidden=True)
    return HeatCell(row.people, round(row.percent), 1 + sum(row.percent < step for step in STEPS))


def path_to(unit: Unit, units: UnitQuerySet) -> list[Unit]:
    """The units above it that the leader may look at, the highest first."""
    step = Unit.steplen
    above = [unit.path[:end] for end in range(step, len(unit.path), step)]
    return list(units.filter(path__in=above).order_by("path"))


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


def is_empty(here: UnitFigures, topics: Sequence[TopicFigures]) -> bool:
    """Nothing to tell yet: fewer than five have been measured, and nobody stated a staff."""
    return not topics and not here.base and (here.finished or 0) < LEAST
