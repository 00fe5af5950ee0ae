"""The tree of nodes below a unit: who hands on, and who does not yet. Units and numbers, never persons (ADR 0037)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from elearning.distribution.models import CascadeNode
from elearning.lessons.models import Completion, CoursePage
from elearning.people.models import Unit, UnitKind
from elearning.people.querysets import UnitQuerySet

FEWEST_SHOWN = 5  # the numbers of a partner below this are nobody's business


@dataclass(frozen=True, slots=True)
class Below:
    """Units below that belong to the staff's tree; how many have a node, and how many of these say how many ASN they have."""

    units: int
    open: int
    stating: int

    @property
    def silent(self) -> int:
        """Those that hand on and state no number: no share counts them."""
        return self.open - self.stating


@dataclass(frozen=True, slots=True)
class Row:
    """``done``: people of the unit itself who finished; None where that is not told. ``depth``: 0 for a child."""

    unit: Unit
    node: CascadeNode | None
    depth: int
    done: int | None

    @property
    def state(self) -> str:
        if self.node is None:
            return "Belum meneruskan"
        return "Meneruskan" if self.node.is_open else "Sudah ditutup"


def units_below(unit: Unit) -> UnitQuerySet:
    """Everything below, without partners."""
    return _descendants(unit).exclude(kind=UnitKind.VILLAGE)


def partners_of(unit: Unit) -> UnitQuerySet:
    """«Mitra»: the desa below. Their people are nobody's staff here."""
    return _descendants(unit).filter(kind=UnitKind.VILLAGE)


def _descendants(unit: Unit) -> UnitQuerySet:
    return Unit.objects.within([unit.path]).filter(is_active=True).exclude(pk=unit.pk).order_by("path")


def summary_of(unit: Unit, course: CoursePage | None) -> Below:
    """One query."""
    node = Q(cascade_nodes__course=course, cascade_nodes__closed_at=None, cascade_nodes__isnull=False)
    counted = units_below(unit).aggregate(
        units=Count("pk", distinct=True),
        open=Count("pk", filter=node, distinct=True),
        stating=Count("pk", filter=node & Q(cascade_nodes__staff_target__isnull=False), distinct=True),
    )
    return Below(**counted)


def rows_of(units: Sequence[Unit], course: CoursePage | None, *, root: Unit, is_partner: bool = False) -> list[Row]:
    """Two queries for all of them. Of a partner only a number of five or more is told."""
    found = CascadeNode.objects.filter(unit__in=units, course=course)
    nodes = {node.unit_id: node for node in found}
    counted = Completion.objects.filter(course=course, person__unit__in=units, person__is_active=True)
    done = dict(counted.values_list("person__unit").annotate(number=Count("pk")).order_by())

    def told(unit: Unit) -> int | None:
        number = done.get(unit.pk, 0)
        return number if number >= FEWEST_SHOWN or not is_partner else None

    return [Row(unit, nodes.get(unit.pk), unit.depth - root.depth - 1, told(unit)) for unit in units]
