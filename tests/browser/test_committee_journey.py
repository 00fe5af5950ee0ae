"""The committee goes from a new session to issued certificates, with and without JavaScript where the screen allows it."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.utils import timezone
from docx import Document
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from certificates.models import Certificate
from certificates.tasks import LEASE, _lease, render_due
from elearning.demo.dirty import dirty_list
from elearning.lib import codes, dates
from elearning.training.models import Participant, TrainingSession
from tests.browser.hands import Hands, counted_in_the_guide, write_as_the_guide_says
from tests.browser.papers import qr_of, text_of
from tests.browser.support import axe_clean, no_sideways_scroll, sign_in
from tests.factories.files import jpeg
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import QuizFactory
from tests.factories.training import SessionDayFactory, SessionMaterialFactory, TrainingSessionFactory

pytestmark = pytest.mark.browser

GUEST = "Drs. H. Arif Contoh, M.Si."


@pytest.fixture
def committee(transactional_db, home, live_server, settings):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    call_command("install_roles", verbosity=0)
    unit = UnitFactory(name="Lembaga Contoh", kind="pengawas", number_code="LC")
    person = UserFactory(display_name="Sari Contoh, S.H.", email="panitia@contoh.example", password="rahasia-contoh")
    person.groups.set(person.groups.model.objects.filter(name="Panitia"))
    OfficeHoldingFactory(unit=unit, person=person, role="committee")
    return person


@pytest.fixture
def page_of_committee(request, page, no_js_page, live_server, committee) -> Page:
    chosen = page if request.param == "with JavaScript" else no_js_page
    sign_in(chosen, live_server, committee)
    return chosen


def look(page: Page, request) -> None:
    """Axe needs scripts; the same screens are looked at once."""
    if "without" in request.node.name:
        return
    no_sideways_scroll(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe_clean(page)


def list_of_people() -> bytes:
    book, output = Workbook(), BytesIO()
    sheet = book.active
    sheet.append(["No", "Nama", "NIP", "Jabatan", "Unit kerja"])
    sheet.append([1, GUEST, "197209141998031903", "Camat", "Kecamatan Kenanga Contoh"])
    sheet.append([2, "Suharto", "", "Kepala Desa", "Desa Talang Contoh"])
    for row in sheet.iter_rows():
        row[2].number_format = "@"
    book.save(output)
    return output.getvalue()


def write_the_session_down(page: Page, live_server) -> TrainingSession:
    """The form in Wagtail's admin."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/panitia/")
    page.get_by_role("link", name="Buat sosialisasi").first.click()
    page.locator("#id_title").fill("Menjaga Netralitas Contoh")
    page.locator("#id_unit").select_option(index=1)
    page.locator("#id_organiser").fill("Lembaga Contoh")
    page.locator("#id_venue").fill("Aula Contoh")
    page.locator("#id_city").fill("Kota Contoh")
    page.locator("#id_signatories-ADD").click()
    page.locator("#id_signatories-0-name").fill("Dra. Penanda Contoh")
    page.locator("#id_signatories-0-title").fill("Ketua Lembaga Contoh")
    page.locator("#id_days-ADD").click()
    today = dates.local_day(timezone.now(), dates.WIB)
    page.locator("#id_days-0-date").fill(today.isoformat())
    page.keyboard.press("Escape")
    page.locator("#id_days-0-starts_at").fill("08:00")
    page.locator("#id_days-0-ends_at").fill("16:00")
    page.keyboard.press("Escape")
    expect(page.get_by_text(dates.long_date(today)).first).to_be_visible()
    page.locator("#id_materials-ADD").click()
    page.locator("#id_materials-0-title").fill("Dasar netralitas")
    page.locator("#id_materials-0-speaker").fill("Narasumber Contoh")
    page.locator("#id_materials-0-lesson_hours").fill("4")
    page.get_by_role("button", name=re.compile("^(Simpan|Buat)")).first.click()
    page.wait_for_url("**/sesi/**")
    page.set_viewport_size({"width": 360, "height": 740})
    return TrainingSession.objects.get()


@pytest.mark.parametrize("page_of_committee", ["with JavaScript"], indirect=True)
def test_what_was_typed_into_the_form_outlives_a_closed_tab(page_of_committee, live_server):
    page = page_of_committee
    page.set_viewport_size({"width": 1280, "height": 900})
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}/admin/sosialisasi/new/")
    page.locator("#id_title").fill("Belum selesai ditulis")
    page.locator("#id_materials-ADD").click()
    page.locator("#id_materials-ADD").click()
    page.locator("#id_materials-1-title").fill("Materi kedua")
    expect(page.get_by_text("Tersimpan di peramban ini")).to_be_visible()
    page.goto(f"{live_server.url}/panitia/")
    page.goto(f"{live_server.url}/admin/sosialisasi/new/")
    expect(page.locator("#id_title")).to_have_value("")
    page.get_by_role("button", name="Kembalikan isian").click()
    expect(page.locator("#id_title")).to_have_value("Belum selesai ditulis")
    expect(page.locator("#id_materials-1-title")).to_have_value("Materi kedua")
    page.goto(f"{live_server.url}/panitia/")
    page.goto(f"{live_server.url}/admin/sosialisasi/new/")
    page.get_by_role("button", name="Buang").click()
    page.reload()
    expect(page.get_by_role("button", name="Buang")).to_have_count(0)
    write_the_session_down(page, live_server)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/admin/sosialisasi/new/")
    expect(page.locator("#id_title")).to_be_visible()
    expect(page.get_by_role("button", name="Kembalikan isian")).to_have_count(0)


@pytest.mark.parametrize("page_of_committee", ["with JavaScript", "without JavaScript"], indirect=True)
def test_the_committee_goes_from_a_new_session_to_certificates(page_of_committee, live_server, committee, request):
    page = page_of_committee
    if "without" in request.node.name:  # Wagtail's own forms need scripts
        today = dates.local_day(timezone.now(), dates.WIB)
        session = TrainingSessionFactory(unit=committee.holdings.get().unit, day_count=0, committee_people=[committee])
        SessionDayFactory(session=session, date=today)
        SessionMaterialFactory(session=session)
        page.goto(f"{live_server.url}/sesi/{session.slug}/")
    else:
        session = write_the_session_down(page, live_server)
    base = f"{live_server.url}/sesi/{session.slug}"
    look(page, request)

    page.goto(f"{base}/peserta/impor/")
    look(page, request)
    page.locator("input[type=file]").set_input_files(
        {"name": "daftar.xlsx", "mimeType": "application/octet-stream", "buffer": list_of_people()}
    )
    page.get_by_role("button", name="Unggah dan kenali kolom").click()
    look(page, request)
    page.get_by_role("button", name="Ya, periksa isinya").click()
    look(page, request)
    page.get_by_role("link", name="Simpan 2").click()
    assert Participant.objects.count() == 0
    look(page, request)
    page.get_by_role("button", name="Simpan 2 peserta").click()
    assert Participant.objects.count() == 2

    page.goto(f"{base}/peserta/tambah/")
    look(page, request)
    page.get_by_label(re.compile("Nama")).first.fill("Siti Aminah Contoh")
    page.get_by_role("button", name="Simpan", exact=True).click()
    look(page, request)

    page.goto(f"{base}/")
    page.get_by_role("button", name="Buka sosialisasi").click()
    page.goto(f"{base}/presensi/")
    look(page, request)
    for name in (GUEST, "Suharto"):
        participant = Participant.objects.get(person__display_name=name)
        page.get_by_role("textbox", name="Ketik kode").fill(codes.display(participant.badge_code).lower())
        page.get_by_role("button", name="Catat", exact=True).click()
        expect(page.get_by_role("status", name="Hasil")).to_contain_text(name)
        if "without" not in request.node.name:
            expect(page.get_by_role("status", name="Hasil")).to_contain_text("Tersimpan di server.")
    look(page, request)

    page.goto(f"{base}/")
    page.get_by_role("link", name="Tutup daftar hadir").click()
    look(page, request)
    page.locator("main form button.button").last.click()
    page.goto(f"{base}/sertifikat/")
    expect(page.get_by_text("2 memenuhi syarat · 1 belum")).to_be_visible()
    look(page, request)
    issue_with_a_killed_worker(page, base, request)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^PDF")).first.click()
    pdf = download.value.path().read_bytes()
    assert GUEST in text_of(pdf)
    page.goto(qr_of(pdf))
    expect(page.get_by_text("BERLAKU", exact=True).first).to_be_visible()
    look(page, request)
    correct_and_revoke(page, live_server, base, request, old_address=qr_of(pdf))

    write_the_report(page, base, request)


def issue_with_a_killed_worker(page: Page, base: str, request) -> None:
    """C10: a choice about unconfirmed names, then a worker that dies; the next one finishes, each number once."""
    page.get_by_role("link", name="Terbitkan 2 sertifikat").click()
    look(page, request)
    expect(page.get_by_text(re.compile("Nomor urut 1 sampai 2 tahun"))).to_be_visible()
    page.get_by_role("radio", name=re.compile("Terbitkan semua 2")).check()
    page.get_by_role("button", name="Terbitkan sertifikat").click()
    expect(page.get_by_text("0 dari 2 dibuat")).to_be_visible()
    assert len(_lease(timezone.now())) == 2  # taken by a worker that is gone
    page.goto(f"{base}/sertifikat/")
    expect(page.get_by_text("Anda boleh menutup halaman ini.")).to_be_visible()
    look(page, request)
    assert render_due(lambda: timezone.now() + LEASE * 2) == 2
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2]
    page.goto(f"{base}/sertifikat/")
    expect(page.get_by_text("2 dari 2 dibuat")).to_be_visible()
    look(page, request)


def correct_and_revoke(page: Page, live_server, base: str, request, *, old_address: str) -> None:
    """C11: three taps for a corrected name, the old QR says so. C12: revoked by reason and number, restored within a day."""
    page.goto(f"{base}/sertifikat/")
    page.get_by_role("link", name=GUEST).first.click()
    page.get_by_role("link", name="Perbaiki nama").click()
    look(page, request)
    page.get_by_label("Nama yang benar").fill(f"{GUEST}, Ph.D.")
    page.get_by_role("button", name="Terbitkan ulang").click()
    expect(page.get_by_text("terbit ulang sebagai Revisi 1")).to_be_visible()
    person = page.url
    new = Certificate.objects.get(revision=1)
    assert Certificate.objects.filter(number=new.number).count() == 2
    page.goto(old_address)
    expect(page.get_by_text("DIGANTIKAN", exact=True).first).to_be_visible()
    expect(page.get_by_text("Ph.D.")).to_have_count(0)

    page.goto(person)
    page.get_by_role("link", name="Cabut sertifikat").click()
    look(page, request)
    page.get_by_role("radio", name="Data tidak benar").check()
    page.get_by_label("Ketik nomor sertifikat").fill("1")
    page.get_by_role("button", name="Cabut sertifikat").click()
    expect(page.get_by_text("tidak sama dengan nomor sertifikat").first).to_be_visible()
    page.get_by_label("Ketik nomor sertifikat").fill(new.number)
    page.get_by_role("button", name="Cabut sertifikat").click()
    page.goto(f"{live_server.url}/v/{codes.display(new.code)}")
    expect(page.get_by_text("DICABUT", exact=True).first).to_be_visible()
    expect(page.get_by_text("data tidak benar").first).to_be_visible()
    expect(page.get_by_text(GUEST)).to_have_count(0)
    page.goto(person)
    page.get_by_role("button", name="Pulihkan sertifikat").click()
    page.goto(f"{live_server.url}/v/{codes.display(new.code)}")
    expect(page.get_by_text("BERLAKU", exact=True).first).to_be_visible()

    assert render_due() == 1
    page.goto(f"{base}/sertifikat/bagikan/")
    look(page, request)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh ZIP").first.click()
    with ZipFile(download.value.path()) as archive:
        assert "Revisi 1" in "".join(archive.namelist())


def write_the_report(page: Page, base: str, request) -> None:
    """C13: a box, a photo, one press; the DOCX opens, has its chapters, and says what is still missing."""
    page.goto(f"{base}/laporan/")
    look(page, request)
    box = page.locator("#kendala")
    box.get_by_label("Kendala").fill("Antrean di meja 2.")
    if "without" in request.node.name:
        box.get_by_role("button", name="Simpan").click()
    expect(box.get_by_role("status")).to_contain_text(re.compile(r"Tersimpan \d\d\.\d\d WIB"))
    page.get_by_label("Tambah foto").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.get_by_role("button", name="Unggah foto").click()
    page.get_by_label("Keterangan foto 1").fill("Pembukaan")
    page.get_by_role("button", name="Simpan keterangan foto 1").click()
    expect(page.get_by_text("Periksa foto: tidak ada pose jari, atribut, atau calon.")).to_be_visible()
    look(page, request)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh DOCX").click()
    report = Document(download.value.path())
    words = [paragraph.text for paragraph in report.paragraphs]
    assert [one.text for one in report.paragraphs if one.style.name == "Heading 1"][-1] == "Lampiran"
    assert {"Antrean di meja 2.", "Foto 1. Pembukaan", "[Belum diisi: jalannya acara]"} <= set(words)
    assert not [one for one in words if one.startswith("0 ")]
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^PDF")).first.click()
    assert "Antrean di meja 2." in text_of(download.value.path().read_bytes())


def test_the_dirty_list_comes_in_with_its_counts_and_goes_out_again(page, live_server, committee, request):
    """The way of docs/panduan/sosialisasi-baru.md, click by click, to a session that is ready to run.

    C2, C3: header row found, 8 broken NIP, 3 doubles, a NIK nowhere; nothing before «Simpan»; again adds none; undo."""
    for _ in range(2):
        QuizFactory()
    sign_in(page, live_server, committee)
    hands = Hands(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    write_as_the_guide_says(hands, live_server.url, dates.local_day(timezone.now(), dates.WIB))
    session = TrainingSession.objects.get()
    base = f"{live_server.url}/sesi/{session.slug}/peserta"
    dirty = {"name": "peserta-kotor.xlsx", "mimeType": "application/octet-stream", "buffer": dirty_list()}
    hands.press(page.get_by_role("link", name="Impor peserta").first)
    hands.take(dirty)
    hands.press(page.get_by_role("button", name="Unggah dan kenali kolom"))
    hands.done()
    hands.press(page.get_by_role("button", name="Ya, periksa isinya"))
    hands.done()

    def upload():
        page.goto(f"{base}/impor/")
        page.locator("input[type=file]").set_input_files(dirty)
        page.get_by_role("button", name="Unggah dan kenali kolom").click()
        page.get_by_role("button", name="Ya, periksa isinya").click()

    counted = "60 baris dibaca · 48 siap · 1 perlu diperiksa · 8 NIP belum lengkap · 3 kembar"
    expect(page.get_by_text(counted)).to_be_visible()
    look(page, request)
    page.goto(f"{base}/")
    page.get_by_role("link", name=re.compile("Lanjutkan impor")).click()
    page.get_by_role("link", name="Perbaiki", exact=True).click()
    look(page, request)
    page.get_by_role("button", name="Gabung menjadi satu").first.click()
    page.get_by_role("link", name="Rapikan huruf").click()
    look(page, request)
    page.get_by_role("link", name="Kembali ke Perbaiki").click()
    hands.press(page.get_by_role("link", name="Simpan 56 sekarang, sisanya nanti"))
    assert Participant.objects.count() == 0
    hands.press(page.get_by_role("button", name="Simpan 56 sekarang, sisanya nanti"))
    assert Participant.objects.count() == 56
    hands.done()
    assert counted_in_the_guide() == [*hands.steps, tuple(map(sum, zip(*hands.steps, strict=True)))]
    page.goto(f"{live_server.url}/sesi/{session.slug}/")
    expect(page.get_by_role("button", name="Buka sosialisasi")).to_be_visible()
    written = {
        cell for row in load_workbook(BytesIO(dirty["buffer"]))["Peserta"].iter_rows(values_only=True) for cell in row
    }
    digits = {re.sub(r"\D", "", cell) for cell in written if isinstance(cell, str)}
    assert {one.person.nip for one in Participant.objects.all() if one.person.nip} <= digits

    page.goto(f"{base}/")
    page.get_by_role("link", name=re.compile("Lanjutkan impor")).click()
    page.get_by_role("link", name="Buang impor ini").click()
    page.get_by_role("button", name="Buang impor ini").click()
    upload()
    expect(page.get_by_text(re.compile("60 baris dibaca · 0 siap"))).to_be_visible()
    assert Participant.objects.count() == 56
    page.goto(f"{base}/")
    page.get_by_role("link", name="Batalkan impor ini").click()
    page.get_by_role("button", name="Batalkan impor ini").click()
    assert Participant.objects.count() == 0
