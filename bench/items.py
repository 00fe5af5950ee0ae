"""Item analysis and the comparison of a class, the pure passes: time, and the greatest memory while they ran."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from random import Random

from quizzes.statistics import Scored, Tally
from quizzes.statistics.classes import ClassTally, Paper
from quizzes.statistics.items import UNIT

SIZES = ((1_000, 40), (10_000, 40), (10_000, 20), (100_000, 20))  # attempts × questions
CLASSES = ((250, 15), (2_500, 15), (25_000, 15))  # people × questions


def report() -> None:
    print(f"\n{'statistics, the pure passes':<40} {'CPU time':>14} {'peak memory':>14} {'kept':>9}")
    for size in SIZES:
        _print("items", size, _items)
    for size in CLASSES:
        _print("class", size, _class)


def _print(name: str, size: tuple[int, int], work: Callable[[int, int], tuple[float, int]]) -> None:
    took, kept = work(*size)
    tracemalloc.start()
    work(*size)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    label = f"{name} {size[0]:,} × {size[1]}"
    print(f"{label:<40} {1000 * took:>11.0f} ms {peak / 1e6:>11.2f} MB {kept:>9,}", flush=True)


def _items(attempts: int, questions: int) -> tuple[float, int]:
    """The time of the pass alone, and how many numbers it kept; making up the answers is no part of it."""
    tally, took = Tally(), 0.0
    for answers in _answers(attempts, questions):
        started = time.process_time()
        tally.add(answers)
        took += time.process_time() - started
    started = time.process_time()
    assert tally.figures().attempts == attempts
    return took + time.process_time() - started, tally.size


def _class(people: int, questions: int) -> tuple[float, int]:
    """Everybody twice; the interval, whose time grows with the people of one hall, is no part of it."""
    tally, took = ClassTally(), 0.0
    before, after = _answers(people, questions), _answers(people, questions)
    for one, other in zip(before, after, strict=True):
        papers = [Paper(100 * sum(each.mark for each in paper) // (UNIT * questions), paper) for paper in (one, other)]
        started = time.process_time()
        tally.add(*papers)
        took += time.process_time() - started
    assert tally.people == people
    return took, len(tally.scores) + sum(len(changes.cells) + 4 for changes in tally.changes.values())


def _answers(attempts: int, questions: int) -> Iterator[list[Scored]]:
    random = Random(1)  # noqa: S311 - made-up learners, no secret
    for _ in range(attempts):
        able = random.random()
        yield [
            Scored(number, 1, UNIT * (random.random() < able), UNIT, ("a",), random.randrange(90))
            for number in range(questions)
        ]
