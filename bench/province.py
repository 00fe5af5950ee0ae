"""``python -m bench.province``: a whole province on PostgreSQL beside a hundredth of it, the same pages on both.

4,700 units, 300,000 people, 1,000,000 attempts, made by the database itself (``bench.province_data``). What a camat sees has the
same size on both sides; what a leader sees is the province. Each side in a process and database of its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.postgres import QUICK, migrated_databases, private_server

LARGE = {"units": 4_700, "people": 300_000, "attempts": 1_000_000}
SMALL = {name: number // 100 for name, number in LARGE.items()}
TRIES, TARGET = 3, 2.0
SERVER = {**QUICK, "shared_buffers": "512MB", "work_mem": "32MB", "maintenance_work_mem": "256MB"}


def report() -> None:
    with private_server(SERVER) as folder:
        url = migrated_databases(folder, 2)
        few, many = (
            _side(url.replace("/netralitas?", f"/test_netralitas_gw{place}?"), size)
            for place, size in enumerate((SMALL, LARGE))
        )
    print(f"\n{'province (PostgreSQL)':<40} {'at 1/100':>14} {'whole':>14} {'ratio':>7} {'queries':>9}")
    for name, (before, queries) in few["pages"].items():
        after, later = many["pages"][name]
        said = f"{queries}" if queries == later else f"{queries}→{later}"
        print(f"{name:<40} {before:>11.1f} ms {after:>11.1f} ms {after / before:>7.1f} {said:>9}")
    for name in ("made in", "figures job"):
        print(f"{name:<40} {few[name]:>12.1f} s {many[name]:>12.1f} s {many[name] / few[name]:>7.1f}")
    for name in ("memory before the job", "memory after the job", "export adds at most"):
        print(f"{name:<40} {few[name]:>11.0f} MB {many[name]:>11.0f} MB")
    print(f"(pages: best of {TRIES}; the aim is a ratio of at most {TARGET:.0f} for 100 times the data)")


def _side(url: str, size: dict[str, int]) -> dict[str, Any]:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "elearning.settings.test"}
    command = [sys.executable, "-m", "bench.province", json.dumps(size)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return json.loads(done.stdout.splitlines()[-1])


def measure(size: dict[str, int]) -> dict[str, Any]:
    """In a process of its own: fill the empty database, count, open the pages."""
    import django

    django.setup()
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from bench import province_data
    from elearning.reports.services import reckon

    started = time.perf_counter()
    course, head, leader = province_data.make(**size)
    found: dict[str, Any] = {"made in": time.perf_counter() - started, "memory before the job": _megabytes()}
    started = time.perf_counter()
    assert reckon(course, at=timezone.now())
    found |= {"figures job": time.perf_counter() - started, "memory after the job": _megabytes()}
    camat, boss = Client(), Client()
    camat.force_login(head)
    boss.force_login(leader)

    def page(client: Client, name: str, **sent: str) -> Callable[[], None]:
        def open_it() -> None:
            address = reverse(name)
            answer = client.post(address, sent) if sent else client.get(address)
            assert answer.status_code == 200, (name, answer.status_code)
            assert b"".join(answer) if answer.streaming else answer.content

        return open_it

    pages = {
        "camat: home": page(camat, "cascade:home"),
        "camat: list": page(camat, "cascade:staff"),
        "camat: export, XLSX": page(camat, "cascade:export", format="xlsx"),
        "leader: one page": page(boss, "reports:overview"),
        "leader: topic × unit": page(boss, "reports:topics"),
        "leader: one page as PDF": page(boss, "reports:paper"),
    }
    found["pages"] = {name: _measured(action) for name, action in pages.items()}
    before = _megabytes()
    export = page(boss, "reports:spreadsheet")
    found["pages"]["leader: export of all units, XLSX"] = _measured(export)
    found["export adds at most"] = _megabytes() - before
    return found


def _measured(action: Callable[[], None]) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    action()
    with CaptureQueriesContext(connection) as captured:
        action()
    queries = len(captured)  # the next request empties the log
    times = []
    for _ in range(TRIES):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return min(times) * 1000, queries


def _megabytes() -> float:
    """The most that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(json.loads(sys.argv[1]))))
    else:
        report()
