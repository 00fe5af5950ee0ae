"""The home page, signing in and the error pages, in the frame that all pages share."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests.browser.support import SCREENS, axe_clean, no_sideways_scroll, small_targets
from tests.factories.lessons import CoursePageFactory

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("address", ["/", "/akun/login/", "/akun/password/reset/", "/tidak/ada/"])
def test_pages_of_the_frame_are_accessible(page, live_server, home, screen, address):
    CoursePageFactory(summary="Delapan kartu.")
    screen.apply(page)
    page.goto(f"{live_server.url}{address}")
    axe_clean(page)
    no_sideways_scroll(page)
    assert small_targets(page) == []


BAD_MOMENTS = ("400", "429", "500", "503")


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("name", BAD_MOMENTS)
def test_pages_of_bad_moments_are_accessible(page, live_server, home, screen, name):
    """Nothing leads to them on purpose, so the browser is handed what the server would answer."""
    screen.apply(page)
    html = render_to_string(f"{name}.html")
    page.route(f"**/galat/{name}", lambda route: route.fulfill(status=int(name), body=html, content_type="text/html"))
    page.goto(f"{live_server.url}/galat/{name}")
    axe_clean(page)
    no_sideways_scroll(page)
    assert small_targets(page) == []


def test_the_page_of_a_busy_server_asks_again_by_itself(page, live_server, home):
    page.clock.install()
    html = render_to_string("503.html")
    page.route("**/galat/503", lambda route: route.fulfill(status=503, body=html, content_type="text/html"))
    page.goto(f"{live_server.url}/galat/503")
    expect(page.get_by_role("status")).to_be_visible()
    with page.expect_request("**/galat/503"):
        page.clock.run_for(31_000)


def test_a_keyboard_reaches_the_content_first(page, live_server, home):
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"


def test_the_first_view_of_the_home_page_is_light(page, live_server, home):
    """60 KB compressed is the budget of a first screen (experience.md §3); fonts are compressed already."""
    CoursePageFactory()
    sizes = []
    page.on("response", lambda response: sizes.append(response.request.sizes()["responseBodySize"]))
    page.goto(live_server.url, wait_until="networkidle")
    assert sum(sizes) <= 60_000


def test_what_went_wrong_takes_the_focus_without_javascript(no_js_page, live_server, home):
    no_js_page.goto(f"{live_server.url}/akun/login/")
    no_js_page.get_by_label("Email").fill("siapa@contoh.example")
    no_js_page.get_by_label("Kata sandi").fill("salah-sekali")
    no_js_page.get_by_role("main").get_by_role("button", name="Masuk").click()
    assert no_js_page.get_by_role("alert").is_visible()
    assert no_js_page.locator("[role=alert]:focus").count() == 1
