"""E1–E4: what a stranger learns of a code, a file and a stack of papers, with and without scripts."""

import re
from datetime import date

import pytest
from django.db import OperationalError
from playwright.sync_api import Page, expect

from certificates import services
from certificates.printing import rendering
from elearning.lib import codes
from tests.browser.camera import badge_on, film
from tests.browser.support import SCREENS, axe_clean, no_sideways_scroll, small_targets
from tests.browser.test_budgets import KB, Visit
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import UnitFactory, UserFactory

pytestmark = pytest.mark.browser
NIP = "197809122005011003"
STORED = "() => [localStorage.length, sessionStorage.length]"
drawn = pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")


@pytest.fixture
def papers(transactional_db, home):
    """One in each state, by its word."""
    unit = UnitFactory(number_code="KKC")

    def paper(name, **claim):
        return make_certificate(unit=unit, recipient_name=name, holder=UserFactory(email="", phone=""), **claim)

    made = {
        "BERLAKU": paper("Ani Contoh", nip=NIP, rendered=True),
        "KEDALUWARSA": paper("Budi Contoh", valid_until=date(2024, 12, 31)),
        "DICABUT": paper("Cici Contoh"),
        "DIGANTIKAN": paper("Dedi Contoh"),
    }
    services.revoke(made["DICABUT"], reason="Tidak memenuhi syarat", by=None, at=AT)
    services.replace(made["DIGANTIKAN"], recipient_name="Nama Baru Contoh", reason="Salah tulis", by=None, at=AT)
    return {word: codes.display(certificate.code) for word, certificate in made.items()} | {
        "TIDAK DITEMUKAN": "H6B3-N8C4-W5T7"
    }


@pytest.fixture
def pdf(papers):
    from certificates.models import CertificateFile

    return CertificateFile.objects.get().pdf.read()


def look(page: Page) -> None:
    axe_clean(page)
    no_sideways_scroll(page)
    assert small_targets(page) == []


def test_every_state_is_a_word_without_scripts_and_tells_nothing_more(no_js_page, live_server, papers, monkeypatch):
    """E1, E2, E4."""
    page = no_js_page
    for word, code in papers.items():
        visit = Visit(page)
        response = page.goto(f"{live_server.url}/v/{code}")
        expect(page.get_by_role("heading", level=1)).to_have_text(word)
        assert response.header_value("x-robots-tag").startswith("noindex")
        visit.assert_within(live_server, total=15 * KB, scripts=0)
        html = page.content()
        assert not re.search(rf"{NIP}|19780912|@|nilai|Nama Baru", html)
        if word in ("DICABUT", "DIGANTIKAN"):
            assert not re.search("Cici|Dedi", html)
    monkeypatch.setattr("certificates.views.verification.Certificate.objects.filter", _out_of_order)
    page.goto(f"{live_server.url}/v/{papers['BERLAKU']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("GANGGUAN")
    expect(page.get_by_text("Ini bukan berarti sertifikat tidak sah.")).to_be_visible()
    assert page.context.cookies() == []


def _out_of_order(*args, **kwargs):
    raise OperationalError("no connection")


def test_a_nip_is_matched_five_times_and_the_sixth_is_refused(no_js_page, live_server, papers):
    """E3."""
    page = no_js_page
    page.goto(f"{live_server.url}/v/{papers['BERLAKU']}")
    for number, answer in [(NIP, "Cocok"), *[("197809122005011004", "Tidak cocok")] * 4]:
        page.get_by_label("NIP atau NI PPPK pemilik").fill(number)
        page.get_by_role("button", name="Cocokkan NIP").click()
        expect(page.get_by_role("status")).to_have_text(f"NIP yang diketik: {answer}")
    page.get_by_label("NIP atau NI PPPK pemilik").fill(NIP)
    page.get_by_role("button", name="Cocokkan NIP").click()
    expect(page.get_by_role("alert")).to_contain_text("Tunggu satu jam")
    expect(page.get_by_role("status")).to_have_count(0)


@drawn
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_file_is_compared_without_being_sent(page, live_server, papers, pdf, screen):
    screen.apply(page)
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.post_data_buffer or b""))

    def compare(content: bytes, word: str, sentence: str) -> None:
        page.goto(f"{live_server.url}/cek")
        page.get_by_label("Berkas PDF sertifikat").set_input_files(
            {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        page.get_by_role("button", name="Periksa berkas").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(word)
        expect(page.get_by_text(sentence)).to_be_visible()
        look(page)

    visit = Visit(page)
    page.goto(f"{live_server.url}/cek", wait_until="networkidle")
    visit.assert_within(live_server, total=15 * KB)
    look(page)
    compare(pdf, "BERLAKU", "Berkas ini sama dengan yang kami terbitkan.")
    assert all(re.fullmatch(rb"sidik=[0-9a-f]{64}", body) for body in sent)
    place = len(pdf) // 2
    changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    compare(changed, "BERKAS BERBEDA", "Isi berkas ini berbeda dari yang kami terbitkan.")
    expect(page.get_by_role("heading", name=f"Yang tercatat untuk kode {papers['BERLAKU']}")).to_be_visible()
    compare(b"%PDF-1.7 of somebody else", "BERKAS TIDAK DIKENAL", "bukan berkas yang kami terbitkan")
    assert max(map(len, sent)) < 300
    assert page.context.cookies() == []
    page.get_by_label("Berkas PDF sertifikat").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": changed}
    )
    page.get_by_role("button", name="Kirim dan periksa segel").click()  # the one way that sends the file, and says so
    expect(page.get_by_text("Tanpa segel", exact=True)).to_be_visible()
    look(page)


@drawn
def test_a_file_is_compared_without_scripts(no_js_page, live_server, papers, pdf):
    page = no_js_page
    page.goto(f"{live_server.url}/cek")
    expect(page.get_by_text("Berkas dikirim, dibaca, lalu dibuang.")).to_be_visible()
    page.get_by_label("Berkas PDF sertifikat").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_text("Berkas ini sama dengan yang kami terbitkan.")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_stack_is_checked_one_after_another_and_forgotten_with_the_page(page, live_server, papers, screen):
    screen.apply(page)
    page.goto(f"{live_server.url}/cek/tumpukan")
    look(page)
    field = page.get_by_role("textbox", name="Kode sertifikat")
    latest = page.locator("[data-latest]")
    for word, code in papers.items():
        field.press_sequentially(f"{live_server.url}/v/{code}" if word == "BERLAKU" else code)
        field.press("Enter")  # as a USB scanner does
        expect(latest).to_contain_text(word)
        expect(field).to_be_focused()
        no_sideways_scroll(page)
    field.fill(papers["BERLAKU"].lower())
    field.press("Enter")
    expect(latest).to_contain_text("Sudah diperiksa: nomor 1 dalam daftar ini.")
    field.fill(f"https://palsu.example/v/{papers['BERLAKU']}")
    field.press("Enter")
    expect(latest).to_contain_text("menuju alamat lain, palsu.example")
    counts = "5 diperiksa · 1 berlaku · 1 kedaluwarsa · 1 dicabut · 1 digantikan · 1 tidak ditemukan"
    expect(page.get_by_text(counts)).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_count(5)
    expect(page.get_by_role("listitem").nth(2)).not_to_contain_text("Cici")
    look(page)
    copied = page.evaluate("document.getElementById('tumpukan').value")
    assert f"1. BERLAKU · 001/KKC/X/2024 · Ani Contoh · {papers['BERLAKU']}" in copied.splitlines()
    assert page.evaluate(STORED) == [0, 0]
    assert page.context.cookies() == []
    page.reload()
    expect(page.get_by_role("listitem")).to_have_count(0)


def test_a_network_that_fails_is_no_proof_and_the_same_paper_may_come_again(page, live_server, papers):
    page.goto(f"{live_server.url}/cek/tumpukan")
    field, latest = page.get_by_role("textbox", name="Kode sertifikat"), page.locator("[data-latest]")
    page.context.set_offline(True)
    field.fill(papers["BERLAKU"])
    field.press("Enter")
    expect(latest).to_contain_text("Ini bukan berarti sertifikat tidak sah.")
    page.context.set_offline(False)
    field.fill(papers["BERLAKU"])
    field.press("Enter")
    expect(latest).to_contain_text("BERLAKU")
    expect(page.get_by_text("1 diperiksa · 1 berlaku")).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_count(1)


def test_pasted_codes_are_checked_without_scripts(no_js_page, live_server, papers):
    page = no_js_page
    page.goto(f"{live_server.url}/cek/tumpukan")
    page.get_by_label("Tempel beberapa kode").fill("\n".join([*papers.values(), papers["BERLAKU"]]))
    page.get_by_role("button", name="Periksa semuanya").click()
    expect(page.get_by_role("listitem")).to_have_count(5)
    expect(page.get_by_text("sudah diperiksa pada baris 1. Dihitung sekali.")).to_be_visible()


@drawn
def test_a_paper_before_the_camera_is_checked_once(
    browser_type, browser_type_launch_args, browser_context_args, live_server, tmp_path, transactional_db, home
):
    paper = make_certificate(recipient_name="Ani Contoh", rendered=True)
    reel = film(tmp_path / "camera.y4m", (badge_on(paper.file.pdf.read()), 1))
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={reel}"]
    args = [*browser_type_launch_args["args"], *camera]
    browser = browser_type.launch(**browser_type_launch_args | {"args": args})
    try:
        page = browser.new_context(**browser_context_args, permissions=("camera",)).new_page()
        page.goto(f"{live_server.url}/cek/tumpukan")
        page.get_by_role("button", name="Pindai dengan kamera").click()
        expect(page.locator("[data-latest]")).to_contain_text("Ani Contoh", timeout=20_000)
        page.wait_for_timeout(1500)
        expect(page.get_by_role("listitem")).to_have_count(1)
        assert page.evaluate(STORED) == [0, 0]
        page.goto("about:blank")
    finally:
        browser.close()
