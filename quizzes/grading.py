"""What an attempt is worth. Pure: values in, values out (ADR 0006)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Protocol

from .types import KINDS, Choice
from .types.contract import FULL, Response

POINT = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Item:
    """One question of an attempt with its key. ``gives_part_marks``: as its edition says."""

    position: int
    type: str
    choices: tuple[Choice, ...]
    max_mark: Decimal = Decimal(1)
    gives_part_marks: bool = False

    def worth(self, response: Response) -> Fraction:
        """From 0 to 1."""
        kind = KINDS[self.type]
        grade = kind.grade_in_parts if self.gives_part_marks else kind.grade
        return grade(response, self.choices)


class Weighed(Protocol):
    """What has a place in an attempt, and a weight there."""

    @property
    def position(self) -> int: ...
    @property
    def max_mark(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Grade:
    """``fractions``: from 0 to 1 by position, also of questions left blank. ``percent`` is rounded down.

    ``max_points``: of the questions that count; 0 where none does, and then ``percent`` is 0 as well.
    """

    fractions: Mapping[int, Fraction]
    points: Decimal
    max_points: Decimal
    percent: int


def grade(items: Sequence[Item], responses: Mapping[int, Response], void: Collection[int] = ()) -> Grade:
    """Grade one attempt; each question counts once, whatever was sent how often.

    ``responses`` maps a position to a parsed response; a question left blank is absent or {}. ``void``: positions whose
    rule changed meanwhile; answered rightly they count, else they leave the maximum (ADR 0014).
    ``Grade.percent`` is rounded down, so that 69.9 never passes a mark of 70. Raises ValueError when ``items`` is
    empty or two items share a position.
    """
    if not items or len({item.position for item in items}) != len(items):
        raise ValueError("An attempt has questions, one per position.")
    fractions = {item.position: item.worth(responses.get(item.position, {})) for item in items}
    return summed(items, fractions, void)


def summed(items: Sequence[Weighed], fractions: Mapping[int, Fraction], void: Collection[int] = ()) -> Grade:
    """The result once it is known what each position is worth."""
    counted = [item for item in items if item.position not in void or fractions[item.position] == FULL]
    earned = sum((fractions[item.position] * Fraction(item.max_mark) for item in counted), Fraction(0))
    possible = sum((Fraction(item.max_mark) for item in counted), Fraction(0))
    return Grade(
        fractions=fractions,
        points=(Decimal(earned.numerator) / Decimal(earned.denominator)).quantize(POINT, ROUND_FLOOR),
        max_points=sum((item.max_mark for item in counted), Decimal(0)),
        percent=percent_of(earned, possible),
    )


def percent_of(earned: Fraction, possible: Fraction) -> int:
    """Whole percent, rounded down; 0 where nothing was to be earned."""
    return int(100 * earned / possible) if possible else 0


def needed(pass_mark_percent: int, questions: int) -> int:
    """How many of so many equal questions it takes to pass."""
    return -(-pass_mark_percent * questions // 100)
