"""«Minta perbaikan nama»: the holder asks, the register answers; every screen on the way, wide and narrow, light and dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from certificates.models import Certificate, CorrectionRequest
from elearning.lib import codes
from elearning.people.models import OfficeRole
from tests.browser.support import SCREENS, axe_clean, no_sideways_scroll, sign_in, small_targets
from tests.factories.certificates import make_certificate
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.browser
PRINTED, WANTED = "Rina Contoh, S.Pd.", "Rina Contoh, S.Pd., M.Pd."


@pytest.fixture
def rina(transactional_db, home):
    return UserFactory(display_name=PRINTED)


@pytest.fixture
def certificate(rina):
    return make_certificate(holder=rina, unit=UnitFactory(name="Lembaga Contoh", kind="pengawas", number_code="LC"))


@pytest.fixture
def committee(certificate):
    person = UserFactory(display_name="Sari Contoh, S.H.", email="panitia@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(unit=certificate.unit, person=person, role=OfficeRole.COMMITTEE)
    return person


def look(page: Page) -> None:
    axe_clean(page)
    no_sideways_scroll(page)
    assert small_targets(page) == []


def ask(page: Page, live_server, certificate, *, check=lambda page: None) -> None:
    page.goto(f"{live_server.url}/sertifikat/{codes.display(certificate.code)}/")
    page.get_by_role("link", name="Minta perbaikan nama").click()
    check(page)
    page.get_by_role("button", name="Kirim permintaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Nama itu sama dengan yang tercetak.")
    check(page)
    page.get_by_label("Nama yang benar").fill(WANTED)
    page.get_by_role("button", name="Kirim permintaan").click()
    expect(page.get_by_text(f"menjadi «{WANTED}» sedang diperiksa")).to_be_visible()
    check(page)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_request_is_declined_with_a_reason_that_the_holder_reads(
    page, live_server, rina, certificate, committee, screen
):
    screen.apply(page)
    sign_in(page, live_server, rina)
    ask(page, live_server, certificate, check=look)

    sign_in(page, live_server, committee)
    page.goto(f"{live_server.url}/panitia/")
    look(page)
    page.get_by_role("link", name=certificate.number).click()
    look(page)
    page.get_by_role("link", name="Tolak", exact=True).click()
    look(page)
    page.get_by_label("Alasan").fill("Gelar itu belum tercatat.")
    page.get_by_role("button", name="Tolak permintaan").click()
    expect(page.get_by_text("Pemilik meminta perbaikan nama")).to_have_count(0)
    look(page)

    sign_in(page, live_server, rina)
    page.goto(f"{live_server.url}/sertifikat/{codes.display(certificate.code)}/")
    expect(page.get_by_text("Gelar itu belum tercatat.")).to_be_visible()
    look(page)


def test_a_request_is_granted_without_javascript(no_js_page, live_server, rina, certificate, committee):
    page = no_js_page
    sign_in(page, live_server, rina)
    ask(page, live_server, certificate)

    sign_in(page, live_server, committee)
    page.goto(f"{live_server.url}/sertifikat/kelola/{codes.display(certificate.code)}/")
    page.get_by_role("link", name="Setujui").click()
    expect(page.get_by_label("Nama lengkap dengan gelar")).to_have_value(WANTED)
    page.get_by_role("button", name=re.compile("Terbitkan ulang")).click()
    assert Certificate.objects.get(state="berlaku").facts["name"] == WANTED
    assert CorrectionRequest.objects.get().outcome == CorrectionRequest.Outcome.CORRECTED
