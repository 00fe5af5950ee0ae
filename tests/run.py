"""``make test``: the suite on SQLite with the system's browser, then the same tests on a real PostgreSQL.

    python -m tests.run all|fast|browser [pytest arguments]

PostgreSQL is the one that TEST_DATABASE_URL names, else a private throw-away server (tests/postgres.py). The exit code is 0
when no test failed; what could not run on this machine is said in the last line.
"""

import os
import signal
import subprocess
import sys
import time

from tests.browser.chromium import CHROMIUM
from tests.postgres import NoPostgres, migrated_databases, private_server

WORKERS = min((os.cpu_count() or 1) + 1, 4)  # one more than cores: a browser and a database are often waited for
NO_TESTS = 5  # pytest's code for an empty selection
SQLITE = ["--no-migrations"]  # the demo's own test migrates SQLite from nothing
ONCE = "not browser and not once"  # what another engine cannot change runs on SQLite only


NO_BROWSER = "The browser tests did not run: there is no Chromium on this machine (apt install chromium)."


def main() -> int:
    suite, *arguments = sys.argv[1:] or ["all"]
    suites = {"all": [on_sqlite, on_postgres], "fast": [without_browser], "browser": [in_the_browser]}
    if suite not in suites:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(128 + signum))
    started = time.monotonic()
    closing, failed = [], False
    for run in suites[suite]:
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
    if suite != "fast" and not CHROMIUM:
        closing.append(NO_BROWSER)
    print(f"\n{' '.join(closing)} {time.monotonic() - started:.0f} s.", flush=True)
    return 1 if failed else 0


def on_sqlite(arguments: list[str]) -> tuple[int, str]:
    return (pytest(*SQLITE, *arguments), "SQLite and Chromium") if CHROMIUM else without_browser(arguments)


def without_browser(arguments: list[str]) -> tuple[int, str]:
    return pytest(*SQLITE, "-m", "not browser", *arguments), "SQLite"


def in_the_browser(arguments: list[str]) -> tuple[int, str]:
    return (pytest(*SQLITE, "-m", "browser", *arguments), "Chromium") if CHROMIUM else (0, "What could run")


def on_postgres(arguments: list[str]) -> tuple[int, str]:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return pytest("--create-db", "-m", ONCE, *arguments, database=given), "PostgreSQL of TEST_DATABASE_URL"
    with private_server() as folder:
        try:
            url = migrated_databases(folder, WORKERS)
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
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, env={**os.environ, "DATABASE_URL": database})
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
