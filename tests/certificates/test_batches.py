"""The page of an act of issue, and its berita acara: made from frozen facts, and with a hash that anybody can work out."""

import csv
import hashlib
from io import BytesIO, StringIO
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from certificates import archives, minutes, services, tasks
from certificates.claims import Letterhead
from certificates.models import Batch, CertificateFile, RenderJob
from certificates.printing import rendering
from tests.factories.certificates import AT, make_claim
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
drawn = pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")
NAMES = ("Rina Contoh, S.Pd.", "Made Contoh", "Suharto")


@pytest.fixture
def unit(db):
    return UnitFactory(name="Badan Contoh", number_code="BC")


@pytest.fixture
def keeper(unit):
    person = UserFactory(display_name="Sari Contoh", email="sari@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(unit=unit, person=person, role="committee")
    return person


def claims_of(unit, names=NAMES):
    letterhead = Letterhead(lines=("Jalan Contoh 1, Kota Contoh",))
    return [make_claim(unit=unit, recipient_name=name, letterhead=letterhead) for name in names]


@pytest.fixture
def batch(unit, keeper):
    return services.issue_batch(claims_of(unit), source="s", unit=unit, by=keeper, at=AT)


def complete(batch):
    return Batch.objects.with_people().get(pk=batch.pk)


def address(name, batch):
    return reverse(f"certificates:{name}", args=[batch.public_id])


def text_of(content: bytes) -> str:
    book = pypdfium2.PdfDocument(content)
    return "\n".join(book[at].get_textpage().get_text_bounded() for at in range(len(book)))


# The hash


def test_the_hash_is_that_of_number_name_and_facts_with_tabs(batch):
    rows = minutes.issued_by(batch)
    lines = "".join(f"{row.number}\t{row.facts['name']}\t{row.facts_sha256}\n" for row in rows)
    assert minutes.list_sha256(rows) == hashlib.sha256(lines.encode()).hexdigest()


@drawn
def test_the_hash_can_be_worked_out_from_the_manifest_of_the_zip(client, keeper, batch, home):
    tasks.render_due()
    client.force_login(keeper)
    archive = ZipFile(BytesIO(client.post(address("batch_zip", batch)).getvalue()))
    rows = csv.DictReader(StringIO(archive.read(archives.MANIFEST).decode("utf-8-sig")))
    lines = "".join(f"{row['nomor']}\t{row['nama']}\t{row['sha256_fakta']}\n" for row in rows)
    shown = client.get(address("batch", batch)).context["list_sha256"]
    assert hashlib.sha256(lines.encode()).hexdigest() == shown


def test_what_happens_later_changes_no_line_of_it(batch, keeper):
    before = minutes.minutes_of(complete(batch))
    first, second, _ = before.rows
    services.replace(first, recipient_name="Rina Contoh, M.Pd.", reason="Gelar", by=keeper, at=AT)
    services.revoke(second, reason="Ganda", by=keeper, at=AT)
    after = minutes.minutes_of(complete(batch))
    assert after.list_sha256 == before.list_sha256
    assert [row.facts["name"] for row in after.rows] == list(NAMES)


# The paper


@drawn
def test_the_berita_acara_says_who_when_which_numbers_and_whom(batch):
    made = minutes.minutes_of(complete(batch))
    text = text_of(minutes.minutes_pdf(made))
    for said in (
        "Badan Contoh", "Jalan Contoh 1, Kota Contoh", "Sari Contoh", "5 Oktober 2024", "16.00 WIB", "001/BC/X/2024",
        "sampai 003/BC/X/2024", *NAMES, made.list_sha256, "menghitung ulang", "Drs. H. Bambang Contoh, M.Si.",
    ):  # fmt: skip
        assert said in " ".join(text.split()), said


@drawn
def test_the_berita_acara_names_proposer_and_approver(unit, keeper):
    proposer, claims = UserFactory(display_name="Budi Pengusul"), claims_of(unit)
    proposal = services.propose(claims, source="s", unit=unit, by=proposer, at=AT)
    batch = services.approve(proposal, claims, by=keeper, at=AT)
    steps = minutes.minutes_of(complete(batch)).steps
    assert [(step.did, step.who) for step in steps] == [
        ("Diusulkan oleh", "Budi Pengusul"), ("Disetujui oleh", "Sari Contoh"), ("Diterbitkan oleh", "Sari Contoh"),
    ]  # fmt: skip


@drawn
def test_the_berita_acara_is_tagged_and_the_same_every_time(batch):
    made = minutes.minutes_of(complete(batch))
    first, second = minutes.minutes_pdf(made), minutes.minutes_pdf(made)
    assert text_of(first) == text_of(second)
    with pikepdf.open(BytesIO(first)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "id"
        assert "/StructTreeRoot" in pdf.Root


def test_an_empty_batch_has_no_minutes(unit):
    with pytest.raises(LookupError):
        minutes.minutes_of(Batch.objects.create(source="s", unit=unit, created_at=AT))


# The page


def test_the_page_counts_names_what_failed_and_tries_again(client, keeper, batch, home):
    job = RenderJob.objects.order_by("pk").first()
    RenderJob.objects.filter(pk=job.pk).update(error="Tinta habis", attempts=5)
    client.force_login(keeper)
    shown = client.get(address("batch", batch)).content.decode()
    assert "0 dari 3 PDF dibuat · 1 gagal" in shown
    assert "Tinta habis" in shown
    assert "1 PDF dicoba lagi" in client.post(address("retry_batch", batch), follow=True).content.decode()
    assert RenderJob.objects.get(pk=job.pk).attempts == 0


@drawn
def test_files_leave_with_their_entry_in_the_log(client, keeper, batch, home):
    tasks.render_due()
    client.force_login(keeper)
    for name in ("minutes", "batch_zip", "batch_print"):
        response = client.post(address(name, batch))
        assert response.getvalue()[:2] in (b"%P", b"PK")
        assert response["Cache-Control"] == "private, no-store"
    entries = ModelLogEntry.objects.filter(action="certificates.export", user=keeper).order_by("pk")
    assert [(entry.data["kind"], entry.data["people"]) for entry in entries] == [
        ("berita-acara", 3), ("zip", 3), ("pdf", 3),
    ]  # fmt: skip


@drawn
def test_what_was_revoked_or_replaced_is_in_no_file(client, keeper, batch, home):
    first, second, third = minutes.issued_by(batch)
    new = services.replace(first, recipient_name="Rina Contoh, M.Pd.", reason="Gelar", by=keeper, at=AT)
    services.revoke(second, reason="Ganda", by=keeper, at=AT)
    tasks.render_due()
    client.force_login(keeper)
    archive = ZipFile(BytesIO(client.post(address("batch_zip", batch)).getvalue()))
    listed = {
        row["kode"].replace("-", "") for row in csv.DictReader(StringIO(archive.read("daftar.csv").decode("utf-8-sig")))
    }
    assert listed == {new.code, third.code}
    assert len(archive.namelist()) == 3
    book = text_of(client.post(address("batch_print", batch)).getvalue())
    assert "Rina Contoh, M.Pd." in book
    assert "Rina Contoh, S.Pd." not in book
    assert "Made Contoh" not in book


def test_nothing_made_yet_is_said(client, keeper, batch, home):
    client.force_login(keeper)
    for name in ("batch_zip", "batch_print"):
        assert "Belum ada PDF yang jadi" in client.post(address(name, batch), follow=True).content.decode()


def test_the_page_of_another_unit_is_not_found(client, batch, home):
    stranger = UserFactory(email="lain@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(person=stranger, role="committee")
    client.force_login(stranger)
    assert client.get(address("batch", batch)).status_code == 404
    for name in ("minutes", "batch_zip", "batch_print", "retry_batch"):
        assert client.post(address(name, batch)).status_code == 404


# Two people of one name


@drawn
def test_two_people_of_one_name_get_two_files_with_the_right_text(client, unit, keeper, home):
    claims = [
        make_claim(unit=unit, recipient_name="Siti Aminah", recipient_unit=office)
        for office in ("Kecamatan Kenanga Contoh", "Kecamatan Melati Contoh")
    ]
    batch = services.issue_batch(claims, source="s", unit=unit, by=keeper, at=AT)
    tasks.render_due()
    assert CertificateFile.objects.values("pdf").distinct().count() == 2
    for row in minutes.issued_by(batch):
        text = " ".join(text_of(row.file.pdf.read()).split())
        assert row.number in text
        assert row.facts["unit"] in text
        assert "Siti Aminah" in text
    client.force_login(keeper)
    archive = ZipFile(BytesIO(client.post(address("batch_zip", batch)).getvalue()))
    assert len(set(archive.namelist())) == 3
    rows = list(csv.DictReader(StringIO(archive.read("daftar.csv").decode("utf-8-sig"))))
    offices = [text_of(archive.read(row["berkas"])) for row in rows]
    assert "Kenanga" in offices[0]
    assert "Melati" in offices[1]
