"""Every component in every state, as a reader's browser sees it."""

import pytest

from tests.browser.support import EVERY_SCREEN, axe_clean, no_sideways_scroll, small_targets

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", EVERY_SCREEN, ids=str)
def test_the_style_guide_is_accessible(page, live_server, home, screen):
    screen.apply(page)
    page.goto(f"{live_server.url}/gaya/")
    axe_clean(page)
    no_sideways_scroll(page)
    assert small_targets(page) == []


def test_nothing_scrolls_sideways_at_320(page, live_server, home):
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(f"{live_server.url}/gaya/")
    no_sideways_scroll(page)


def test_a_page_asks_nobody_else_for_anything(page, live_server, home):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/gaya/")
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []


def test_the_theme_is_chosen_without_javascript(no_js_page, live_server, home):
    no_js_page.goto(f"{live_server.url}/gaya/")
    no_js_page.get_by_role("button", name="Gelap").click()
    assert no_js_page.url == f"{live_server.url}/gaya/"
    assert no_js_page.locator("html").get_attribute("data-theme") == "gelap"
    no_js_page.get_by_role("button", name="Ikuti HP").click()
    assert no_js_page.locator("html").get_attribute("data-theme") is None
