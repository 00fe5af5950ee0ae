"""C8 and C9: phones notice an opening by themselves, the committee keeps count, and the projector follows without a name."""

import re
import time
from io import BytesIO

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from elearning.lib import dates
from elearning.training import room, screen, services
from elearning.training.models import Room
from quizzes.models import Extension
from tests.browser.support import axe_clean, no_sideways_scroll, sign_in, small_targets
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, finish
from tests.factories.training import ParticipantFactory, SessionDayFactory, TrainingSessionFactory, attend

pytestmark = pytest.mark.browser

SECRET = "Orang Rahasia Contoh"
PROJECTOR = {"width": 1280, "height": 720}
LARGEST = """() => Math.max(...[...document.querySelectorAll('main *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.fixture
def session(committee, live_server, settings):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    quiz = QuizFactory(questions=[QuestionFactory(topics=["foto"]), QuestionFactory(topics=["desa"])], shuffle=False)
    made = TrainingSessionFactory(
        unit=committee.holdings.get().unit, day_count=0, open=True, post_test=quiz, room_code="M4Q7"
    )
    day = SessionDayFactory(session=made, date=dates.local_day(timezone.now(), dates.WIB))
    for _ in range(6):
        attend(ParticipantFactory(session=made, person__display_name=SECRET), day, by=committee, at=timezone.now())
    services.show_on_screen(made, Room.Layout.JOIN)
    return made


@pytest.fixture
def phone(browser, browser_context_args, live_server, session):
    """The page of somebody who takes part; its clock is turned by the test."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.clock.install()
    sign_in(page, live_server, session.participants.first().person)
    page.goto(f"{live_server.url}/sesi/{session.slug}/ikut/")
    yield page
    page.goto("about:blank")
    context.close()


@pytest.fixture
def desk(page, live_server, committee, session) -> Page:
    page.clock.install()
    sign_in(page, live_server, committee)
    page.goto(f"{live_server.url}/sesi/{session.slug}/uji/")
    return page


def pass_by(page: Page, seconds: int) -> None:
    """The page's own clock; the server has forgotten meanwhile what it knew."""
    time.sleep(room.FRESH_SECONDS)
    page.clock.run_for(seconds * 1000)


def looked_at(page: Page) -> None:
    no_sideways_scroll(page)
    assert small_targets(page) == []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe_clean(page)


def hide(page: Page, hidden: bool) -> None:
    page.evaluate(
        """hidden => { Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true });
                       document.dispatchEvent(new Event('visibilitychange')); }""",
        hidden,
    )


def test_a_phone_shows_an_opened_test_within_25_seconds_and_the_committee_keeps_count(phone, desk, session):
    expect(phone.get_by_text("Belum dibuka panitia.")).to_be_visible()
    phone.evaluate("document.body.insertAdjacentHTML('beforeend', '<input id=tulisan aria-label=Catatan>')")
    phone.fill("#tulisan", "setengah jalan")

    expect(desk.get_by_text("Buka post-test untuk 6 peserta hadir?")).to_be_visible()
    looked_at(desk)
    desk.get_by_role("button", name="Buka post-test").click()
    expect(desk.get_by_text("Terbuka sejak")).to_be_visible()

    pass_by(phone, 25)
    expect(phone.get_by_role("heading", name="Post-test terbuka")).to_be_visible()
    assert phone.input_value("#tulisan") == "setengah jalan"
    axe_clean(phone)
    phone.get_by_role("button", name="Mulai post-test").click()
    phone.wait_for_url("**/kuis/**")

    pass_by(desk, 10)
    expect(desk.get_by_text("1 mulai · 0 selesai · 5 belum membuka")).to_be_visible()
    looked_at(desk)

    desk.get_by_role("link", name="Tutup post-test").click()
    expect(desk.get_by_text("1 orang masih mengerjakan.")).to_be_visible()
    looked_at(desk)
    desk.get_by_role("button", name="Tunggu 3 menit").click()
    expect(desk.get_by_text(re.compile(r"Ditutup sendiri pukul \d\d\.\d\d WIB\."))).to_be_visible()

    desk.get_by_role("link", name="Perpanjang satu orang").click()
    desk.get_by_label("Untuk siapa").select_option(index=1)
    desk.get_by_label("Alasan").fill("HP mati sebentar")
    desk.get_by_role("button", name="Perpanjang waktu").click()
    expect(desk.get_by_text(f"Waktu {SECRET} diperpanjang")).to_be_visible()
    assert Extension.objects.get().person == session.participants.first().person

    desk.get_by_role("link", name="Tutup post-test").click()
    desk.get_by_role("button", name="Tutup, terima jawaban yang sudah ada").click()
    expect(desk.get_by_text("Buka lagi post-test?")).to_be_visible()


def test_a_hidden_phone_rests_and_asks_when_it_is_seen_again(phone):
    asked = []
    phone.on("request", lambda request: asked.append(request.url) if "/kabar/" in request.url else None)
    hide(phone, True)
    phone.clock.run_for(120_000)
    assert asked == []
    hide(phone, False)
    with phone.expect_request("**/kabar/**"):
        phone.clock.run_for(3_000)
    for turn in range(2, 5):
        phone.wait_for_timeout(200)  # the answer arrives in real time
        phone.clock.run_for(room.PHONE_SECONDS * 1000)
        assert len(asked) == turn


def test_without_scripts_there_is_a_link(no_js_page, live_server, session):
    sign_in(no_js_page, live_server, session.participants.first().person)
    no_js_page.goto(f"{live_server.url}/sesi/{session.slug}/ikut/")
    services.open_test(session, "post", by=UserFactory(), at=timezone.now())
    no_js_page.get_by_role("link", name="Muat ulang").click()
    expect(no_js_page.get_by_role("heading", name="Post-test terbuka")).to_be_visible()


def answered(session, committee):
    """Five people finished the test, and it is closed."""
    services.open_test(session, "post", by=committee, at=timezone.now())
    for participant in session.participants.all()[:5]:
        attempt = AttemptFactory(
            quiz=session.post_test, person=participant.person, mode="post", context=session.context
        )
        finish(attempt, correct=1)
    services.close_test(session, "post", by=committee, at=timezone.now())


def test_the_projector_follows_the_committee_and_shows_no_name(page, live_server, session, committee):
    answered(session, committee)
    page.set_viewport_size(PROJECTOR)
    page.clock.install()
    page.goto(f"{live_server.url}/sesi/{session.slug}/layar/{screen.screen_key(session.room)}/")
    for layout in Room.Layout:
        services.show_on_screen(session, layout, test="post", shows_reason=layout == Room.Layout.DISCUSSION)
        page.clock.run_for(2 * screen.SCREEN_SECONDS * 1000)
        expect(page.locator(f".screen--{layout}")).to_be_visible()
        assert SECRET not in page.content()
        assert page.evaluate(LARGEST) <= 96
        no_sideways_scroll(page)
        page.emulate_media(color_scheme="dark")  # a projector is light all the same
        axe_clean(page)
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
        assert page.evaluate("document.documentElement.scrollHeight") <= PROJECTOR["height"]


def test_the_code_on_the_projector_is_large_and_opens_the_room(page, live_server, session):
    page.set_viewport_size(PROJECTOR)
    page.goto(f"{live_server.url}/sesi/{session.slug}/layar/{screen.screen_key(session.room)}/")
    found = zxingcpp.read_barcode(Image.open(BytesIO(page.screenshot())))
    corners = found.position
    assert corners.bottom_left.y - corners.top_left.y >= 0.4 * PROJECTOR["height"]
    assert found.text == f"{live_server.url}/r/M4Q7"
    page.goto(found.text)
    expect(page.get_by_role("heading", name=session.title)).to_be_visible()
    looked_at(page)


def test_one_device_alone_goes_from_layout_to_layout(desk, live_server, session):
    desk.get_by_text("Hanya ada satu perangkat").click()
    desk.get_by_role("link", name="Kehadiran").click()
    expect(desk.get_by_text("6 dari 6 hadir")).to_be_visible()
    looked_at(desk)
    desk.get_by_role("link", name="Foto bersama").click()
    expect(desk.get_by_role("heading", name=session.title)).to_be_visible()
    assert Room.objects.get().layout == Room.Layout.JOIN
    desk.get_by_role("link", name="Kendali").click()
    desk.get_by_role("button", name="Foto bersama").click()
    expect(desk.get_by_text("tangan di samping atau di depan badan, tanpa isyarat jari")).to_be_visible()
    looked_at(desk)
