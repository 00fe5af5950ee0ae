"""B1: a card asks for a PIN, refuses an easy one, and waits after five wrong ones."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from elearning.lib import codes
from elearning.people.cards.services import make_card
from tests.browser.support import axe_clean, no_sideways_scroll, small_targets
from tests.factories.people import OfficeHoldingFactory, UserFactory

pytestmark = pytest.mark.browser


def type_pin(page: Page, pin: str, *, again: bool = False) -> None:
    page.fill("[name=pin]", pin)
    if again:
        page.fill("[name=again]", pin)
    page.click("main button[type=submit]")


def test_b1_a_card_asks_for_a_pin_and_waits_after_five_wrong_ones(page: Page, live_server, transactional_db, home):
    _, token = make_card(OfficeHoldingFactory(), by=UserFactory(), at=timezone.now())
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/k/{codes.display(token)}")
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_text("PIN ini hanya untuk situs ini; jangan memakai PIN bank.")).to_be_visible()
    axe_clean(page)
    no_sideways_scroll(page)
    assert small_targets(page) == []
    type_pin(page, "123456", again=True)
    expect(page.get_by_text("PIN ini mudah ditebak").first).to_be_visible()
    type_pin(page, "402913", again=True)
    expect(page).to_have_url(f"{live_server.url}/camat/")
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/k/{codes.display(token)}")
    page.get_by_role("button", name="Lanjutkan").click()
    for _ in range(5):
        type_pin(page, "999999")
    expect(page.get_by_text("PIN salah 5 kali.").first).to_be_visible()
