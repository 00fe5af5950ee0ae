"""P5 with a camera: a printed badge is read, by the browser itself or by the decoder that comes on demand."""

import pytest
from playwright.sync_api import expect

from elearning.training import printing
from elearning.training.models import Attendance, AttendanceEvent
from tests.browser.camera import badge_on, film
from tests.browser.support import axe_clean, no_sideways_scroll, sign_in
from tests.browser.test_budgets import KB, Visit
from tests.factories.training import ParticipantFactory

pytestmark = pytest.mark.browser
SCAN, STOP = "Pindai dengan kamera", "Matikan kamera"
NOBODY = (None, 1)
DECODER = "js/vendor/qr/decode.js"
PRESENT = "Drs. H. Arif Contoh, M.Si."
NATIVE = """globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"] }
    async detect() { return [{ rawValue: "%s" }] }
}"""


@pytest.fixture
def participant(session):
    return ParticipantFactory(session=session, person__display_name=PRESENT)


@pytest.fixture
def desk(browser_type, browser_type_launch_args, browser_context_args, live_server, committee, session, tmp_path):
    """Opens the desk in a browser of its own, whose camera shows ``scenes`` (see camera.film); without any it has none."""
    opened = []

    def open_desk(*scenes, permissions=("camera",), script=""):
        launch = dict(browser_type_launch_args)
        if scenes:
            reel = film(tmp_path / "camera.y4m", *scenes)
            launch["args"] = [
                *launch["args"], "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={reel}",
            ]  # fmt: skip
        browser = browser_type.launch(**launch)
        opened.append(browser)
        page = browser.new_context(**browser_context_args, permissions=permissions, service_workers="block").new_page()
        if script:
            page.add_init_script(script)
        sign_in(page, live_server, committee)
        visit = Visit(page)
        page.goto(f"{live_server.url}/sesi/{session.slug}/presensi/", wait_until="networkidle")
        return page, visit

    yield open_desk
    for browser in opened:
        browser.close()


@pytest.fixture
def badge(live_server, session, participant):
    return badge_on(printing.badges(session, [participant], site=live_server.url, per_page=8))


def size_of(visit, part) -> int:
    return sum(size for url, size in visit.sizes.items() if part in url)


def test_a_printed_badge_is_scanned_with_the_decoder_on_demand(desk, badge, participant):
    page, visit = desk((badge, 1))
    visit_before = dict(visit.sizes)
    assert sum(visit_before.values()) <= 120 * KB
    assert size_of(visit, "/vendor/") == 0
    no_sideways_scroll(page)
    page.get_by_role("button", name=SCAN).click()
    expect(page.get_by_role("status", name="Hasil")).to_contain_text(PRESENT)
    assert 0 < size_of(visit, "/vendor/") <= 60 * KB
    attendance = Attendance.objects.get()
    assert attendance.participant == participant
    assert attendance.first.method == AttendanceEvent.Method.SCAN


def test_a_badge_that_stays_before_the_camera_is_recorded_once(desk, badge):
    page, _ = desk((badge, 1))
    page.get_by_role("button", name=SCAN).click()
    result = page.get_by_role("status", name="Hasil")
    expect(result).to_contain_text(PRESENT)
    expect(page.get_by_role("button", name=STOP)).to_be_visible()  # the next person follows at once
    page.wait_for_timeout(3000)
    expect(result).not_to_contain_text("Sudah hadir")
    assert AttendanceEvent.objects.count() == 1


def test_a_badge_that_comes_back_is_said_to_be_recorded(desk, badge):
    page, _ = desk((badge, 2), (None, 5))
    page.get_by_role("button", name=SCAN).click()
    expect(page.get_by_role("status", name="Hasil")).to_contain_text("Sudah hadir", timeout=20_000)
    assert Attendance.objects.count() == 1


def test_a_browser_that_reads_qr_codes_itself_fetches_no_decoder(desk, live_server, participant):
    page, visit = desk(NOBODY, script=NATIVE % f"{live_server.url}/p/{participant.badge_code}")
    page.get_by_role("button", name=SCAN).click()
    expect(page.get_by_role("status", name="Hasil")).to_contain_text(PRESENT)
    assert size_of(visit, "/vendor/") == 0


def test_the_camera_is_switched_off_with_the_same_button(desk, participant):
    page, _ = desk(NOBODY)
    page.get_by_role("button", name=SCAN).click()
    expect(page.get_by_label("Gambar kamera")).to_be_visible()
    axe_clean(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name=STOP).click()
    expect(page.get_by_label("Gambar kamera")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name=SCAN)).to_be_visible()


def test_a_refused_camera_leaves_the_other_ways(desk, participant):
    page, _ = desk(NOBODY, permissions=())
    page.get_by_role("button", name=SCAN).click()
    expect(page.get_by_role("button", name="Kamera tidak diizinkan. Ketik kodenya.")).to_be_visible()
    page.get_by_role("textbox", name="Ketik kode").fill(participant.badge_code)
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_role("status", name="Hasil")).to_contain_text(PRESENT)


def test_a_computer_without_a_camera_says_so(desk):
    page, _ = desk()
    page.get_by_role("button", name=SCAN).click()
    expect(page.get_by_role("button", name="Kamera tidak ditemukan. Ketik kodenya.")).to_be_visible()


def test_a_decoder_that_does_not_arrive_is_named(desk):
    page, _ = desk(NOBODY)
    page.route(f"**/*{DECODER.rsplit('/', 1)[1]}*", lambda route: route.abort())
    page.get_by_role("button", name=SCAN).click()
    expect(page.get_by_role("button", name="Pemindai tidak termuat. Ketik kodenya.")).to_be_visible()
    expect(page.get_by_label("Gambar kamera")).to_have_count(0)
