"""A worker killed with SIGKILL in the middle: the next one finishes the identical set, and sends no letter twice."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from certificates.printing import rendering
from tests.factories.sealing import CODE, key_files

pytestmark = pytest.mark.once

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
LETTERS = 4
POST = """
import sys, time
from pathlib import Path
import django
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

class Unmigrated(dict):
    def __contains__(self, app): return True
    def __getitem__(self, app): return None

class Post(BaseEmailBackend):
    def send_messages(self, messages):
        with Path(sys.argv[2]).open("a") as taken:
            taken.write("".join(f"{message.to[0]}\\n" for message in messages))
        if sys.argv[1] == "silent" and len(Path(sys.argv[2]).read_text().split()) == 2:
            time.sleep(60)  # the letter was taken, and the answer never comes
        return len(messages)

settings.MIGRATION_MODULES = Unmigrated()
settings.EMAIL_BACKEND = "__main__.Post"
django.setup()
from django.core.management import call_command
from django.utils import timezone
from certificates import sending, services
from elearning.mailing.models import IN_FLIGHT
from certificates.models import Certificate, CertificateFile, Letter
from tests.factories.certificates import AT, make_claim
from tests.factories.people import UnitFactory, UserFactory

if sys.argv[1] == "silent":
    call_command("migrate", run_syncdb=True, verbosity=0)
    unit, by = UnitFactory(number_code="KKC"), UserFactory()
    holders = [UserFactory(email=f"orang{n}@contoh.example") for n in range(int(sys.argv[3]))]
    services.issue_batch([make_claim(unit=unit, holder=one) for one in holders], source="s", unit=unit, by=None, at=AT)
    for paper in Certificate.objects.all():
        CertificateFile.objects.create(certificate=paper, pdf=f"{paper.pk}.pdf", sha256="0" * 64, size=1, rendered_at=AT)
    services.write_letters(Certificate.objects.select_related("file", "holder"), by=by, at=AT)
sending.send_due()
later = timezone.now() + IN_FLIGHT * 2
print(*sorted(letter.progress(at=later) for letter in Letter.objects.all()), sep="|")
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


def test_a_killed_sender_doubles_no_letter_and_hides_none(tmp_path, settings):
    taken = tmp_path / "taken.txt"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "elearning.settings.test",
    }

    def start(mode: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", POST, mode, str(taken), str(LETTERS)],
            cwd=Path(settings.BASE_DIR), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def addresses() -> list[str]:
        return taken.read_text().split() if taken.exists() else []

    sender = start("silent")
    deadline = time.monotonic() + 60
    while len(addresses()) < 2 and sender.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    sender.kill()
    assert sender.wait() == -signal.SIGKILL, sender.stderr.read()
    said, errors = start("answering").communicate(timeout=120)
    assert said.strip() == "belum pasti|terkirim|terkirim|terkirim", errors
    assert sorted(addresses()) == [f"orang{number}@contoh.example" for number in range(LETTERS)]
