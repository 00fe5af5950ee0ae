"""The two commands of the README, as a fresh machine meets them."""

import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from elearning.demo.card import LINES

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo's data in an empty folder, made as ``make demo-data`` makes it."""
    folder = tmp_path_factory.mktemp("demo")
    made = manage("demo_data", folder)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return {**own, "VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}


def manage(command: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", command, *options],
        env=environment(folder), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def served(demo):
    """A running demo: its process and its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo_serve", "--port", str(port)],
        env=environment(demo) | {"PORT": str(port), "PYTHONUNBUFFERED": "1"},
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield process, port
    process.terminate()
    process.wait(timeout=40)


def read_card(process: subprocess.Popen) -> list[str]:
    lines = []
    while not lines or "Ctrl+C" not in lines[-1]:
        line = process.stdout.readline()
        assert line, "the demo ended before it had shown its card"
        lines.append(line)
    return lines


def test_a_second_run_is_quick_and_changes_nothing(demo):
    before = time.monotonic()
    again = manage("demo_data", demo)
    assert again.returncode == 0, again.stderr
    assert "Tables" not in again.stdout
    assert "0 baru" in again.stdout
    assert time.monotonic() - before < 60


def test_the_demo_serves_keeps_others_out_and_stops_as_one(served, demo):
    process, port = served
    assert len(read_card(process)) < LINES
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as home:
        assert home.status == 200
        assert "Netralitas ASN" in home.read().decode()
    for command in ("demo_serve", "demo_reset"):
        refused = manage(command, demo)
        assert refused.returncode != 0
        assert "Stop it first with Ctrl+C" in refused.stderr
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=120) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_taken_port_is_named(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = manage("demo_serve", tmp_path, "--port", str(port))
    assert refused.returncode != 0
    assert f"Port {port} is not free" in refused.stderr


def test_missing_system_libraries_are_named_for_those_who_may_not_install_them(monkeypatch, capsys):
    install = runpy.run_path(str(ROOT / "bin/install.py"))
    provide_libraries = install["provide_libraries"]
    monkeypatch.setitem(provide_libraries.__globals__, "can_load", lambda library: "subset" not in library)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    provide_libraries()
    assert "sudo apt install libharfbuzz-subset0\n" in capsys.readouterr().out


def test_an_old_python_is_told_what_is_needed(monkeypatch):
    install = runpy.run_path(str(ROOT / "bin/install.py"))
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed"):
        install["find_python"]()
