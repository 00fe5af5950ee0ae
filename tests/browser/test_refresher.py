"""A rule changes: everybody reads what is new, and whoever learnt the old one refreshes it in one sitting (L12)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from certificates.claims import TaughtRule
from certificates.models import Certificate
from certificates.standing import standing_of
from elearning.lib import codes
from elearning.refreshers import services
from elearning.refreshers.models import Refresher
from tests.browser.answers import answer_rightly
from tests.browser.support import SCREENS, axe_clean, no_sideways_scroll, sign_in, small_targets
from tests.factories.certificates import make_certificate
from tests.factories.people import UserFactory
from tests.factories.refreshers import BEFORE, check_keys, passes, published_card, quiz_on, reverse

pytestmark = pytest.mark.browser


@pytest.fixture
def learner(transactional_db, home):
    """Somebody with a certificate that rests on a rule which was turned round yesterday."""
    card = published_card(slug="memberi-like", title="Memberi like")
    person = UserFactory(display_name="Rina Contoh, S.Sos.")
    passes(quiz_on(card, each=3), person)
    make_certificate(holder=person, at=BEFORE, rules=(TaughtRule(card.slug, 1),))
    changed = timezone.now() - timedelta(days=1)
    publication = reverse(card, at=changed)
    check_keys(card, at=changed)
    services.invite(publication, at=changed)
    return person


@pytest.fixture
def walker(request, page, no_js_page) -> Page:
    return page if request.param == "with JavaScript" else no_js_page


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_what_changed_is_readable_everywhere(page, live_server, learner, screen):
    screen.apply(page)
    sign_in(page, live_server, learner)
    refresher = Refresher.objects.get()
    paper = Certificate.objects.get(holder=learner)
    for address in (
        "/",
        "/saya/",
        "/yang-berubah/",
        refresher.publication.get_absolute_url(),
        "/kartu/memberi-like/",
        "/pembaruan/",
        f"/sertifikat/{codes.display(paper.code)}/",
        f"/v/{codes.display(paper.code)}",
    ):
        page.goto(f"{live_server.url}{address}")
        axe_clean(page)
        no_sideways_scroll(page)
        if screen.width < 600:
            assert not small_targets(page), address


@pytest.mark.parametrize("walker", ["with JavaScript", "without JavaScript"], indirect=True)
def test_from_the_banner_to_updated(walker, live_server, learner):
    page = walker
    sign_in(page, live_server, learner)
    page.goto(f"{live_server.url}/")
    expect(page.get_by_text("1 aturan berubah sejak sertifikat Anda.")).to_be_visible()
    page.get_by_role("link", name="Baca 2 menit").click()
    for words in ("Dulu", "Sekarang", "Apa artinya bagi Anda"):
        expect(page.get_by_role("heading", name=words)).to_be_visible()
    page.get_by_role("button", name="Sudah saya baca, jawab 3 pertanyaan").click()
    for position in (1, 2, 3):
        form = page.locator("form.question:not([hidden])")
        expect(form).to_have_attribute("data-position", str(position))
        answer_rightly(form)
        form.locator("button[value=next]").click()
    page.get_by_role("link", name="Kirim jawaban").click()
    page.get_by_role("button", name="Kirim 3 jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 dari 3 benar. Diperbarui.")
    assert not Refresher.objects.open().exists()

    paper = Certificate.objects.get(holder=learner)
    assert not standing_of(paper).is_outdated
    page.goto(f"{live_server.url}/v/{codes.display(paper.code)}")
    expect(page.get_by_role("heading", level=1)).to_have_text("BERLAKU")
    expect(page.get_by_text("Diperbarui ")).to_be_visible()
