"""``manage.py demo_serve``: the web server, the worker and the minute hand as one command that stops as one."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from elearning.demo.card import demo_card
from elearning.demo.lock import ServingLock

HOST = "127.0.0.1"
START_SECONDS = 30  # on a slow machine
STOP_SECONDS = 5  # then a running task is cut off: every task of ours may be, and goes on at the next start


class Command(BaseCommand):
    help = "Serves the demo on 127.0.0.1 until Ctrl+C. A part that ends by itself ends the whole, with its name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))

    def handle(self, *, port: str, **options: object) -> None:
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT must be a number from 1 to 65535, not «{port}».")
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGHUP, _interrupt)
        with ServingLock():
            self.refuse_a_taken_port(int(port))
            children = {
                "web server": start("-m", "gunicorn", "elearning.wsgi", *gunicorn_options(port)),
                "worker": start("manage.py", "db_worker", "--backend", "background", "--queue-name", "*"),
                "clock": start("manage.py", "every_minute", "--forever"),
            }
            try:
                self.wait_until_it_answers(int(port), children)
                self.stdout.write(demo_card(settings.WAGTAILADMIN_BASE_URL))
                self.watch(children)
            except KeyboardInterrupt:
                self.stdout.write("\nStopping …")
            finally:
                stop(children)

    def refuse_a_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(f"Port {port} is not free. Choose another one: PORT={port + 1} make demo") from error

    def wait_until_it_answers(self, port: int, children: dict[str, subprocess.Popen]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.refuse_a_dead_child(children)
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    return
            time.sleep(0.1)
        raise CommandError(f"The web server did not answer within {START_SECONDS} seconds.")

    def watch(self, children: dict[str, subprocess.Popen]) -> None:
        """Until a child ends or somebody stops us."""
        while True:
            self.refuse_a_dead_child(children)
            time.sleep(1)

    def refuse_a_dead_child(self, children: dict[str, subprocess.Popen]) -> None:
        for name, child in children.items():
            if child.poll() is not None:
                raise CommandError(f"The {name} ended by itself with code {child.returncode}; the rest stops too.")


def gunicorn_options(port: str) -> list[str]:
    """One process, so that SQLite and the rate limits in local memory see every request; threads for many phones."""
    return [
        f"--bind={HOST}:{port}",
        "--worker-class=gthread",
        "--threads=8",
        "--timeout=60",
        "--log-level=warning",
        "--no-control-socket",
    ]


def start(*arguments: str) -> subprocess.Popen:
    """A child in a session of its own: Ctrl+C reaches only us, and we stop the children in order."""
    return subprocess.Popen([sys.executable, *arguments], cwd=settings.BASE_DIR, start_new_session=True)


def stop(children: dict[str, subprocess.Popen]) -> None:
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt
