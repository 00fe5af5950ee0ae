"""241 sealed papers by two workers, as production runs them: processes of their own and a database that both write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

HALL, WORKERS, LIMIT_MB = 241, 2, 512
SCRIPT = """
import json, resource, sys, time
import django
from django.conf import settings

class Unmigrated(dict):
    def __contains__(self, app): return True
    def __getitem__(self, app): return None

settings.MIGRATION_MODULES = Unmigrated()
settings.STORAGES["private"]["OPTIONS"]["location"] = sys.argv[2]
for name, value in json.loads(sys.argv[3]).items():
    setattr(settings, name, value)
django.setup()
from bench import papers
from certificates.models import CertificateFile
from certificates.tasks import render_due

if sys.argv[1] == "issue":
    from django.core.management import call_command
    call_command("migrate", run_syncdb=True, verbosity=0)
    papers._issued(int(sys.argv[4]))
elif sys.argv[1] == "work":
    import certificates.printing.making, pyhanko.sign  # a worker that waits has them
    print("ready", flush=True)
    sys.stdin.readline()
    started = time.process_time()
    made = render_due()
    print(json.dumps([made, time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000]))
else:
    sizes = list(CertificateFile.objects.values_list("size", flat=True))
    print(json.dumps([len(sizes), max(sizes)]))
"""


def report() -> None:
    from bench import papers

    print(f"\n{f'{HALL} sealed papers, {WORKERS} workers':<40} {'papers':>14} {'CPU time':>14} {'most memory':>14}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = json.dumps(papers.with_badges(folder) | papers.with_seals(folder))

        def start(*arguments: str) -> subprocess.Popen[str]:
            environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}"}
            return subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-c", SCRIPT, arguments[0], str(folder / "papers"), settings, *arguments[1:]],
                env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip

        start("issue", str(HALL)).communicate()
        hands = [start("work") for _ in range(WORKERS)]
        for hand in hands:
            hand.stdout.readline()
        started = time.monotonic()
        for hand in hands:
            hand.stdin.write("go\n")
            hand.stdin.flush()
        said = [json.loads(hand.communicate()[0]) for hand in hands]
        took = time.monotonic() - started
        for number, (made, cpu, most) in enumerate(said, start=1):
            verdict = "" if most <= LIMIT_MB else f"   more than {LIMIT_MB} MB"
            print(f"{f'worker {number}':<40} {made:>14} {cpu:>12.1f} s {most:>11.1f} MB{verdict}")
        kept, largest = json.loads(start("count").communicate()[0])
        print(f"{'together':<40} {kept:>14} {took:>12.1f} s by the clock, the largest {largest:,} bytes", flush=True)
