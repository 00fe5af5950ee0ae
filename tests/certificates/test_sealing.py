"""Papers of a unit with a key are sealed, or wait; those of other units carry nothing and claim nothing."""

import asyncio
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.utils import timezone
from joserfc.jwk import RSAKey
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import checks, sealing, tasks
from certificates.models import CertificateFile, RenderJob, Seal
from certificates.printing import making, rendering
from certificates.sealing import SealError, keys, signing
from certificates.sealing.checking import SealFinding, check
from certificates.sealing.loops import beside_any_loop
from certificates.sealing.testkeys import certificate_for
from tests.certificates.archive_checks import breaches
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import UnitFactory
from tests.factories.sealing import CODE, ENDS, STARTS, key_files, make_key, time_stamp_service

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine"),
]


@pytest.fixture(autouse=True)
def _no_key_is_left():
    keys.forget()


@pytest.fixture
def unit():
    return UnitFactory(number_code="KKC", official_code=CODE)


@pytest.fixture
def keyed(unit, settings, tmp_path):
    """A unit whose papers are sealed with an EC key."""
    settings.SEAL_KEYS = {CODE: key_files(tmp_path)}
    return unit


def error_of(certificate) -> RenderJob:
    return RenderJob.objects.get(certificate=certificate)


# Sealed


def test_a_sealed_paper_begins_with_the_drawn_one_and_pyhanko_finds_it_whole(keyed):
    certificate = make_certificate(unit=keyed, rendered=True)
    content = certificate.file.pdf.read()
    drawn = making.make_with_key(certificate, None)
    assert content.startswith(drawn)
    assert len(content) - len(drawn) < 8_000
    key = sealing.key_for(certificate)
    trust = ValidationContext(trust_roots=[signing.asn1(key.certificate)], allow_fetching=False)
    status = validate_pdf_signature(PdfFileReader(BytesIO(content)).embedded_signatures[0], trust)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"


def test_the_row_says_who_sealed_and_how(keyed):
    certificate = make_certificate(unit=keyed, rendered=True)
    seal = certificate.file.seal
    assert (seal.level, seal.is_test) == (Seal.Level.BASIC, True)
    assert seal.subject == "KUNCI UJI, bukan segel resmi, Lembaga Contoh"
    assert seal.fingerprint == sealing.key_for(certificate).fingerprint


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed on this machine")
def test_poppler_finds_the_seal_valid_and_over_the_whole_document(keyed, tmp_path):
    certificate = make_certificate(unit=keyed, rendered=True)
    (tmp_path / "paper.pdf").write_bytes(certificate.file.pdf.read())
    said = subprocess.run(["pdfsig", "-nocert", tmp_path / "paper.pdf"], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in said.stdout
    assert "Total document signed" in said.stdout
    assert "ETSI.CAdES.detached" in said.stdout


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed on this machine")
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_poppler_and_we_report_one_changed_byte(keyed, tmp_path, place):
    content = bytearray(make_certificate(unit=keyed, rendered=True).file.pdf.read())
    drawn_size = content.index(b"%%EOF")
    content[int(drawn_size * place)] ^= 1
    (tmp_path / "paper.pdf").write_bytes(content)
    said = subprocess.run(["pdfsig", "-nocert", tmp_path / "paper.pdf"], capture_output=True, text=True, check=False)
    assert "Signature is Valid" not in said.stdout
    assert check(bytes(content)).state == SealFinding.BROKEN


def test_what_makes_a_paper_accessible_and_archivable_survives_the_seal(keyed):
    certificate = make_certificate(unit=keyed, rendered=True)
    before, after = (
        pikepdf.open(BytesIO(content))
        for content in (making.make_with_key(certificate, None), certificate.file.pdf.read())
    )
    for name in ("/Lang", "/MarkInfo", "/ViewerPreferences", "/StructTreeRoot", "/OutputIntents", "/AF"):
        assert (name in after.Root) == (name in before.Root), name
    assert breaches(certificate.file.pdf.open().read()) == []
    assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
    assert dict(after.docinfo) == dict(before.docinfo)
    assert after.pdf_version == before.pdf_version
    assert str(after.Root.get("/Version", "/1.7")) == "/1.7"
    assert after.pages[0].Contents.read_bytes() == before.pages[0].Contents.read_bytes()
    widget = after.Root.AcroForm.Fields[0]
    assert str(widget.TU) == signing.READABLE


def test_the_same_paper_is_sealed_into_the_same_bytes_on_any_day(keyed):
    certificate = make_certificate(unit=keyed)
    first = making.make_paper(certificate)
    keys.forget()
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert making.make_paper(certificate) == first


def test_the_seal_states_the_moment_of_issue(keyed):
    certificate = make_certificate(unit=keyed, rendered=True)
    signature = PdfFileReader(BytesIO(certificate.file.pdf.read())).embedded_signatures[0]
    assert signature.self_reported_timestamp == AT


def test_nothing_may_be_written_behind_a_seal(keyed):
    """Only a paper that waits for a certified provider leaves room for one more signature."""
    certificate = make_certificate(unit=keyed, rendered=True)
    content = certificate.file.pdf.read()
    assert PdfFileReader(BytesIO(content)).embedded_signatures[0].docmdp_level.name == "NO_CHANGES"
    assert check(content + b"\n% one more line\n%%EOF\n").state == SealFinding.ADDED
    certificate.template_version.content["signature_mode"] = "tte"
    awaited = making.make_paper(certificate)
    assert PdfFileReader(BytesIO(awaited)).embedded_signatures[0].docmdp_level.name == "FILL_FORMS"


def test_after_the_seal_the_worker_stores_the_bytes_as_they_are(keyed):
    certificate = make_certificate(unit=keyed, rendered=True)
    content = certificate.file.pdf.read()
    tasks.try_again()
    tasks.render_due()
    assert making.make_paper(certificate) == content
    assert CertificateFile.objects.get().size == len(content)
    assert PdfFileReader(BytesIO(content)).xrefs.total_revisions == 2


def test_rows_of_file_and_seal_are_written_together_or_not_at_all(keyed, monkeypatch):
    certificate = make_certificate(unit=keyed)
    monkeypatch.setattr(Seal.objects, "create", lambda **values: 1 / 0)
    tasks.render_due()
    assert not CertificateFile.objects.exists()
    assert error_of(certificate).attempts == 1


@pytest.mark.parametrize("kind", ["ec", "2048"])
def test_a_pkcs12_file_with_a_password_from_the_environment(unit, settings, tmp_path, monkeypatch, kind):
    key = make_key(kind)
    crt = certificate_for(key, organisation="Lembaga Contoh", starts=STARTS, ends=ENDS)
    packed = pkcs12.serialize_key_and_certificates(
        b"segel", key, crt, None, serialization.BestAvailableEncryption(b"sandi-contoh")
    )
    (tmp_path / "segel.p12").write_bytes(packed)
    monkeypatch.setenv("CONTOH_PASSWORD", "sandi-contoh")
    settings.SEAL_KEYS = {str(unit.public_id): {"pkcs12": str(tmp_path / "segel.p12"), "password": "CONTOH_PASSWORD"}}
    content = make_certificate(unit=unit, rendered=True).file.pdf.read()
    assert check(content).state == SealFinding.INTACT


def test_the_key_of_a_unit_above_seals_and_the_nearest_one_wins(settings, tmp_path):
    above = UnitFactory(official_code="16")
    below = above.add_child(name="Bawah Contoh", kind="kabupaten", official_code="16.01", number_code="BWH")
    settings.SEAL_KEYS = {"16": key_files(tmp_path / "above")}
    assert keys.name_for(below) == "16"
    settings.SEAL_KEYS["16.01"] = key_files(tmp_path / "below")
    assert keys.name_for(below) == "16.01"
    assert keys.name_for(above) == "16"


def test_a_number_code_that_anybody_may_take_opens_no_key(settings, tmp_path):
    settings.SEAL_KEYS = {"KKC": key_files(tmp_path)}
    assert keys.name_for(UnitFactory(number_code="KKC")) == ""


# Not sealed


def test_without_a_key_nothing_is_sealed_and_nothing_claims_to_be(unit):
    certificate = make_certificate(unit=unit, rendered=True)
    content = certificate.file.pdf.read()
    assert b"/ByteRange" not in content
    assert not Seal.objects.exists()
    assert check(content).state == SealFinding.NONE


def test_a_unit_without_a_key_beside_one_with_a_key_stays_unsealed(keyed):
    certificate = make_certificate(unit=UnitFactory(number_code="LAIN"), rendered=True)
    assert not hasattr(certificate.file, "seal")


def broken_settings(tmp_path):
    good = key_files(tmp_path / "good")
    other = key_files(tmp_path / "other")
    (tmp_path / "junk").write_text("not a key")
    (tmp_path / "public").write_bytes(RSAKey.generate_key(2048).as_pem(private=False))
    yield "key_setting", {"certificate": good["certificate"]}
    yield "key_setting", {**good, "password": "NO_SUCH_VARIABLE"}
    yield "key_setting", ["a list"]
    yield "key_unreadable", {**good, "key": str(tmp_path / "nowhere")}
    yield "key_unreadable", {**good, "key": str(tmp_path / "junk")}
    yield "key_unreadable", {**good, "key": str(tmp_path / "public")}
    yield "key_unreadable", {**good, "certificate": str(tmp_path / "junk")}
    yield "key_unreadable", key_files(tmp_path / "locked", password=b"sandi-contoh")
    yield "key_mismatch", {**good, "certificate": other["certificate"]}
    yield "key_weak", key_files(tmp_path / "weak", key=make_key("1024"))
    yield "key_expired", key_files(tmp_path / "old", ends=datetime(2024, 6, 1, tzinfo=UTC))
    yield "key_not_yet", key_files(tmp_path / "young", starts=datetime(2043, 1, 1, tzinfo=UTC))


def test_a_key_that_cannot_be_used_makes_papers_wait_with_the_reason(unit, settings, tmp_path):
    certificate = make_certificate(unit=unit)
    for code, entry in broken_settings(tmp_path):
        settings.SEAL_KEYS = {CODE: entry}
        with pytest.raises(SealError) as refusal:
            sealing.key_for(certificate)
        assert refusal.value.code == code
        tasks.render_due(lambda: timezone.now() + timedelta(days=1))
        job = error_of(certificate)
        assert (job.done_at, job.attempts, job.error) == (None, 0, str(refusal.value)[:300]), code
        RenderJob.objects.update(leased_until=None)
    assert not CertificateFile.objects.exists()
    settings.SEAL_KEYS = {CODE: key_files(tmp_path / "renewed")}
    tasks.render_due()
    assert CertificateFile.objects.get().seal.is_test
    assert error_of(certificate).error == ""


def test_a_waiting_paper_does_not_keep_those_of_others_waiting(unit, settings, tmp_path):
    settings.SEAL_KEYS = {CODE: {**key_files(tmp_path), "key": "/nowhere"}}
    for _ in range(tasks.CHUNK + 1):
        make_certificate(unit=unit)
    other = make_certificate(unit=UnitFactory(number_code="LAIN"))
    assert tasks.render_due() == 1
    assert CertificateFile.objects.get().certificate == other


def test_a_renewed_key_is_read_without_a_restart(keyed, settings, tmp_path):
    first = keys.load(CODE).fingerprint
    assert keys.load(CODE) is keys.load(CODE)
    settings.SEAL_KEYS = {CODE: key_files(tmp_path, organisation="Lembaga Contoh Baru")}
    assert keys.load(CODE).fingerprint != first


def test_no_secret_is_told_by_a_refusal_or_the_log(unit, settings, tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("CONTOH_PASSWORD", "sandi-yang-salah")
    settings.SEAL_KEYS = {CODE: {**key_files(tmp_path, password=b"sandi-contoh"), "password": "CONTOH_PASSWORD"}}
    certificate = make_certificate(unit=unit)
    tasks.render_due()
    said = caplog.text + error_of(certificate).error
    assert error_of(certificate).error
    assert not re.search("sandi-|PRIVATE|CONTOH_PASSWORD", said)


# Time stamps


def test_a_time_stamp_makes_it_b_t(unit, settings, tmp_path):
    with time_stamp_service() as service:
        settings.SEAL_KEYS = {CODE: {**key_files(tmp_path), "timestamp_url": service.url}}
        certificate = make_certificate(unit=unit, rendered=True)
    seal = certificate.file.seal
    assert seal.level == Seal.Level.TIME_STAMPED
    assert abs(seal.sealed_at - timezone.now()) < timedelta(minutes=1)
    finding = check(certificate.file.pdf.read())
    assert (finding.state, finding.stamped_at) == (SealFinding.INTACT, seal.sealed_at)


def test_a_time_stamp_service_that_fails_makes_papers_wait_and_is_left_alone_for_a_minute(unit, settings, tmp_path):
    with time_stamp_service() as service:
        settings.SEAL_KEYS = {CODE: {**key_files(tmp_path), "timestamp_url": service.url}}
        service.answers = False
        papers = [make_certificate(unit=unit) for _ in range(3)]
        tasks.render_due()
        assert service.asked == 1
        assert {error_of(paper).attempts for paper in papers} == {0}
        assert all(error_of(paper).error for paper in papers)
        assert not CertificateFile.objects.exists()
        service.answers = True
        signing.time_stamper(service.url)._quiet_until = 0.0
        RenderJob.objects.update(leased_until=None)
        assert tasks.render_due() == 3
    assert set(Seal.objects.values_list("level", flat=True)) == {Seal.Level.TIME_STAMPED}


def test_two_workers_at_one_time_stamped_paper_leave_the_first_row_and_its_bytes(unit, settings, tmp_path, monkeypatch):
    """The bytes differ, so neither may delete the other's file."""
    with time_stamp_service() as service:
        settings.SEAL_KEYS = {CODE: {**key_files(tmp_path), "timestamp_url": service.url}}
        certificate = make_certificate(unit=unit)
        job = RenderJob.objects.with_certificate().get()
        made = making.make_with_key

        def overtaken(*arguments):
            monkeypatch.setattr(tasks, "make_with_key", made)
            tasks._write_paper(job, timezone.now())
            return made(*arguments)

        monkeypatch.setattr(tasks, "make_with_key", overtaken)
        tasks._write_paper(job, timezone.now())
    file = CertificateFile.objects.get()
    assert file.certificate == certificate
    content = file.pdf.read()
    assert len(content) == file.size
    assert check(content).state == SealFinding.INTACT
    _, names = file.pdf.storage.listdir("sertifikat/2024")
    assert len([name for name in names if certificate.code in name]) == 1


# What is said of it


def test_a_key_of_no_use_is_named_by_the_check_of_the_system(settings, tmp_path):
    good, old = key_files(tmp_path / "good"), key_files(tmp_path / "old", ends=datetime(2024, 6, 1, tzinfo=UTC))
    settings.SEAL_KEYS = {"16.01": good, "16.02": old, "16.03": {}, "16.04": "teks"}
    found = checks.seal_keys_can_be_used()
    assert {one.id for one in found} == {"certificates.W002"}
    assert [name for one in found for name in ("16.02", "16.03", "16.04") if name in one.msg] == [
        "16.02",
        "16.03",
        "16.04",
    ]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_verification_page_tells_what_is_printed_and_no_seal(keyed, client, accept):
    certificate = make_certificate(unit=keyed, rendered=True)
    shown = client.get(f"/v/{certificate.code}", headers={"accept": accept}).content.decode().lower()
    assert "disegel" not in shown
    assert "seal" not in shown
    assert "kunci uji" not in shown


def test_the_check_of_the_very_file_names_a_test_key_as_one(keyed, client):
    certificate = make_certificate(unit=keyed, rendered=True)
    sent = {"sidik": certificate.file.sha256}
    shown = client.post("/cek/berkas", sent).content.decode()
    assert "KUNCI UJI, bukan segel resmi" in shown
    assert "tersertifikasi" not in shown
    told = client.post("/cek/berkas", sent, headers={"accept": "application/json"}).json()["certificate"]
    assert (told["seal"]["is_test"], told["seal"]["level"]) == (True, "B-B")
    assert "signature" not in told


def test_a_paper_is_sealed_also_where_a_loop_is_running():
    async def asked() -> int:
        return beside_any_loop(lambda: asyncio.run(answered()))

    async def answered() -> int:
        return 7

    assert asyncio.run(asked()) == beside_any_loop(lambda: asyncio.run(answered())) == 7
