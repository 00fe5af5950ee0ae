"""Sums over histograms of whole numbers, exact until the last division."""

from __future__ import annotations

from collections.abc import Mapping

Histogram = Mapping[int, int]  # how often each value occurs
Pairs = Mapping[tuple[int, int], int]  # how often each pair occurs


def spread(pairs: Pairs) -> int:
    """n·Σxy − Σx·Σy: the sample covariance times n·(n − 1)."""
    count = sum(pairs.values())
    of_first = sum(first * times for (first, _), times in pairs.items())
    of_second = sum(second * times for (_, second), times in pairs.items())
    of_both = sum(first * second * times for (first, second), times in pairs.items())
    return count * of_both - of_first * of_second


def variance(values: Histogram) -> float | None:
    """With n − 1; None for fewer than two values."""
    count = sum(values.values())
    if count < 2:
        return None
    return spread({(value, value): times for value, times in values.items()}) / (count * (count - 1))


def aligned(first: Histogram, second: Histogram) -> dict[tuple[int, int], int]:
    """Both sorted and paired in that order: no other pairing of them has a greater covariance."""
    pairs: dict[tuple[int, int], int] = {}
    others = iter(sorted(second.items()))
    other, left = 0, 0
    for value, times in sorted(first.items()):
        while times:
            if not left:
                other, left = next(others)
            step = min(times, left)
            pairs[value, other] = step
            times, left = times - step, left - step
    return pairs


def median(values: Histogram) -> float | None:
    """The middle value; between two, their mean."""
    count = sum(values.values())
    if not count:
        return None
    low, high = (count - 1) // 2, count // 2
    return (_at(values, low) + _at(values, high)) / 2


def _at(values: Histogram, place: int) -> int:
    passed = 0
    for value, times in sorted(values.items()):
        passed += times
        if passed > place:
            return value
    raise IndexError(place)
