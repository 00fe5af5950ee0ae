"""A worker killed with SIGKILL in the middle of a batch: the next one finishes the identical set."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from certificates.printing import rendering
from tests.factories.sealing import CODE, key_files

PAPERS = 10
SCRIPT = """
import sys
from datetime import timedelta
from pathlib import Path
import django
from django.conf import settings

class Unmigrated(dict):
    def __contains__(self, app): return True
    def __getitem__(self, app): return None

settings.MIGRATION_MODULES = Unmigrated()
settings.STORAGES["private"]["OPTIONS"]["location"] = sys.argv[2]
django.setup()
from django.core.management import call_command
from django.utils import timezone
from certificates import services, tasks
from certificates.models import Certificate, CertificateFile
from certificates.printing.making import make_paper
from tests.factories.certificates import AT, make_claim
from tests.factories.people import UnitFactory

if sys.argv[1] == "issue":
    call_command("migrate", run_syncdb=True, verbosity=0)
    unit = UnitFactory(number_code="KKC", official_code="16.01.02")
    claims = [make_claim(unit=unit, recipient_name=f"Siti Aminah {n}") for n in range(int(sys.argv[3]))]
    services.issue_batch(claims, source="s", unit=unit, by=None, at=AT)
elif sys.argv[1] == "work":
    tasks.render_due()
elif sys.argv[1] == "resume":
    tasks.render_due(lambda: timezone.now() + tasks.LEASE * 2)
    for certificate in Certificate.objects.select_related("file", "template_version"):
        assert certificate.file.pdf.read() == make_paper(certificate), certificate.number
    print(CertificateFile.objects.count())
"""


@pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")
@pytest.mark.parametrize("sealed", [False, True], ids=["unsealed", "sealed"])
def test_a_killed_worker_is_resumed_to_the_identical_set(tmp_path, settings, sealed):
    database, papers = tmp_path / "db.sqlite3", tmp_path / "papers"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "elearning.settings.test",
        "SEAL_KEYS": json.dumps({CODE: key_files(tmp_path / "segel")} if sealed else {}),
    }

    def start(*arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", SCRIPT, arguments[0], str(papers), *arguments[1:]],
            cwd=Path(settings.BASE_DIR), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(*arguments: str) -> str:
        process = start(*arguments)
        output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return output

    def finished() -> int:
        with sqlite3.connect(database) as connection:
            return connection.execute("SELECT count(*) FROM certificates_certificatefile").fetchone()[0]

    run("issue", str(PAPERS))
    worker = start("work")
    deadline = time.monotonic() + 60
    while finished() < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    worker.kill()
    worker.wait()
    assert 3 <= finished() < PAPERS, "the worker was to be killed in the middle"
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in papers.rglob("*.pdf")}

    assert run("resume").strip() == str(PAPERS)
    after = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in papers.rglob("*.pdf")}
    assert len(after) == PAPERS == finished()
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT pdf, sha256 FROM certificates_certificatefile").fetchall()
    assert {Path(name).name: digest for name, digest in rows} == after
    changed = [name for name, digest in before.items() if after[name] != digest]
    assert len(changed) <= 1, "only the paper that was half written may differ"
