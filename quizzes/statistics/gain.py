"""How much a group learnt between two tests: the gain of its means, with what chance alone would do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

RESAMPLES = 2000
SEED = 20241003  # fixed, so that the same answers always show the same interval
LEAST_PEOPLE = 5  # fewer are not shown: a figure of four people is about persons


@dataclass(frozen=True, slots=True)
class Gain:
    """Of the same people. ``gain``: (mean post − mean pre) / (maximum − mean pre); 1 is all that could be learnt.

    ``low`` and ``high``: bootstrap interval of 95 %. All None where the pre-test left nothing to learn.
    """

    people: int
    mean_pre: float
    mean_post: float
    gain: float | None
    low: float | None
    high: float | None


def gain_of(scores: Sequence[tuple[float, float]], *, maximum: float) -> Gain | None:
    """``scores``: (pre, post) of each person. None for fewer than LEAST_PEOPLE."""
    if len(scores) < LEAST_PEOPLE:
        return None
    low, high = _interval(scores, maximum)
    return Gain(
        people=len(scores),
        mean_pre=sum(pre for pre, _ in scores) / len(scores),
        mean_post=sum(post for _, post in scores) / len(scores),
        gain=_gain(scores, maximum),
        low=low,
        high=high,
    )


def _gain(scores: Sequence[tuple[float, float]], maximum: float) -> float | None:
    before, after = sum(pre for pre, _ in scores), sum(post for _, post in scores)
    left = maximum * len(scores) - before
    return (after - before) / left if left > 0 else None


def _interval(scores: Sequence[tuple[float, float]], maximum: float) -> tuple[float | None, float | None]:
    """Percentiles over resampled people, each with both scores."""
    random = Random(SEED)  # noqa: S311 - resampling, no secret
    samples = (random.choices(scores, k=len(scores)) for _ in range(RESAMPLES))
    gains = sorted(gain for sample in samples if (gain := _gain(sample, maximum)) is not None)
    if not gains:
        return None, None
    return gains[int(0.025 * (len(gains) - 1))], gains[-1 - int(0.025 * (len(gains) - 1))]
