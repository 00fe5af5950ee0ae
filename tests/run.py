"""``make test``: the suite on SQLite with the system's browser, then the same tests on a real PostgreSQL.

    python -m tests.run all|fast|browser [pytest arguments]

PostgreSQL is the one that TEST_DATABASE_URL names, else a private throw-away server (tests/postgres.py), which is migrated
while SQLite is tested. The exit code is 0 when no test failed; what could not run on this machine is said in the last line.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial

from tests.browser.chromium import CHROMIUM
from tests.postgres import NoPostgres, migrated_databases, private_server

WORKERS = min((os.cpu_count() or 1) + 1, 4)  # one more than cores: a browser and a database are often waited for
NO_TESTS = 5  # pytest's code for an empty selection
SQLITE = ["--no-migrations"]  # the demo's own test migrates SQLite from nothing
ONCE = "not browser and not once"  # what another engine cannot change runs on SQLite only
# A bytecode cache even where the machine asks for none: to read the tests anew cost each worker of each engine 9 seconds.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
GIVEN = os.environ.get("TEST_DATABASE_URL")
Run = Callable[[list[str]], tuple[int, str]]  # with pytest's arguments; pytest's code, and what ran

NO_BROWSER = "The browser tests did not run: there is no Chromium on this machine (apt install chromium)."


def main() -> int:
    suite, *arguments = sys.argv[1:] or ["all"]
    if suite not in ("all", "fast", "browser"):
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(128 + signum))
    with migrating(suite == "all" and not GIVEN) as database:
        suites: dict[str, list[Run]] = {
            "all": [on_sqlite, partial(on_postgres, database)],
            "fast": [without_browser],
            "browser": [in_the_browser],
        }
        return run_all(suites[suite], arguments, says_no_browser=suite != "fast" and not CHROMIUM)


def run_all(runs: list[Run], arguments: list[str], says_no_browser: bool) -> int:
    started = time.monotonic()
    closing, failed = [], False
    for run in runs:
        try:
            code, subject = run(arguments)
        except KeyboardInterrupt:
            print("\nStopped.", flush=True)
            return 130
        except NoPostgres as reason:
            closing.append(f"PostgreSQL: did not run, {reason}.")
            continue
        # An empty selection is a fault, unless it was narrowed on purpose: "-k cek" may match nothing in the browser.
        wrong = code not in ((0, NO_TESTS) if arguments else (0,))
        failed = failed or wrong
        closing.append(f"{subject}: {'FAILED' if wrong else 'passed'}.")
    if says_no_browser:
        closing.append(NO_BROWSER)
    print(f"\n{' '.join(closing)} {time.monotonic() - started:.0f} s.", flush=True)
    return 1 if failed else 0


def on_sqlite(arguments: list[str]) -> tuple[int, str]:
    return (pytest(*SQLITE, *arguments), "SQLite and Chromium") if CHROMIUM else without_browser(arguments)


def without_browser(arguments: list[str]) -> tuple[int, str]:
    return pytest(*SQLITE, "-m", "not browser", *arguments), "SQLite"


def in_the_browser(arguments: list[str]) -> tuple[int, str]:
    return (pytest(*SQLITE, "-m", "browser", *arguments), "Chromium") if CHROMIUM else (0, "What could run")


@contextmanager
def migrating(wanted: bool) -> Iterator[Future[str]]:
    """The address of a private PostgreSQL, which is migrated meanwhile: that takes half a minute and one core only."""
    server, pool = ExitStack(), ThreadPoolExecutor(1)
    try:
        yield pool.submit(migrate, server) if wanted else Future()
    finally:
        server.close()  # who is still migrating fails at once
        pool.shutdown()
        server.close()  # it was only just being started


def migrate(server: ExitStack) -> str:
    return migrated_databases(server.enter_context(private_server()), WORKERS)


def on_postgres(database: Future[str], arguments: list[str]) -> tuple[int, str]:
    if GIVEN:
        return pytest("--create-db", "-m", ONCE, *arguments, database=GIVEN), "PostgreSQL of TEST_DATABASE_URL"
    try:
        url = database.result()
    except subprocess.CalledProcessError as failed:
        return failed.returncode, "PostgreSQL, while migrating"
    return pytest("--reuse-db", "-m", ONCE, *arguments, database=url), "PostgreSQL"


def pytest(*arguments: str, database: str = "sqlite://:memory:") -> int:
    """Run pytest on all cores and give its code; a stop from outside lets it tidy up first."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        f"--numprocesses={WORKERS}",
        "--dist=loadscope",
        "--no-loadscope-reorder",
        *arguments,
    ]
    print(f"\n$ pytest {' '.join(arguments)}   # {database.split(':')[0]}", flush=True)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, env={**ENVIRONMENT, "DATABASE_URL": database})
    try:
        return child.wait()
    except BaseException as stop:
        if not isinstance(stop, KeyboardInterrupt):  # Ctrl+C has reached pytest as well
            child.terminate()
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
        raise


if __name__ == "__main__":
    sys.exit(main())
