"""The system's Chromium for pytest-playwright; how to use it: tests/browser/support.py."""

import os

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.utils import timezone

from elearning.lib import dates
from tests.browser.chromium import CHROMIUM
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.training import SessionDayFactory, TrainingSessionFactory

# Two pages that Chromium draws for each new window, unseen, below its address bar: more than half of what a window costs.
POPUPS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# What Playwright itself leaves out, named again because the last list is the one that counts.
PLAYWRIGHTS = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying",
    "AimEnabled", "PreconnectToSearch",
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _playwright_has_its_own_loop():
    """Playwright runs an event loop in the test's thread, which Django would take for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def _the_servers_threads_leave_what_they_share():
    """Each of them closes its connections at its end, after the last test too. SQLite in memory is one that all share: to
    close it does nothing while they may, and raises an error that nobody reads when they no longer may.
    """
    if connection.vendor == "sqlite":
        ThreadedWSGIServer._close_connections = lambda server: None


@pytest.fixture(scope="session")
def browser_type_launch_args():
    if not CHROMIUM:
        pytest.skip("Browser tests did not run: no Chromium on this machine (apt install chromium).")
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            f"--disable-features={','.join((*PLAYWRIGHTS, *POPUPS))}",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args():
    return {
        "viewport": {"width": 360, "height": 740},
        "locale": "id-ID",
        "timezone_id": "Asia/Jakarta",
        "reduced_motion": "reduce",
        "accept_downloads": True,
    }


@pytest.fixture
def no_js_page(browser, browser_context_args):
    """A page whose browser runs no scripts at all."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def committee(home):
    """Holds the committee office of a unit."""
    person = UserFactory(display_name="Sari Contoh, S.H.", email="panitia@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(unit=UnitFactory(kind="pengawas", number_code="LC"), person=person, role="committee")
    return person


@pytest.fixture
def session(committee):
    """Runs today."""
    session = TrainingSessionFactory(unit=committee.holdings.get().unit, day_count=0, open=True)
    SessionDayFactory(session=session, date=dates.local_day(timezone.now(), dates.WIB))
    return session


@pytest.fixture(autouse=True)
def _pages_rest_before_the_database_is_emptied(request):
    """A page left open would go on sending answers while the live server's tables are flushed."""
    names = [name for name in ("live_server", "page", "no_js_page") if name in request.fixturenames]
    used = [request.getfixturevalue(name) for name in names]  # set up before us, so torn down after us
    yield
    for page in used:
        if hasattr(page, "context"):
            for opened in page.context.pages:
                opened.goto("about:blank")
                opened.wait_for_timeout(150)  # what was on its way arrives
