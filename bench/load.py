"""``python -m bench.load``: 250 people press «Mulai» within two seconds, send ten answers each and finish.

Two web processes and a durable PostgreSQL of its own; a bare Django view with five queries is measured on the same server
in the same run, because numbers depend on the machine and ratios much less. Compare CPU seconds, not the time it took:
whatever else the machine does makes everybody wait. Pages are not compressed here; Moodle's figure counts PHP and PostgreSQL.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import django

from quizzes.timing import GATHERED
from tests.postgres import QUICK, migrated_databases, private_server

PEOPLE, QUESTIONS, WITHIN_SECONDS = 250, 10, 2.0
AS_GATHERED = -(-QUESTIONS // GATHERED)  # requests that carry the answers, as the page gathers them
WORKERS, THREADS = 2, 8
BARE_REQUESTS = 1_000
STEPPERS = 60
TARGET = 10  # times cheaper than Moodle, in CPU seconds
TICKS = os.sysconf("SC_CLK_TCK")
DURABLE = {**QUICK, "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
MOODLE_CPU, MOODLE_REQUESTS = 0.66, 7  # 0.50 s of PHP and 0.16 s of PostgreSQL per attempt, on this class of machine
TOKEN = "a" * 32


@dataclass
class Timings:
    """Seconds of every request by its step, whole attempts, and what went wrong."""

    steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    attempts: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Browser:
    """One person who stays connected."""

    def __init__(self, port: int, session: str, timings: Timings) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        cookie = f"sessionid={session}; csrftoken={TOKEN}"
        self.headers = {"Cookie": cookie, "X-CSRFToken": TOKEN, "Content-Type": "application/json"}
        self.timings = timings

    def ask(self, step: str, method: str, url: str, wanted: int, body: str = "") -> tuple[str, str]:
        """The address that a redirect names, and the body."""
        began = time.perf_counter()
        self.connection.request(method, url, body or None, self.headers)
        reply = self.connection.getresponse()
        text = reply.read().decode()
        self.timings.steps[step].append(time.perf_counter() - began)
        if reply.status != wanted:
            raise RuntimeError(f"{step}: {reply.status}")
        return reply.headers.get("Location", ""), text


class Sitting:
    """One person's attempt, step by step; a step that goes wrong raises RuntimeError."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.paper, self.outcome = browser, "", ""

    def mulai(self) -> None:
        self.paper, _ = self.browser.ask("mulai", "POST", "/kuis/beban/mulai/", 302)

    def soal(self) -> None:
        self.browser.ask("soal", "GET", self.paper, 200)

    def jawaban(self, batches: int = AS_GATHERED) -> None:
        """``batches``: how many requests carry the ten answers."""
        size = QUESTIONS // batches
        for start in range(1, QUESTIONS + 1, size):
            now = datetime.now(tz=UTC).isoformat()
            rows = [
                {"client_id": str(uuid4()), "position": place, "occurred_at": now, "fields": {"options": ["A"]}}
                for place in range(start, start + size)
            ]
            _, said = self.browser.ask("jawaban", "POST", f"{self.paper}jawaban/", 200, json.dumps({"answers": rows}))
            if [each["status"] for each in json.loads(said)["answers"]] != ["stored"] * size:
                raise RuntimeError(said)

    def kirim(self) -> None:
        self.outcome, _ = self.browser.ask("kirim", "POST", f"{self.paper}kirim/", 302)

    def hasil(self) -> None:
        self.browser.ask("hasil", "GET", self.outcome, 200)

    def whole(self, batches: int) -> None:
        self.mulai()
        self.soal()
        self.jawaban(batches)
        self.kirim()
        self.hasil()


def crowd(port: int, sessions: list[str], batches: int) -> tuple[Timings, float]:
    """Everybody presses at a moment of their own within two seconds; the seconds until the last one has finished."""
    timings, gate = Timings(), Barrier(len(sessions) + 1)

    def one(session: str) -> None:
        browser = Browser(port, session, timings)
        gate.wait()
        time.sleep(random.uniform(0, WITHIN_SECONDS))  # noqa: S311
        began = time.perf_counter()
        try:
            Sitting(browser).whole(batches)
        except Exception as error:
            timings.errors.append(repr(error))
        else:
            timings.attempts.append(time.perf_counter() - began)
        browser.connection.close()

    with ThreadPoolExecutor(len(sessions)) as pool:
        waiting = [pool.submit(one, session) for session in sessions]
        gate.wait()
        began = time.perf_counter()
        for each in waiting:
            each.result()
    return timings, time.perf_counter() - began


def bare(port: int, person: int) -> tuple[Timings, float]:
    """The same number of hands as the server has threads."""
    timings, hands = Timings(), WORKERS * THREADS

    def some(_: int) -> None:
        browser = Browser(port, "", timings)
        for _ in range(BARE_REQUESTS // hands):
            browser.ask("telanjang", "GET", f"/bench/bare/{person}/", 200)

    began = time.perf_counter()
    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(some, range(hands)))
    return timings, time.perf_counter() - began


def cpu_of(root: int) -> float:
    """CPU seconds of a process and all below it, those included that ended and were waited for."""
    children: dict[int, list[int]] = defaultdict(list)
    used: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        pid = int(stat.parent.name)
        children[int(words[1])].append(pid)
        used[pid] = sum(map(int, words[11:15]))
    below, total = [root], 0
    while below:
        pid = below.pop()
        total += used.get(pid, 0)
        below += children[pid]
    return total / TICKS


@contextmanager
def web() -> Iterator[tuple[int, int]]:
    """Port and process of the web server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}", f"--threads={THREADS}", "--worker-class=gthread"]
    options += ["--keep-alive=120", "--log-level=error", "--timeout=120", "--no-control-socket"]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "elearning.wsgi", *options])  # noqa: S603
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if server.poll() is not None:
                raise SystemExit("The web server did not start.")
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def cpu_during(processes: dict[str, int], action: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    before = {name: cpu_of(pid) for name, pid in processes.items()}
    outcome = action()
    return {name: cpu_of(pid) - before[name] for name, pid in processes.items()}, outcome


def percentiles(seconds: list[float]) -> str:
    cuts = statistics.quantiles(seconds, n=20)
    return f"p50 {statistics.median(seconds) * 1000:>7.0f} ms   p95 {cuts[18] * 1000:>7.0f} ms"


def main() -> None:
    with private_server(DURABLE) as folder:
        os.environ |= {"DATABASE_URL": migrated_databases(folder, 0), "DJANGO_SETTINGS_MODULE": "bench.settings"}
        django.setup()
        from bench import sitting

        sessions = sitting.prepare(PEOPLE, QUESTIONS)
        database = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        with web() as (port, server):
            crowd(port, sitting.sign_in(20), 2)  # so that nothing is read for the first time while we measure
            processes = {"web": server, "database": database}
            cost, (timings, _) = cpu_during(processes, lambda: bare(port, sitting.somebody()))
            alone = timings.steps["telanjang"]
            bare_view = sum(cost.values()) / len(alone)
            print(f"a bare view with five queries: {percentiles(alone)}   {bare_view * 1000:.1f} CPU ms")
            for batches in (AS_GATHERED, QUESTIONS):
                last = sitting.last_item()
                cost, (timings, seconds) = cpu_during(processes, partial(crowd, port, sessions, batches))
                report(timings, seconds, cost, bare_view, batches)
                lost, doubled = sitting.lost_and_doubled(last, PEOPLE * QUESTIONS)
                print(f"  {len(timings.errors)} errors, {lost} answers lost, {doubled} doubled", *timings.errors[:3])
                sessions = sitting.sign_in(PEOPLE)
            step_by_step(port, sitting.sign_in(STEPPERS), processes, bare_view)
        ten, sixty = sitting.queries(10), sitting.queries(60)
        print("\nqueries at 10 and at 60 questions: ", ", ".join(f"{step} {ten[step]}/{sixty[step]}" for step in ten))


def report(timings: Timings, seconds: float, cost: dict[str, float], bare_view: float, batches: int) -> None:
    done, requests = len(timings.attempts), sum(map(len, timings.steps.values()))
    total = sum(cost.values()) / done
    print(f"\n{PEOPLE} people begin within {WITHIN_SECONDS:.0f} s and send {QUESTIONS} answers in {batches} requests")
    print(f"  {'attempt':<10} {percentiles(timings.attempts)}   {done / seconds:.1f} attempts/s")
    for step, taken in timings.steps.items():
        print(f"  {step:<10} {percentiles(taken)}")
    print(f"  {requests / done:.1f} requests per attempt (Moodle {MOODLE_REQUESTS})")
    parts = ", ".join(f"{name} {used / done:.3f}" for name, used in cost.items())
    print(
        f"  {total:.3f} CPU s per attempt ({parts}): {MOODLE_CPU / total:.1f} times cheaper than Moodle's {MOODLE_CPU} s, "
        f"and the target of {TARGET} times is {'reached' if MOODLE_CPU / total >= TARGET else 'not reached'}"
    )
    print(f"  {total / bare_view:.1f} bare views per attempt, {total * done / requests / bare_view:.1f} per request")


def step_by_step(port: int, sessions: list[str], processes: dict[str, int], bare_view: float) -> None:
    """What each step costs, one request after the other; «jawaban» is two."""
    timings = Timings()
    sittings = [Sitting(Browser(port, session, timings)) for session in sessions]
    print("\none after the other, CPU ms per person")
    for step in ("mulai", "soal", "jawaban", "kirim", "hasil"):
        cost, _ = cpu_during(processes, lambda step=step: [getattr(each, step)() for each in sittings])
        one = {name: used / len(sittings) for name, used in cost.items()}
        parts = "   ".join(f"{name} {used * 1000:>5.1f}" for name, used in one.items())
        print(
            f"  {step:<10} {parts}   = {sum(one.values()) / bare_view:.1f} bare views   {percentiles(timings.steps[step])}"
        )


if __name__ == "__main__":
    main()
