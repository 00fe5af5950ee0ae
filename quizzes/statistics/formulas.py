"""The formulas of capabilities.md 4.5, each over how often a (mark, total) occurred. None where nothing varies, never 0."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from .moments import Histogram, Pairs, aligned, spread, variance


def marks_of(pairs: Pairs) -> Counter[int]:
    return _counted((mark, times) for (mark, _), times in pairs.items())


def rests_of(pairs: Pairs) -> Counter[int]:
    """The total without the question's own mark."""
    return _counted((total - mark, times) for (mark, total), times in pairs.items())


def discrimination(pairs: Pairs) -> float | None:
    """100 · cov(x, R) / √(var x · var R): by the rest, since the total would count the question for itself."""
    varied = _own_spread(marks_of(pairs)) * _own_spread(rests_of(pairs))
    return 100 * spread(_by_rest(pairs)) / math.sqrt(varied) if varied else None


def efficiency(pairs: Pairs) -> float | None:
    """100 · cov(x, R) / cov(sort x, sort R): the share of the best that these marks could do."""
    best = spread(aligned(marks_of(pairs), rests_of(pairs)))
    return 100 * spread(_by_rest(pairs)) / best if best else None


def weights(items: Mapping[int, Pairs]) -> dict[int, float | None]:
    """100 · √cov(x, T) / Σ √cov(x, T): None for what varies not, or against the total; such a question weighs nothing."""
    spreads = {key: spread(pairs) if _own_spread(marks_of(pairs)) else -1 for key, pairs in items.items()}
    roots = {key: math.sqrt(value) if value >= 0 else None for key, value in spreads.items()}
    whole = sum(root for root in roots.values() if root is not None)
    return {key: 100 * root / whole if root is not None and whole else None for key, root in roots.items()}


def alpha(items: Collection[Pairs], totals: Histogram) -> float | None:
    """Cronbach: 100 · p/(p − 1) · (1 − Σ var x / var T), where everybody had the same questions."""
    count, of_total = len(items), variance(totals)
    if count < 2 or not of_total:
        return None
    of_items = sum(variance(marks_of(pairs)) or 0.0 for pairs in items)
    return 100 * count / (count - 1) * (1 - of_items / of_total)


def error_ratio(alpha_percent: float) -> float:
    """100 · √(1 − CIC/100): how much of the spread is chance."""
    return 100 * math.sqrt(max(0.0, 1 - alpha_percent / 100))


def _by_rest(pairs: Pairs) -> dict[tuple[int, int], int]:
    return {(mark, total - mark): times for (mark, total), times in pairs.items()}


def _own_spread(values: Histogram) -> int:
    return spread({(value, value): times for value, times in values.items()})


def _counted(values: Iterable[tuple[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for value, times in values:
        found[value] += times
    return found
