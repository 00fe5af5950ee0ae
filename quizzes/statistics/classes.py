"""One class before and after its teaching, in one pass: what its people scored, and what became of each question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from .changes import Changes, met_twice
from .gain import Gain, gain_of
from .items import Scored

MAXIMUM = 100  # scores are whole percents


@dataclass(slots=True)
class Asked:
    """One question in one test of the class. ``edition``: the newest that was asked; ``chosen`` by option key."""

    people: int = 0
    mark: int = 0
    out_of: int = 0
    edition: int = 0
    chosen: Counter[str] = field(default_factory=Counter)

    def add(self, scored: Scored) -> None:
        self.people += 1
        self.mark += scored.mark
        self.out_of += scored.out_of
        self.edition = max(self.edition, scored.edition)
        self.chosen.update(scored.chosen)

    @property
    def facility(self) -> float | None:
        return self.mark / self.out_of if self.out_of else None


@dataclass(frozen=True, slots=True)
class Paper:
    """What one person scored in one test, and by which questions."""

    percent: int
    items: Sequence[Scored]


class ClassTally:
    """``add`` each person, then read. Memory grows with the questions and the distinct scores, not with the people."""

    def __init__(self) -> None:
        self.before: defaultdict[int, Asked] = defaultdict(Asked)
        self.after: defaultdict[int, Asked] = defaultdict(Asked)
        self.changes: defaultdict[int, Changes] = defaultdict(Changes)
        self.scores: Counter[tuple[int | None, int | None]] = Counter()

    def add(self, before: Paper | None, after: Paper | None) -> None:
        """One person; None for a test that is not looked at."""
        self.scores[before.percent if before else None, after.percent if after else None] += 1
        for paper, asked in ((before, self.before), (after, self.after)):
            for scored in paper.items if paper else ():
                asked[scored.question].add(scored)
        if before and after:
            for question, one, other in met_twice(before.items, after.items):
                self.changes[question].add(one, other)

    def gain(self) -> Gain | None:
        """None for fewer than five pairs. Sorted, so that the order of the database changes no interval."""
        pairs = Counter(
            {(pre, post): n for (pre, post), n in self.scores.items() if pre is not None and post is not None}
        )
        return gain_of(sorted(pairs.elements()), maximum=MAXIMUM)

    @property
    def people(self) -> int:
        return sum(self.scores.values())

    def moved(self) -> tuple[int, int, int]:
        """How many people rose, stayed and fell."""
        found = [0, 0, 0]
        for (before, after), people in self.scores.items():
            if before is not None and after is not None:
                found[(after <= before) + (after < before)] += people
        rose, stayed, fell = found
        return rose, stayed, fell

    def means(self) -> tuple[float | None, float | None]:
        """Of each test that was looked at."""
        before, after = (
            [(score[side], people) for score, people in self.scores.items() if score[side] is not None]
            for side in (0, 1)
        )
        return _mean(before), _mean(after)


def _mean(scores: Sequence[tuple[int | None, int]]) -> float | None:
    count = sum(people for _, people in scores)
    return sum((score or 0) * people for score, people in scores) / count if count else None
