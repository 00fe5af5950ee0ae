"""Handing out: what is in the files, who may take them, and what is written down about it (ADR 0027)."""

import csv
import hashlib
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pypdfium2
import pytest
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from certificates import archives, tasks
from certificates.models import CertificateFile, RenderJob
from certificates.printing import rendering
from certificates.progress import making_of
from elearning.training import delivery, services
from elearning.training.models import TrainingSession
from elearning.training.services.certificates import certificate_of
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]
drawn = pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")

PEOPLE = (
    ("Rina Contoh, S.Pd.", "Kabupaten Anggrek Contoh", "197209141998032903"),
    ("=1+1 Contoh", "Kabupaten Anggrek Contoh", None),
    ("Made Contoh/Putra", "../Kota Bakung", None),
    ("Suharto", "", None),
)


@pytest.fixture
def closed(session, committee, day, noon):
    for name, group, nip in PEOPLE:
        person = UserFactory(display_name=name, nip=nip)
        attend(ParticipantFactory(session=session, person=person, group=group), day, by=committee, at=noon)
    return services.close_list(session, by=committee, at=noon)


@pytest.fixture
def made(closed, committee, noon):
    services.issue_certificates(closed, by=committee, at=noon)
    tasks.render_due()
    return closed


def fetch(client, name, session, **sent) -> bytes:
    response = client.post(page(name, session), sent)
    assert response.status_code == 200
    return response.getvalue()


# Before issuing


def test_issuing_asks_what_becomes_of_unconfirmed_names(desk_client, closed, noon):
    first = closed.participants.order_by("line").first()
    services.confirm_name(first, shown=first.person.display_name, at=noon)
    assert "4 memenuhi syarat · 3 nama belum dikonfirmasi" in words(desk_client.get(page("certificates", closed)))
    url = page("issue", closed)
    assert "Nomor urut 1 sampai 4 tahun 2024" in words(desk_client.get(url))
    for sent in ({}, {"names": "entah"}):
        assert desk_client.post(url, sent).context["form"].errors["names"]
    assert TrainingSession.objects.get(pk=closed.pk).state == "ditutup"
    desk_client.post(url, {"names": "dikonfirmasi"})
    assert [bool(certificate_of(one)) for one in closed.participants.order_by("line")] == [True, False, False, False]
    assert "Terbitkan 3 yang belum" in words(desk_client.get(page("certificates", closed)))
    desk_client.post(url, {"names": "semua"})
    assert all(certificate_of(one) for one in closed.participants.all())


def test_nobody_confirmed_leaves_one_choice_only(desk_client, closed):
    form = desk_client.get(page("issue", closed)).context["form"]
    assert [value for value, _ in form.fields["names"].choices] == ["semua"]


@drawn
def test_a_sample_is_the_paper_without_a_number_and_leaves_nothing_behind(desk_client, closed):
    one = closed.participants.order_by("line").first()
    response = desk_client.get(page("sample", closed, one.public_id))
    text = pypdfium2.PdfDocument(response.content)[0].get_textpage().get_text_bounded()
    assert "Rina Contoh, S.Pd." in text
    assert "Nomor: CONTOH" in text
    assert not CertificateFile.objects.exists()
    assert not RenderJob.objects.exists()


def test_there_is_no_sample_for_who_never_came(desk_client, closed):
    absent = ParticipantFactory(session=closed)
    text = words(desk_client.get(page("sample", closed, absent.public_id), follow=True))
    assert "Tanggal kegiatan belum diisi" in text


def test_an_override_is_written_with_its_reason_and_shown_with_it(desk_client, closed, committee):
    one = closed.participants.order_by("line").first()
    url = page("override", closed, one.public_id)
    assert desk_client.post(url, {"decision": "jangan"}).context["form"].has_error("reason", "required")
    assert desk_client.post(url, {"decision": "tarik", "reason": "x"}).context["form"].has_error("decision")
    desk_client.post(url, {"decision": "jangan", "reason": "Kartu dipinjam orang lain"})
    assert "Tidak diberi sertifikat: Kartu dipinjam" in words(desk_client.get(page("certificates", closed)))
    text = words(desk_client.get(url))
    assert str(committee) in text
    desk_client.post(url, {"decision": "tarik", "reason": "Keliru orang"})
    assert "4 memenuhi syarat" in words(desk_client.get(page("certificates", closed)))


# While they are made


def test_progress_counts_and_names_what_failed_and_tries_again(desk_client, closed, committee, noon, monkeypatch):
    services.issue_certificates(closed, by=committee, at=noon)

    def fails_for_one(certificate, key):
        if certificate.facts["name"] == "Suharto":
            raise ValueError("Tinta habis")
        return b"%PDF"

    monkeypatch.setattr(tasks, "make_with_key", fails_for_one)
    monkeypatch.setattr(rendering, "is_available", lambda: True)
    tasks.render_due()
    text = words(desk_client.get(page("certificates", closed)))
    assert "3 terbit, 1 gagal" in text
    assert "Tinta habis" in text
    monkeypatch.setattr(tasks, "make_with_key", lambda certificate, key: b"%PDF")
    assert "1 PDF dicoba lagi" in words(desk_client.post(page("retry", closed), follow=True))
    tasks.render_due()
    assert "4 dari 4 dibuat" in words(desk_client.get(page("certificates", closed)))


def test_a_worker_that_died_is_told_and_can_be_woken(desk_client, closed, committee, noon):
    services.issue_certificates(closed, by=committee, at=noon)
    sources = [one.source for one in closed.participants.all()]
    assert not making_of(sources, at=noon).is_stalled
    RenderJob.objects.update(leased_until=noon + timedelta(minutes=11))
    later = noon + timedelta(minutes=10)
    assert not making_of(sources, at=later).is_stalled, "a worker holds them"
    making = making_of(sources, at=later + timedelta(minutes=2))
    assert (making.is_stalled, making.to_do, making.minutes) == (True, 4, 1)


# The files


@drawn
def test_the_zip_of_all_has_a_folder_per_kabupaten_and_a_manifest_that_proves_it(desk_client, made):
    shown = desk_client.get(page("hand_out", made)).context["fingerprint"]
    archive = ZipFile(BytesIO(fetch(desk_client, "zip_file", made, group="*")))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "daftar.csv",
        "Kabupaten Anggrek Contoh/001 Rina Contoh, S.Pd.pdf",
        "Kabupaten Anggrek Contoh/002 =1+1 Contoh.pdf",
        "Kota Bakung/003 Made Contoh Putra.pdf",
        "Tanpa kabupaten/004 Suharto.pdf",
    ]
    listed = archive.read("daftar.csv")
    assert hashlib.sha256(listed).hexdigest() == shown
    rows = list(csv.DictReader(StringIO(listed.decode("utf-8-sig"))))
    assert rows[1]["nama"] == "'=1+1 Contoh"
    for row in rows:
        assert hashlib.sha256(archive.read(row["berkas"])).hexdigest() == row["sha256_berkas"]


@drawn
def test_the_zip_of_one_kabupaten_holds_its_people_only(desk_client, made):
    archive = ZipFile(BytesIO(fetch(desk_client, "zip_file", made, group="Kabupaten Anggrek Contoh")))
    assert len(archive.namelist()) == 3
    assert desk_client.post(page("zip_file", made), {"group": "Kabupaten Lain"}).status_code == 400
    assert len(ZipFile(BytesIO(fetch(desk_client, "zip_file", made, group=""))).namelist()) == 2


@drawn
def test_a_zip_is_sent_as_it_is_written(made):
    parts = list(archives.zip_parts(delivery.papers(made), time_zone=made.time_zone))
    assert len(parts) == 1 + 4 + 1
    assert max(map(len, parts)) < 200_000


@drawn
def test_the_print_file_holds_every_page_in_the_order_of_numbers(desk_client, made, monkeypatch):
    monkeypatch.setattr(archives, "AT_ONCE", 3)
    book = pypdfium2.PdfDocument(fetch(desk_client, "print_file", made))
    fronts = [book[at].get_textpage().get_text_bounded() for at in range(0, len(book), 2)]
    assert len(book) == 8
    assert [f"00{number}/LPC/X/2024" in text for number, text in enumerate(fronts, start=1)] == [True] * 4


@drawn
def test_a_very_long_list_is_printed_in_several_files(desk_client, made, monkeypatch):
    monkeypatch.setattr(archives, "PRINT_LIMIT", 3)
    archive = ZipFile(BytesIO(fetch(desk_client, "print_file", made)))
    books = [pypdfium2.PdfDocument(archive.read(name)) for name in archive.namelist()]
    assert (archive.namelist(), [len(book) for book in books]) == (["cetak-1.pdf", "cetak-2.pdf"], [6, 2])


def test_the_register_names_every_number_with_its_state_and_the_nip_as_text(desk_client, closed, committee, noon):
    services.issue_certificates(closed, by=committee, at=noon)
    first, second = closed.participants.order_by("line")[:2]
    services.replace_certificate(first, recipient_name="Rina Contoh, M.Pd.", reason="Gelar", by=committee, at=noon)
    paper = certificate_of(second)
    services.revoke_certificate(second, reason="Ganda", typed_number=paper.number, by=committee, at=noon)
    sheet = load_workbook(BytesIO(fetch(desk_client, "register_file", closed))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("001/LPC/X/2024", None, "digantikan"), ("001/LPC/X/2024", "1", "berlaku"), ("002/LPC/X/2024", None, "dicabut"),
        ("003/LPC/X/2024", None, "berlaku"), ("004/LPC/X/2024", None, "berlaku"),
    ]  # fmt: skip
    assert rows[0][7] == "197209141998032903"
    assert rows[2][5] == "Ganda"
    assert rows[2][6] == "'=1+1 Contoh"


@drawn
def test_every_file_is_logged_with_how_many_people_it_names(desk_client, made, committee):
    fetch(desk_client, "zip_file", made, group="Kabupaten Anggrek Contoh")
    fetch(desk_client, "print_file", made)
    fetch(desk_client, "register_file", made)
    entries = ModelLogEntry.objects.filter(action="training.certificates.export", user=committee).order_by("pk")
    assert [(entry.data["kind"], entry.data["people"], entry.data["group"]) for entry in entries] == [
        ("zip", 2, "Kabupaten Anggrek Contoh"), ("pdf", 4, ""), ("xlsx", 4, ""),
    ]  # fmt: skip


@drawn
def test_the_page_warns_of_personal_data_and_its_text_names_nobody(desk_client, made):
    response = desk_client.get(page("hand_out", made))
    assert "Berkas ini berisi data pribadi 4 orang. Kirim hanya kepada yang berwenang." in words(response)
    assert not any(name in response.context["text"] for name, _, _ in PEOPLE)
    assert "/ikut/" in response.context["text"]


def test_the_text_for_the_group_stays_short_with_the_longest_names(session, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://netralitas.kabupaten-contoh.go.id"
    session.title, session.organiser, session.slug = "T" * 200, "P" * 160, "s" * 80
    assert len(delivery.message(session)) <= 700


@pytest.mark.parametrize("name", ["zip_file", "print_file", "register_file"])
def test_nothing_made_yet_is_said_and_not_sent(desk_client, session, name):
    assert "Belum ada PDF yang jadi" in words(desk_client.post(page(name, session), follow=True))


@drawn
@pytest.mark.parametrize("name", ["zip_file", "print_file"])
def test_a_paper_lost_from_the_storage_is_named_before_anything_is_sent(desk_client, made, name):
    file = CertificateFile.objects.order_by("pk").first()
    file.pdf.storage.delete(file.pdf.name)
    assert "001/LPC/X/2024 tidak ditemukan" in words(desk_client.post(page(name, made), follow=True))


@pytest.mark.parametrize("name", ["zip_file", "print_file", "register_file"])
def test_a_file_is_never_fetched_by_a_link(desk_client, session, name):
    assert desk_client.get(page(name, session)).status_code == 405


def test_a_decision_pressed_twice_is_one_and_no_error(desk_client, closed):
    participant = closed.participants.order_by("line").last()
    url = page("override", closed, participant.public_id)
    sent = {"decision": "jangan", "reason": "Sakit"}
    assert [desk_client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert participant.overrides.count() == 1
