"""A camat on a phone: the number with its base, names from WhatsApp, and the file for Sekda (B2, B5, B7)."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

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
