"""``python -m bench``: each row in a fresh database, SQLite in memory unless DATABASE_URL names another."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
django.setup()

from django.db import connection  # noqa: E402 - the settings come first
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402
from django.test.runner import DiscoverRunner  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import impact, items, papers, prints  # noqa: E402

Result = TypeVar("Result")
Row = tuple[str, Callable[[int], Callable[[], object]]]
ROWS: list[Row] = [
    ("impact preview over finished attempts", impact.prepare),
    ("papers: a run with nothing to make", papers.prepare_empty),
]
SMALL, LARGE, TRIES = 500, 60_000, 3


def measured(action: Callable[[], object]) -> tuple[float, int]:
    """The best of a few tries in milliseconds, and the queries of one."""
    with CaptureQueriesContext(connection) as captured:
        action()
    times = []
    for _ in range(TRIES):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return min(times) * 1000, len(captured)


def in_fresh_database(work: Callable[[], Result]) -> Result:
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        return work()
    finally:
        runner.teardown_databases(databases)
        BaseDatabaseWrapper.close(connection)  # SQLite's own close keeps what lies in memory


def measured_at(prepare: Callable[[int], Callable[[], object]], size: int) -> tuple[float, int]:
    return in_fresh_database(lambda: measured(prepare(size)))


def main() -> None:
    logging.disable(logging.WARNING)
    print(f"{'':<40} {f'at {SMALL:,}':>14} {f'at {LARGE:,}':>14} {'ratio':>7} {'queries':>9}")
    for name, prepare in ROWS:
        (few, few_queries), (many, many_queries) = (measured_at(prepare, size) for size in (SMALL, LARGE))
        queries = f"{few_queries}" if few_queries == many_queries else f"{few_queries}→{many_queries}"
        print(f"{name:<40} {few:>11.1f} ms {many:>11.1f} ms {many / few:>7.1f} {queries:>9}", flush=True)
    items.report()
    prints.report()
    papers.report(in_fresh_database)


if __name__ == "__main__":
    sys.exit(main())
