"""A camat on a phone: the number with its base, what to hand on, names from WhatsApp, the file for Sekda (B2 to B5, B7)."""

import re
from urllib.parse import unquote

import openpyxl
import pytest
from playwright.sync_api import expect

from elearning.cascade.kit.tasks import make_due
from elearning.distribution.models import CascadeNode
from tests.browser.support import SCREENS, axe_clean, no_sideways_scroll, sign_in, small_targets
from tests.factories.people import UnitFactory
from tests.kecamatan import course, issuer, kenanga, quiz  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser
NIP = "197809122005011003"


def test_from_pasted_names_to_the_file_for_sekda(page, live_server, transactional_db, kenanga, tmp_path):  # noqa: F811
    CascadeNode.objects.update(staff_target=52, staff_target_source="kepala")
    kenanga.person("selesai", display_name="Arum Contoh", nip=NIP)
    kenanga.person("gagal", display_name="Bima Contoh")
    SCREENS[0].apply(page)
    sign_in(page, live_server, kenanga.head)
    page.goto(f"{live_server.url}/camat/")
    expect(page.locator(".number")).to_contain_text("1 dari 52")  # B2
    _hand_on(page, live_server)
    page.goto(f"{live_server.url}/camat/daftar/")
    page.get_by_role("link", name="Tempel daftar pegawai").click()
    page.get_by_label("Tempel nama").fill(f"1. Arum Contoh {NIP}\n2. Citra  Contoh, S.Pd.")
    for step in ("Periksa nama", "Simpan 2 nama"):
        axe_clean(page)
        no_sideways_scroll(page)
        assert small_targets(page) == []
        page.get_by_role("button", name=step).click()
    page.goto(f"{live_server.url}/camat/daftar/")
    expect(page.get_by_text("1 di daftar pegawai dan belum terdaftar")).to_be_visible()
    axe_clean(page)
    no_sideways_scroll(page)
    assert small_targets(page) == []
    assert not re.search(r"score|attempt|nilai:|\d ?%", page.locator("main").inner_html())  # B5
    answer = page.goto(f"{live_server.url}/camat/daftar/?unit={UnitFactory().public_id}")
    assert answer.status == 404
    page.goto(f"{live_server.url}/camat/daftar/ekspor/")
    expect(page.get_by_text("Berkas ini berisi data pribadi 3 orang.")).to_be_visible()  # B7
    axe_clean(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh XLSX").click()
    download.value.save_as(tmp_path / "daftar.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "daftar.xlsx").active.iter_rows())
    (cell,) = [row[2] for row in rows if row[1].value == "Arum Contoh"]
    assert (cell.value, cell.data_type) == (NIP, "s")


def _hand_on(page, live_server):
    """B3 and B4: the message is the camat's own, and stays while the kit is made behind the page."""
    page.goto(f"{live_server.url}/camat/bagikan/")
    expect(page.get_by_text("Sedang disiapkan: 0 dari 7 berkas.")).to_be_visible()  # this course has no cards
    text = page.locator("#pesan-1")
    text.fill(f"{text.input_value()}\nSalam dari kantor.")
    href = page.locator("#wa-1").get_attribute("href")
    assert href.startswith("https://wa.me/?text=")
    assert re.search(r"/b/M4Q7R2\n.*Salam dari kantor\.$", unquote(href), re.DOTALL)
    assert make_due() == 7
    poster = page.get_by_role("link", name="Unduh A4")
    expect(poster).to_contain_text("(PDF, ", timeout=10_000)
    expect(text).to_have_value(re.compile("Salam dari kantor"))
    answer = page.request.get(f"{live_server.url}{poster.get_attribute('href')}")
    assert answer.body().startswith(b"%PDF")
    assert len(answer.body()) <= 300_000
    axe_clean(page)
    no_sideways_scroll(page)
    assert small_targets(page) == []
