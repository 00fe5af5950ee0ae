"""What became of each wrong belief between two tests: options paired by identity (capabilities.md 3.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

BLANK = ""  # no option was chosen


class Fate(Enum):
    KEPT = "kept"  # right before and after
    CORRECTED = "corrected"
    SAME = "same"  # wrong, and on the same wrong belief
    MOVED = "moved"  # wrong, but on another belief, or on none
    SPOILED = "spoiled"  # right before, wrong after


@dataclass(frozen=True, slots=True)
class Flow:
    """``cells``: how many went from which option to which."""

    people: int
    cells: Mapping[tuple[str, str], int]
    fates: Mapping[Fate, int]


def flow_of(pairs: Iterable[tuple[str, str]], *, right: Collection[str], beliefs: Mapping[str, str]) -> Flow:
    """``pairs``: option keys (before, after) of each person; ``beliefs``: the misconception of an option, by key."""
    cells = Counter(pairs)
    fates: Counter[Fate] = Counter()
    for (before, after), people in cells.items():
        fates[fate(before, after, right=right, beliefs=beliefs)] += people
    return Flow(sum(cells.values()), cells, {each: fates[each] for each in Fate})


def fate(before: str, after: str, *, right: Collection[str], beliefs: Mapping[str, str]) -> Fate:
    """Two options that carry the same misconception are one belief."""
    if before in right:
        return Fate.KEPT if after in right else Fate.SPOILED
    if after in right:
        return Fate.CORRECTED
    held = beliefs.get(before) or before
    return Fate.SAME if before != BLANK and held == (beliefs.get(after) or after) else Fate.MOVED
