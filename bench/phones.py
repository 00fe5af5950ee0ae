"""``python -m bench.phones``: a room polls, 1,000 phones at once, and 250 phones wait for a test to open.

The server is that of ``bench.load``: two web processes and a durable PostgreSQL. Read the CPU time of a 304 beside the bare
view with five queries; how long the second part takes is real time, because phones wait real seconds.
"""

from __future__ import annotations

import http.client
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import django

from bench.load import DURABLE, THREADS, WORKERS, Browser, Timings, bare, cpu_during, percentiles, web
from tests.postgres import migrated_databases, private_server

PHONES, WAITING = 1_000, 250
EVERY = 20.0  # seconds between two polls of a phone (training.room.PHONE_SECONDS)
STORM = 20.0  # so many seconds as many polls as the server can take


class Phone:
    """Asks as kabar-sesi.js does: first at a moment of its own, then once in EVERY seconds."""

    def __init__(self, port: int, url: str) -> None:
        self.port, self.url, self.tag = port, url, ""

    def ask(self, connection: http.client.HTTPConnection) -> int:
        connection.request("GET", self.url, headers={"If-None-Match": self.tag})
        reply = connection.getresponse()
        reply.read()
        self.tag = reply.headers.get("ETag", "")
        return reply.status

    def wait_until_changed(self, page: Browser, page_url: str, stop: float) -> float:
        """Seconds of the clock at which this phone had the page with the opened test; 0 when it never did."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.ask(connection)
        time.sleep(random.uniform(0, EVERY))  # noqa: S311
        while time.monotonic() < stop:
            if self.ask(connection) == 204:
                _, text = page.ask("halaman", "GET", page_url, 200)
                if "Pre-test terbuka" in text:
                    return time.monotonic()
            time.sleep(EVERY)
        return 0.0


def storm(port: int, urls: list[str]) -> tuple[Timings, float]:
    """Every phone of the room again and again, from as many hands as the server has threads; the seconds it took."""
    timings, until, hands = Timings(), time.monotonic() + STORM, WORKERS * THREADS

    def some(hand: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        phones = [Phone(port, url) for url in urls[hand::hands]]
        for phone in phones:
            phone.ask(connection)
        while time.monotonic() < until:
            for phone in phones:
                began = time.perf_counter()
                status = phone.ask(connection)
                timings.steps[str(status)].append(time.perf_counter() - began)

    began = time.monotonic()
    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(some, range(hands)))
    return timings, time.monotonic() - began


def one_opening(port: int, room, sessions: list[str]) -> tuple[list[float], Timings]:
    """The committee opens the test while everybody waits; after how many seconds each phone showed it."""
    timings = Timings()
    stop = time.monotonic() + 3 * EVERY

    def one(number: int) -> float:
        page = Browser(port, sessions[number], timings)
        return Phone(port, room.urls[number]).wait_until_changed(page, room.page, stop)

    with ThreadPoolExecutor(WAITING) as pool:
        seen = [pool.submit(one, number) for number in range(WAITING)]
        time.sleep(EVERY)  # by now everybody is somewhere between two polls
        room.open_test()
        moment = time.monotonic()
        return [each.result() - moment for each in seen if each.result()], timings


def main() -> None:
    with private_server(DURABLE) as folder:
        os.environ |= {"DATABASE_URL": migrated_databases(folder, 0), "DJANGO_SETTINGS_MODULE": "bench.settings"}
        django.setup()
        from bench import hall, sitting

        sitting.prepare(0, 10)
        room = hall.Hall(PHONES)
        sessions = room.sign_in(WAITING)
        database = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        with web() as (port, server):
            processes = {"web": server, "database": database}
            bare(port, sitting.somebody())  # so that nothing is read for the first time while we measure
            cost, (timings, _) = cpu_during(processes, lambda: bare(port, sitting.somebody()))
            alone = timings.steps["telanjang"]
            bare_view = sum(cost.values()) / len(alone)
            print(f"a bare view with five queries: {percentiles(alone)}   {bare_view * 1000:.1f} CPU ms")
            cost, (timings, seconds) = cpu_during(processes, lambda: storm(port, room.urls))
            polls = timings.steps["304"]
            each = sum(cost.values()) / len(polls)
            others = {step: len(taken) for step, taken in timings.steps.items() if step != "304"}
            print(
                f"{PHONES:,} phones poll: {len(polls) / seconds:,.0f} requests/s   {percentiles(polls)}   others {others}"
            )
            print(
                f"  {each * 1000:.2f} CPU ms per 304 = {each / bare_view:.2f} bare views; {room.queries_per_poll()} queries"
            )
            print(
                f"  {PHONES:,} phones ask {PHONES / EVERY:.0f} times a second: {100 * each * PHONES / EVERY:.0f}% of one core"
            )
            seen, timings = one_opening(port, room, sessions)
            print(
                f"{WAITING} phones polling and one opening: {len(seen)} saw it, all within {max(seen):.1f} s"
                f" (median {sorted(seen)[len(seen) // 2]:.1f} s); their page {percentiles(timings.steps['halaman'])}"
            )


if __name__ == "__main__":
    main()
