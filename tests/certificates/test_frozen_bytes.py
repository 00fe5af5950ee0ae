"""What is out stays as it is, byte for byte; and a thousand papers leave in a ZIP without filling the memory."""

import hashlib
import tracemalloc
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest

from certificates import archives, sending, services, tasks
from certificates.models import Certificate, TemplateVersion
from certificates.printing import rendering
from tests.factories.certificates import AT, make_certificate, make_claim
from tests.factories.people import UnitFactory, UserFactory

drawn = pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")


@drawn
@pytest.mark.django_db
def test_bytes_stay_when_name_template_and_unit_change(client, home):
    holder, unit = UserFactory(display_name="Rina Contoh"), UnitFactory(name="Badan Contoh", number_code="BC")
    paper = make_certificate(rendered=True, holder=holder, unit=unit, at=AT)
    before, facts = paper.file.pdf.read(), paper.facts_sha256
    holder.display_name = "Nama Lain"
    holder.save(update_fields=["display_name"])
    unit.name = "Badan Lain"
    unit.save(update_fields=["name"])
    version = paper.template_version
    TemplateVersion.objects.create(
        template=version.template, number=version.number + 1, design=version.design, created_at=AT,
        content=version.content | {"wording": dict.fromkeys(version.content["wording"], "Kalimat lain.")},
    )  # fmt: skip
    tasks.render_due()
    client.force_login(holder)
    from django.urls import reverse

    served = b"".join(client.get(reverse("certificates:download", args=[paper.code])).streaming_content)
    again = Certificate.objects.get(pk=paper.pk)
    assert served == again.file.pdf.read() == before
    assert hashlib.sha256(served).hexdigest() == again.file.sha256
    assert again.facts_sha256 == facts


@pytest.mark.django_db
def test_empty_runs_of_every_worker_together_cost_at_most_three_queries(django_assert_max_num_queries):
    for _ in range(5):
        make_certificate()
    tasks.RenderJob.objects.update(done_at=AT)
    with django_assert_max_num_queries(3):
        assert (tasks.render_due(), sending.send_due()) == (0, 0)


@pytest.mark.django_db
def test_issuing_again_what_is_out_costs_at_most_three_queries(django_assert_max_num_queries):
    unit = UnitFactory(number_code="BC")
    claims = [make_claim(unit=unit) for _ in range(5)]
    batch = services.issue_batch(claims, source="s", unit=unit, by=None, at=AT)
    with django_assert_max_num_queries(5):  # two of them open and close a savepoint
        assert services.issue_batch(claims, source="s", unit=unit, by=None, at=AT) == batch


@pytest.mark.once
def test_a_zip_of_a_thousand_streams_in_constant_memory():
    page = bytes(range(256)) * 400  # 100 KB

    def paper(number):
        file = SimpleNamespace(sha256="0" * 64, pdf=SimpleNamespace(open=lambda mode: BytesIO(page)))
        certificate = SimpleNamespace(
            sequence=number, revision=0, number=f"{number:03d}/BC/X/2024", facts={"name": "Rina Contoh"}, final_file=file,
            facts_sha256="0" * 64, code="H6B3N8C4W5T7", issued_at=datetime(2024, 10, 5, tzinfo=UTC),
        )  # fmt: skip
        return archives.Paper(certificate, "Kabupaten Contoh")

    made = [paper(number) for number in range(1, 1001)]
    tracemalloc.start()
    try:
        size = sum(len(part) for part in archives.zip_parts(made, time_zone="Asia/Jakarta"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 100_000_000
    assert peak < 6_000_000, f"{peak:,} bytes at most at once"


@pytest.mark.once
def test_the_stream_is_a_whole_zip():
    assert ZipFile(BytesIO(b"".join(archives.zip_parts([_one()], time_zone="Asia/Jakarta")))).testzip() is None


def _one():
    file = SimpleNamespace(sha256="0" * 64, pdf=SimpleNamespace(open=lambda mode: BytesIO(b"%PDF")))
    certificate = SimpleNamespace(
        sequence=1, revision=0, number="1", facts={"name": "A"}, final_file=file, facts_sha256="0", code="H6B3N8C4W5T7",
        issued_at=datetime(2024, 10, 5, tzinfo=UTC),
    )  # fmt: skip
    return archives.Paper(certificate, "")
