"""The tree of units as the figures add up along it; no queries. A desa is a partner: its people count for itself only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from elearning.people.models import Unit, UnitKind

from .counting import Counts

Cell = tuple[int, bool]  # a unit; whether only those are meant who work directly in it
STEP = Unit.steplen


@dataclass(frozen=True, slots=True)
class Place:
    """One unit in the tree."""

    key: int
    path: str
    kind: str


class UnitTree:
    """``order``: all units, what is below before what is above."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.order = sorted(places, key=lambda place: (-len(place.path), place.path))
        by_path = {place.path: place for place in self.order}
        self.parent: dict[int, int] = {}
        self.children: dict[int, list[int]] = {place.key: [] for place in self.order}
        for place in self.order:
            above = by_path.get(place.path[:-STEP])
            if above and place.kind != UnitKind.VILLAGE:
                self.parent[place.key] = above.key
                self.children[above.key].append(place.key)

    @property
    def wholes(self) -> list[Cell]:
        return [(place.key, False) for place in self.order if place.key not in self.parent]

    @property
    def parts_of(self) -> dict[Cell, list[Cell]]:
        """Who works directly in a unit is a part of it beside the units below."""
        return {
            (key, False): [*((child, False) for child in children), (key, True)]
            for key, children in self.children.items()
            if children
        }

    def cells(self) -> Iterator[Cell]:
        for place in self.order:
            yield place.key, False
            if self.children[place.key]:
                yield place.key, True

    def rolled_up(self, own: Mapping[int, Counts]) -> dict[Cell, Counts]:
        """``own``: of those who work directly in each unit. A leaf shares its numbers, so that memory holds them once."""
        nobody = Counts()
        found: dict[Cell, Counts] = {}
        for place in self.order:
            direct = own.get(place.key, nobody)
            if not self.children[place.key]:
                found[place.key, False] = direct
                continue
            total = Counts()
            total.add(direct)
            for child in self.children[place.key]:
                total.add(found[child, False])
            found[place.key, False], found[place.key, True] = total, direct
        return found


@dataclass(slots=True)
class Spread:
    """How the cascade runs in and below a unit: nodes, and what they reached. ``base`` is None where none stated its staff."""

    nodes: int = 0
    stated: int = 0
    silent: int = 0
    depth: int = 0
    timed_nodes: int = 0
    days: float = 0.0
    base: int | None = None
    reached: int | None = None
    subdistricts: int = 0
    subdistricts_begun: int = 0
    pairs: int = 0
    before: float = 0.0
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Node:
    """The node of one unit. ``unregistered``: ASN on its list of staff whom nobody knows yet. ``days``: from its session to the first who joined, None where it did not open by attendance
    or nobody joined."""

    staff_target: int | None
    unregistered: int
    is_joined: bool
    days: float | None


@dataclass(frozen=True, slots=True)
class Taught:
    """What people who did both tests reached in the sosialisasi of one unit: how many, and both sums of their scores."""

    pairs: int
    before: float
    after: float


def spread_of(
    tree: UnitTree, totals: Mapping[Cell, Counts], nodes: Mapping[int, Node], taught: Mapping[int, Taught]
) -> dict[int, Spread]:
    """By unit. The highest node that states its staff is the base for everything below it (ADR 0043)."""
    found: dict[int, Spread] = {}
    for place in tree.order:
        here = found[place.key] = Spread()
        below = [found[child] for child in tree.children[place.key]]
        for each in below:
            for name in ("nodes", "stated", "silent", "timed_nodes", "days", "subdistricts", "subdistricts_begun",
                         "pairs", "before", "after"):  # fmt: skip
                setattr(here, name, getattr(here, name) + getattr(each, name))
            if each.base is not None:
                here.base, here.reached = (here.base or 0) + each.base, (here.reached or 0) + (each.reached or 0)
        here.depth = max((each.depth for each in below), default=0)
        counts, node = totals[place.key, False].people, nodes.get(place.key)
        if place.kind == UnitKind.SUBDISTRICT:
            here.subdistricts, here.subdistricts_begun = 1, int(counts["begun"] > 0)
        if node:
            has_begun = node.is_joined or counts["begun"] > 0
            here.nodes += 1
            here.silent += not has_begun
            here.depth += has_begun
            if node.days is not None:
                here.timed_nodes, here.days = here.timed_nodes + 1, here.days + node.days
            if node.staff_target:
                here.stated += 1
                here.base, here.reached = (
                    max(node.staff_target, counts["registered"] + node.unregistered),
                    counts["finished"],
                )
        if sums := taught.get(place.key):
            here.pairs, here.before, here.after = (
                here.pairs + sums.pairs, here.before + sums.before, here.after + sums.after,
            )  # fmt: skip
    return found
