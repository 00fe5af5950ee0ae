"""Item analysis by the formulas of capabilities.md 4.5, in one pass over the attempts.

Kept is how often each (mark, total) occurred: memory grows with the number of distinct totals, not of attempts.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from . import formulas
from .moments import Histogram, Pairs, median, variance

UNIT = 10_000_000  # a mark of 1: fractions have five decimals, the worth of a question two
BANDS = 10  # of the distribution, each ten percent; a full score is in the last
LONGEST_SECONDS = 1800  # a longer pause was no thinking


@dataclass(frozen=True, slots=True)
class Scored:
    """One question within one attempt. ``mark`` and ``out_of`` in UNITs; ``chosen`` by option key.

    ``seconds``: from the answer before it to its first answer; None where that cannot be told.
    """

    question: int
    edition: int
    mark: int
    out_of: int = UNIT
    chosen: tuple[str, ...] = ()
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """``rest_percent``: what those who chose it reached on the other questions; None where there are no others."""

    chosen: int
    rest_percent: float | None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """Of the newest edition that was asked; the weight is of the question. ``rest_percent`` as above, of everybody."""

    question: int
    edition: int
    answers: int
    facility: float | None
    sd: float | None
    discrimination_percent: float | None
    efficiency_percent: float | None
    weight_percent: float | None
    median_seconds: float | None
    rest_percent: float | None
    options: Mapping[str, OptionFigures]


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """``standard_error`` in points. What holds for one common paper only is None where people had different questions."""

    attempts: int
    mean_percent: float | None
    sd_percent: float | None
    alpha_percent: float | None
    error_ratio_percent: float | None
    standard_error: float | None
    distribution: tuple[int, ...]
    items: tuple[ItemFigures, ...]


@dataclass(slots=True)
class _Rest:
    """What a group reached on the other questions."""

    count: int = 0
    points: int = 0
    out_of: int = 0

    def add(self, points: int, out_of: int) -> None:
        self.count += 1
        self.points += points
        self.out_of += out_of

    @property
    def percent(self) -> float | None:
        return 100 * self.points / self.out_of if self.out_of else None


@dataclass(slots=True)
class _Item:
    pairs: Counter[tuple[int, int]] = field(default_factory=Counter)
    out_of: int = 0
    everybody: _Rest = field(default_factory=_Rest)
    options: defaultdict[str, _Rest] = field(default_factory=lambda: defaultdict(_Rest))
    seconds: Counter[int] = field(default_factory=Counter)


class Tally:
    """``add`` each attempt, then read ``figures``."""

    def __init__(self) -> None:
        self._items: defaultdict[int, defaultdict[int, _Item]] = defaultdict(lambda: defaultdict(_Item))
        self._totals: Counter[tuple[int, int]] = Counter()

    def add(self, attempt: Sequence[Scored]) -> None:
        """The questions of one attempt that count, also those left blank; each question once."""
        total, out_of = sum(one.mark for one in attempt), sum(one.out_of for one in attempt)
        self._totals[total, out_of] += 1
        for one in attempt:
            item = self._items[one.question][one.edition]
            item.pairs[one.mark, total] += 1
            item.out_of += one.out_of
            rest = (total - one.mark, out_of - one.out_of)
            item.everybody.add(*rest)
            for key in one.chosen:
                item.options[key].add(*rest)
            if one.seconds is not None and one.seconds <= LONGEST_SECONDS:
                item.seconds[one.seconds] += 1

    @property
    def size(self) -> int:
        """How many numbers are kept."""
        kept = (item for editions in self._items.values() for item in editions.values())
        return len(self._totals) + sum(len(item.pairs) + len(item.seconds) + len(item.options) for item in kept)

    def figures(self) -> QuizFigures:
        attempts = sum(self._totals.values())
        totals = _column((total, times) for (total, _), times in self._totals.items())
        percents = _column((_percent(*key), times) for key, times in self._totals.items())
        pairs = {question: _merged(editions.values()) for question, editions in self._items.items()}
        is_common = all(sum(each.values()) == attempts for each in pairs.values())
        alpha = formulas.alpha(pairs.values(), totals) if is_common else None
        ratio = None if alpha is None else formulas.error_ratio(alpha)
        weights = formulas.weights(pairs) if is_common else {}
        sd = _sd(totals)
        return QuizFigures(
            attempts=attempts,
            mean_percent=_mean(percents),
            sd_percent=_sd(percents),
            alpha_percent=alpha,
            error_ratio_percent=ratio,
            standard_error=None if ratio is None or sd is None else ratio * sd / 100,
            distribution=_bands(percents),
            items=tuple(
                _figures(question, max(editions), editions[max(editions)], weights.get(question))
                for question, editions in sorted(self._items.items())
            ),
        )


def _figures(question: int, edition: int, item: _Item, weight: float | None) -> ItemFigures:
    marks = formulas.marks_of(item.pairs)
    answers = sum(marks.values())
    earned = sum(mark * times for mark, times in marks.items())
    return ItemFigures(
        question=question,
        edition=edition,
        answers=answers,
        facility=earned / item.out_of if item.out_of else None,
        sd=_sd(marks),
        discrimination_percent=formulas.discrimination(item.pairs),
        efficiency_percent=formulas.efficiency(item.pairs),
        weight_percent=weight,
        median_seconds=median(item.seconds),
        rest_percent=item.everybody.percent,
        options={key: OptionFigures(rest.count, rest.percent) for key, rest in sorted(item.options.items())},
    )


def _merged(editions: Iterable[_Item]) -> Pairs:
    pairs: Counter[tuple[int, int]] = Counter()
    for item in editions:
        pairs.update(item.pairs)
    return pairs


def _column(values: Iterable[tuple[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for value, times in values:
        found[value] += times
    return found


def _percent(total: int, out_of: int) -> int:
    """In UNITs."""
    return round(100 * UNIT * total / out_of) if out_of else 0


def _mean(values: Histogram) -> float | None:
    count = sum(values.values())
    return sum(value * times for value, times in values.items()) / count / UNIT if count else None


def _sd(values: Histogram) -> float | None:
    found = variance(values)
    return None if found is None else math.sqrt(found) / UNIT


def _bands(percents: Histogram) -> tuple[int, ...]:
    counts = [0] * BANDS
    for percent, times in percents.items():
        counts[min(percent * BANDS // (100 * UNIT), BANDS - 1)] += times
    return tuple(counts)
