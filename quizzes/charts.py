"""Where the marks of a chart stand, in the units of its own viewBox. Pure; a template draws them, a table says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, PLOT, MAP = 600, 200, 320
FLOW_PEOPLE, GAP, BAND_LEFT, BAND_RIGHT = 180, 20, 128, 292  # a gap is a line of words high


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        return round(self.y - 5, 1)


@dataclass(frozen=True, slots=True)
class Dot:
    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Block:
    """An option on one side of a flow."""

    label: str
    people: int
    y: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """Those who went from one option to another; ``path`` is the outline."""

    path: str
    stays: bool
    words: str


@dataclass(frozen=True, slots=True)
class FlowChart:
    """``height``: of the whole picture, by the number of options."""

    before: tuple[Block, ...]
    after: tuple[Block, ...]
    bands: tuple[Band, ...]
    height: int


def bars(counts: Sequence[int], labels: Sequence[str]) -> tuple[Bar, ...]:
    highest, step = max([*counts, 1]), WIDTH / max(len(counts), 1)
    heights = [round((PLOT - 20) * count / highest, 1) for count in counts]
    return tuple(
        Bar(label, count, round(number * step + 4, 1), round(PLOT - height, 1), round(step - 8, 1), height)
        for number, (label, count, height) in enumerate(zip(labels, counts, heights, strict=True))
    )


def dots(points: Sequence[tuple[str, float, float]]) -> tuple[Dot, ...]:
    """``points``: label, facility from 0 to 1, discrimination from −100 to 100."""
    return tuple(Dot(label, x_of(facility), y_of(percent)) for label, facility, percent in points)


def x_of(facility: float) -> float:
    return round(40 + (WIDTH - 60) * facility, 1)


def y_of(percent: float) -> float:
    return round(MAP - 10 - (MAP - 20) * (percent + 100) / 200, 1)


def flow_chart(cells: Mapping[tuple[str, str], int], labels: Mapping[str, str]) -> FlowChart:
    """``labels``: the options in the order in which they are stacked."""
    people = sum(cells.values())
    scale = FLOW_PEOPLE / people if people else 0
    before, after = (_stack(cells, labels, side, scale) for side in (0, 1))
    left, right = ({key: block.y for key, block in side.items()} for side in (before, after))
    bands = []
    for one in labels:
        for other in labels:
            if not (count := cells.get((one, other), 0)):
                continue
            words = f"{labels[one]} ke {labels[other]}: {count}"
            bands.append(Band(_outline(left[one], right[other], count * scale), one == other, words))
            left[one] += count * scale
            right[other] += count * scale
    height = FLOW_PEOPLE + GAP * (len(labels) - 1)
    return FlowChart(tuple(before.values()), tuple(after.values()), tuple(bands), height)


def _stack(
    cells: Mapping[tuple[str, str], int], labels: Mapping[str, str], side: int, scale: float
) -> dict[str, Block]:
    found, top = {}, 0.0
    for key, label in labels.items():
        people = sum(count for cell, count in cells.items() if cell[side] == key)
        found[key] = Block(label, people, round(top, 1), round(people * scale, 1))
        top += people * scale + GAP
    return found


def _outline(left: float, right: float, height: float) -> str:
    start, end, half = BAND_LEFT, BAND_RIGHT, (BAND_LEFT + BAND_RIGHT) / 2
    return (
        f"M{start} {left:.1f}C{half} {left:.1f} {half} {right:.1f} {end} {right:.1f}V{right + height:.1f}"
        f"C{half} {right + height:.1f} {half} {left + height:.1f} {start} {left + height:.1f}Z"
    )
