"""Item analysis, the pure pass: time, and the greatest memory while it ran."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from random import Random

from quizzes.statistics import Scored, Tally
from quizzes.statistics.items import UNIT

SIZES = ((1_000, 40), (10_000, 40), (10_000, 20), (100_000, 20))  # attempts × questions


def report() -> None:
    print(f"\n{'item analysis, the pure pass':<40} {'time':>14} {'peak memory':>14} {'kept':>9}")
    for attempts, questions in SIZES:
        started = time.perf_counter()
        list(_answers(attempts, questions))
        made = time.perf_counter() - started
        started = time.perf_counter()
        kept = _worked_out(attempts, questions)
        took = time.perf_counter() - started - made
        tracemalloc.start()
        _worked_out(attempts, questions)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        name = f"{attempts:,} × {questions}"
        print(f"{name:<40} {1000 * took:>11.0f} ms {peak / 1e6:>11.2f} MB {kept:>9,}", flush=True)


def _worked_out(attempts: int, questions: int) -> int:
    tally = Tally()
    for answers in _answers(attempts, questions):
        tally.add(answers)
    assert tally.figures().attempts == attempts
    return tally.size


def _answers(attempts: int, questions: int) -> Iterator[list[Scored]]:
    random = Random(1)  # noqa: S311 - made-up learners, no secret
    for _ in range(attempts):
        able = random.random()
        yield [
            Scored(number, 1, UNIT * (random.random() < able), UNIT, ("a",), random.randrange(90))
            for number in range(questions)
        ]
