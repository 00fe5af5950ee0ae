"""Which cells of a tree of counts must stay hidden, so that nobody can work out a group of one to four people (ADR 0043).

Pure. A cell is a unit with everything below it, or the people who work directly in it. The parts of a unit add up to it, and
no other sum is ever shown. Therefore it is enough that, below every shown unit,

- every part of one to four people is hidden, and everything below it;
- the smallest larger part is hidden beside them, with all that are of the same size: whoever subtracts the shown parts from
  the whole is left with a group of at least six, and cannot tell which of its parts is the small one;
- where there is no larger part, no part is shown, not even that one is empty.

The pattern rests on the sizes alone, never on who looks.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

LEAST = 5

Cell = TypeVar("Cell", bound=Hashable)


def hidden(wholes: Iterable[Cell], parts_of: Mapping[Cell, Sequence[Cell]], sizes: Mapping[Cell, int]) -> set[Cell]:
    """The cells to hide. ``wholes``: those that are no part; ``sizes``: people, 0 where a cell is missing.

    An empty cell that is not hidden may be told to be empty.
    """
    found: set[Cell] = set()
    for whole in wholes:
        if _is_small(sizes.get(whole, 0)):
            _hide(whole, parts_of, found)
        else:
            _divide(whole, parts_of, sizes, found)
    return found


def _divide(whole: Cell, parts_of: Mapping[Cell, Sequence[Cell]], sizes: Mapping[Cell, int], found: set[Cell]) -> None:
    parts = parts_of.get(whole, ())
    concealed = _concealed({part: sizes.get(part, 0) for part in parts})
    for part in parts:
        if part in concealed:
            _hide(part, parts_of, found)
        else:
            _divide(part, parts_of, sizes, found)


def _concealed(parts: Mapping[Cell, int]) -> set[Cell]:
    if not any(_is_small(size) for size in parts.values()):
        return set()
    cover = min((size for size in parts.values() if size >= LEAST), default=None)
    if cover is None:
        return set(parts)
    return {part for part, size in parts.items() if _is_small(size) or size == cover}


def _hide(cell: Cell, parts_of: Mapping[Cell, Sequence[Cell]], found: set[Cell]) -> None:
    found.add(cell)
    for part in parts_of.get(cell, ()):
        _hide(part, parts_of, found)


def _is_small(size: int) -> bool:
    return 0 < size < LEAST
