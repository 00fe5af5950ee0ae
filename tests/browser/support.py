"""What browser tests share: an accessibility scan, a look for sideways scrolling, and signing in.

How to write one (fixtures come from tests/browser/conftest.py; ``page`` and ``browser`` from pytest-playwright)::

    @pytest.mark.browser
    @pytest.mark.parametrize("screen", SCREENS, ids=str)
    def test_the_course_page_is_accessible(page, live_server, home, screen):
        screen.apply(page)                          # width and light or dark
        page.goto(f"{live_server.url}/")
        axe_clean(page)
        no_sideways_scroll(page)

``no_js_page`` is a page with scripts off. ``sign_in(page, live_server, person)`` gives the page a session.
Chromium is the system's; without one these tests are skipped with one reason. ``live_server`` flushes the database
afterwards, so build what you need through factories (``home`` makes the site).
"""

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page


@dataclass(frozen=True)
class Screen:
    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"

    def apply(self, page: Page) -> None:
        page.set_viewport_size({"width": self.width, "height": 740 if self.width < 600 else 800})
        page.emulate_media(color_scheme=self.scheme)


EVERY_SCREEN = tuple(Screen(width, scheme) for width in (360, 1280) for scheme in ("light", "dark"))
# A page is seen at both widths and in both themes; every component of it stands on the style guide, seen in all four ways.
SCREENS = (Screen(360, "light"), Screen(1280, "dark"))


def axe_clean(page: Page) -> None:
    """Fail on every serious or critical finding, naming the rule and the place."""
    page.wait_for_load_state()
    # A change of theme or a transition would be measured half way: let two frames be painted first.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_timeout(50)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    bad = [
        f"{item['id']} ({item['impact']}): {node['target']} {node.get('failureSummary', '')}"
        for item in found
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]
    assert not bad, "\n".join(bad)


def no_sideways_scroll(page: Page) -> None:
    """The page is no wider than the window; wide tables scroll in their own frame."""
    page.wait_for_load_state()  # a click waits until the next page has begun, not until there is one to measure
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} px too wide"


def small_targets(page: Page, least: int = 48) -> list[str]:
    """Buttons, fields and stand-alone links below ``least`` px; links within a sentence may be smaller (WCAG 2.5.8)."""
    return page.evaluate(
        """least => [...document.querySelectorAll('button, summary, select, textarea, a.button, nav a, input:not([type=hidden])')]
            .filter(e => e.checkVisibility() && !e.closest('.visually-hidden') && !e.closest('label'))
            .filter(e => !(e.matches('nav.crumbs a')))
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, r]) => r.height > 0 && r.height < least - .5)
            .map(([e, r]) => `${e.outerHTML.slice(0, 90)} ${Math.round(r.height)}px`)""",
        least,
    )


def sign_in(page: Page, live_server, person) -> None:
    """Give the page's browser the session of ``person``, as if signed in before."""
    client = Client()
    client.force_login(person)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )
