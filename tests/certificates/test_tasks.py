import hashlib
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certificates import checks, services, tasks
from certificates.models import Certificate, CertificateFile, RenderJob, TemplateVersion, paper_path
from certificates.printing import rendering
from certificates.printing.making import make_paper
from elearning.lib.frozen import FrozenError
from elearning.people.models import User
from tests.factories.certificates import AT, make_certificate, make_claim
from tests.factories.people import UnitFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine"),
]


def text_of(file: CertificateFile) -> str:
    return pypdfium2.PdfDocument(file.pdf.open("rb").read())[0].get_textpage().get_text_bounded()


def test_a_paper_is_written_once_and_found_by_its_hash():
    certificate = make_certificate(rendered=True)
    content = certificate.file.pdf.read()
    assert hashlib.sha256(content).hexdigest() == certificate.file.sha256
    assert len(content) == certificate.file.size <= 150_000
    assert certificate.file.pdf.name == f"sertifikat/2024/001-kkc-x-2024-{certificate.code}.pdf"
    assert RenderJob.objects.get().done_at is not None
    with pytest.raises(FrozenError):
        certificate.file.save()


def test_rendering_again_changes_nothing():
    before = make_certificate(rendered=True).file
    RenderJob.objects.update(done_at=None, leased_until=None)
    assert tasks.render_due() == 1
    after = CertificateFile.objects.get()
    assert (after.pk, after.sha256, after.rendered_at) == (before.pk, before.sha256, before.rendered_at)


def test_nothing_to_do_costs_one_query(django_assert_num_queries):
    make_certificate(rendered=True)
    with django_assert_num_queries(1):
        assert tasks.render_due() == 0


def test_edits_of_name_title_unit_and_template_touch_no_issued_byte():
    certificate = make_certificate(rendered=True)
    before = certificate.file.pdf.read()
    User.objects.update(display_name="Nama Lain")
    certificate.unit.name = "Unit Lain"
    certificate.unit.save()
    version = services.default_template(AT)
    TemplateVersion.objects.create(
        template=version.template, number=2, design=version.design,
        content={**version.content, "wording": {"mengikuti": "berubah {title}", "lulus": "berubah {title}"}}, created_at=AT,
    )  # fmt: skip
    stored = Certificate.objects.get(pk=certificate.pk)
    assert stored.file.pdf.read() == before
    assert make_paper(stored) == before


def test_two_people_of_one_name_get_two_papers_with_the_right_text():
    unit = UnitFactory(number_code="KKC")
    claims = [
        make_claim(unit=unit, recipient_name="Siti Aminah", recipient_unit=office, materials=())
        for office in ("Kelurahan Satu Contoh", "Kelurahan Dua Contoh")
    ]
    batch = services.issue_batch(claims, source="s", unit=unit, by=None, at=AT)
    assert tasks.render_due() == 2
    first, second = batch.certificates.order_by("sequence").select_related("file")
    assert first.file.pdf.name != second.file.pdf.name
    assert "001/KKC/X/2024" in text_of(first.file)
    assert "Kelurahan Satu Contoh" in text_of(first.file)
    assert "002/KKC/X/2024" in text_of(second.file)
    assert "Kelurahan Dua Contoh" in text_of(second.file)
    assert all("Siti Aminah" in text_of(paper) for paper in CertificateFile.objects.all())


def test_half_a_file_of_a_killed_worker_is_finished():
    certificate = make_certificate()
    storage = CertificateFile._meta.get_field("pdf").storage
    target = Path(storage.path(paper_path(certificate)))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"%PDF-1.7 half")
    assert tasks.render_due() == 1
    assert hashlib.sha256(target.read_bytes()).hexdigest() == CertificateFile.objects.get().sha256
    assert len(list(target.parent.glob(f"*{certificate.code}*"))) == 1


def test_a_leased_paper_is_left_to_its_worker_until_the_lease_ends():
    make_certificate()
    now = timezone.now()
    assert len(tasks._lease(now)) == 1
    assert tasks.render_due(lambda: now) == 0
    assert tasks.render_due(lambda: now + tasks.LEASE) == 1


def test_a_lease_leaves_word_to_look_again():
    make_certificate()
    now = timezone.now()
    tasks._lease(now)
    assert DBTaskResult.objects.get().run_after > now + tasks.LEASE


def test_one_bad_paper_does_not_stop_the_others_and_keeps_its_reason():
    bad, good = make_certificate(), make_certificate()
    Certificate.objects.filter(pk=bad.pk).update(facts={**bad.facts, "kind": "tidak-ada"})
    assert tasks.render_due() == 1
    assert CertificateFile.objects.get().certificate == good
    job = RenderJob.objects.get(certificate=bad)
    assert (job.done_at, job.attempts) == (None, 1)
    assert job.error.startswith("ValueError")


def test_a_bad_paper_is_given_up_after_five_attempts():
    bad = make_certificate()
    Certificate.objects.filter(pk=bad.pk).update(facts={**bad.facts, "kind": "tidak-ada"})
    now = timezone.now()
    for hour in range(8):
        tasks.render_due(lambda later=now + timedelta(hours=hour): later)
    assert RenderJob.objects.get().attempts == 5


def test_the_queue_runs_the_same_work():
    make_certificate()
    assert tasks.render_pending.call() == 1


def test_the_command_makes_what_waits():
    make_certificate()
    output = StringIO()
    call_command("render_certificates", stdout=output)
    assert "1 sertifikat dibuat." in output.getvalue()
    assert CertificateFile.objects.count() == 1


def test_without_pango_papers_wait_and_the_check_prints_the_line(monkeypatch):
    make_certificate()
    monkeypatch.setattr(rendering, "is_available", lambda: False)
    assert tasks.render_due() == 0
    assert RenderJob.objects.get().attempts == 0
    (warning,) = checks.pango_is_installed()
    assert warning.id == "certificates.W001"
    assert checks.APT_LINE in warning.hint


def test_more_than_one_chunk_is_made_in_one_run(monkeypatch):
    monkeypatch.setattr(tasks, "CHUNK", 2)
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit, materials=()) for _ in range(5)]
    services.issue_batch(claims, source="s", unit=unit, by=None, at=AT)
    assert tasks.render_due() == 5


def test_the_command_gives_papers_that_failed_five_times_a_new_chance():
    """After a full disk nothing else would look at them again."""
    certificate = make_certificate()
    RenderJob.objects.update(attempts=5, error="OSError: No space left on device")
    assert tasks.render_due() == 0
    said = StringIO()
    call_command("render_certificates", stdout=said)
    assert said.getvalue().splitlines() == ["1 sertifikat yang gagal dicoba lagi.", "1 sertifikat dibuat."]
    assert CertificateFile.objects.get().certificate == certificate


def test_what_is_made_is_not_tried_again():
    make_certificate(rendered=True)
    RenderJob.objects.update(attempts=5)
    assert tasks.try_again() == 0
