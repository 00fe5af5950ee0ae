"""From a camat's link to a certificate whose QR says BERLAKU, on the real content, with and without JavaScript."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from certificates.models import Certificate
from certificates.tasks import render_pending
from elearning.content.kinds import ALL
from elearning.content.loading import load
from elearning.distribution.models import Receipt
from elearning.distribution.services import open_handout
from elearning.lessons.models import CoursePage
from elearning.people.models import OfficeKind, OfficeRole, User
from quizzes.models import Attempt
from tests.browser.answers import answer_rightly
from tests.browser.papers import qr_of, text_of
from tests.browser.snapshots import written_once
from tests.browser.support import axe_clean, no_sideways_scroll
from tests.factories.distribution import CascadeNodeFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory

pytestmark = pytest.mark.browser

NAME = "Dra. Hj. Nur'aini Wulandari Contoh, M.Pd."
NOW = datetime(2026, 3, 11, 4, 0, tzinfo=UTC)


def everything():
    load([kind() for kind in ALL], at=NOW)


@pytest.fixture
def handout(transactional_db, settings, live_server):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    written_once(everything)
    supervisor = UnitFactory(name="Lembaga Contoh", kind="pengawas", number_code="LC")
    kenanga = UnitFactory(name="Kecamatan Kenanga Contoh")
    camat = OfficeHoldingFactory(unit=kenanga, role=OfficeRole.HEAD, kind=OfficeKind.DEFINITIVE).person
    course = CoursePage.objects.get(slug="netralitas-asn-dalam-12-menit")
    course.issuer = supervisor
    course.save()
    return open_handout(
        CascadeNodeFactory(unit=kenanga, course=course), shared_by="Camat Kenanga Contoh", by=camat, at=NOW
    )


@pytest.fixture
def walker(request, page, no_js_page) -> Page:
    return page if request.param == "with JavaScript" else no_js_page


def in_both_lights(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe_clean(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("walker", ["with JavaScript", "without JavaScript"], indirect=True)
def test_a_learner_goes_from_the_link_to_a_certificate_that_verifies(walker, live_server, handout, request):
    page = walker
    scripts = "without" not in request.node.name
    look = in_both_lights if scripts else (lambda page: None)

    page.goto(f"{live_server.url}/b/{handout.code}")
    expect(page.get_by_text("Dibagikan oleh")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Mulai belajar").click()
    look(page)
    page.locator("main a[href*='/memakai-hak-pilih/']").first.click()
    look(page)
    for step in range(2, 9):
        page.get_by_role("link", name="Kartu berikut").click()
        expect(page.get_by_text(f"Kartu {step} dari 8")).to_be_visible()
    page.locator("main").get_by_role("link", name=re.compile("kuis", re.IGNORECASE)).first.click()
    look(page)

    page.get_by_role("button", name="Mulai kuis").click()
    look(page)
    for position in range(1, 11):
        form = page.locator("form.question:not([hidden])")
        expect(form).to_have_attribute("data-position", str(position))
        answer_rightly(form)
        form.locator("button[value=next]").click()
    expect(page.get_by_role("heading", name="Periksa jawaban")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Kirim jawaban").click()
    page.get_by_role("button", name="Kirim 10 jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("10 dari 10 benar. Anda lulus.")
    expect(page.get_by_text("Hasil belum tercatat.")).to_be_visible()
    look(page)

    page.get_by_role("link", name=re.compile("Isi data")).first.click()
    assert not page.get_by_label(re.compile("NIK|Tanggal lahir", re.IGNORECASE)).count()
    look(page)
    page.get_by_label("PNS", exact=True).check()
    page.get_by_label(re.compile("Nama lengkap dengan gelar")).fill(NAME)
    page.get_by_label(re.compile("^NIP")).fill("19780912 200501 2 913")
    page.get_by_label(re.compile("Jabatan")).fill("Guru SD Contoh")
    look(page)
    page.locator("main form button[type=submit], main form button:not([type])").last.click()

    code = re.search(r"(?:[A-Z]\d){2}-(?:[A-Z]\d){2}-(?:[A-Z]\d){2}", page.locator("main").inner_text()).group()
    look(page)
    person = User.objects.get(nip="197809122005012913")
    assert person.display_name == NAME
    assert Attempt.objects.get(person=person).passed
    assert Receipt.objects.get(person=person).handout == handout
    certificate = Certificate.objects.get(holder=person)

    render_pending.call()
    page.goto(f"{live_server.url}/saya/")
    look(page)
    page.goto(f"{live_server.url}/sertifikat/")
    page.locator("main").get_by_role("link").first.click()
    look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Unduh PDF")).click()
    assert download.value.suggested_filename.endswith(".pdf")
    pdf = download.value.path().read_bytes()
    assert len(pdf) <= 150 * 1024
    assert NAME in text_of(pdf)
    assert certificate.number in text_of(pdf)
    assert "19780912" not in text_of(pdf).replace(" ", "")

    address = qr_of(pdf)
    assert urlsplit(address).path.startswith("/v/")
    stranger = page.context.browser.new_context(java_script_enabled=False).new_page()
    stranger.goto(address)
    expect(stranger.get_by_text("BERLAKU", exact=True).first).to_be_visible()
    expect(stranger.get_by_text(NAME)).to_be_visible()
    assert "19780912" not in stranger.content()
    assert stranger.context.cookies() == []

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/masuk/")
    look(page)
    page.get_by_label(re.compile("Kode peserta")).fill(code.lower())
    page.get_by_role("button", name=re.compile("Masuk")).last.click()
    expect(page.get_by_text(NAME).first).to_be_visible()
