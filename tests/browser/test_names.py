"""«Beginilah nama Anda akan tercetak»: the browser draws what the paper would, and the screens of the round."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from elearning.lib import dates
from elearning.training import services
from elearning.training.printing import name_box
from tests.browser.support import SCREENS, axe_clean, no_sideways_scroll, sign_in, small_targets
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.training import ParticipantFactory, SessionDayFactory, TrainingSessionFactory

pytestmark = pytest.mark.browser

NAMES = (
    "Suharto",
    "Drs. H. Arif Contoh, M.Si.",
    "Prof. Dr. Hj. Siti Nurhaliza Kusumaningrum Contoh, S.Pd., M.Si.",
    "Prof. Dr. Hj. Siti Nurhaliza Kusumaningrum Contoh, S.Pd., M.Si., M.Pd., Ph.D., CA.",
    "AVATAR TO WAYAN LÝ Świętopełk Ğ",
    "W" * 60,
)


@pytest.fixture
def participant(transactional_db, home):
    session = TrainingSessionFactory(unit=UnitFactory(number_code="LC"), open=True, day_count=0)
    SessionDayFactory(session=session, date=dates.local_day(timezone.now(), dates.WIB))
    return ParticipantFactory(session=session, person=UserFactory(display_name=NAMES[1], position_title="Camat"))


def look(page: Page) -> None:
    axe_clean(page)
    no_sideways_scroll(page)
    assert small_targets(page) == []


def test_a_name_is_drawn_while_typing_as_the_paper_will_print_it(page, live_server, participant):
    sign_in(page, live_server, participant.person)
    page.goto(f"{live_server.url}/sesi/{participant.session.slug}/ikut/nama/")
    page.wait_for_function("document.querySelector('nama-cetak').pen?.fontKerning === 'none'")
    for name in NAMES:
        page.get_by_label("Nama lengkap dengan gelar").fill(name)
        box, drawn = name_box(name), page.locator("nama-cetak text")
        assert tuple(drawn.all_text_contents()) == tuple(line for line, _ in box.lines), name
        if box.lines:
            assert float(drawn.first.get_attribute("font-size")) == float(box.size), name
            wide = max(drawn.nth(at).evaluate("text => text.getComputedTextLength()") for at in range(len(box.lines)))
            assert wide <= float(box.width) + 0.5, name
    expect(page.get_by_role("status").filter(has_text="tidak muat")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_correction_goes_from_the_phone_to_the_committee_and_back(page, live_server, participant, screen):
    screen.apply(page)
    base = f"{live_server.url}/sesi/{participant.session.slug}"
    sign_in(page, live_server, participant.person)
    page.goto(f"{base}/ikut/")
    look(page)
    page.get_by_role("link", name="Perbaiki").click()
    page.get_by_label("Nama lengkap dengan gelar").fill("Drs. H. ARIEF  Contoh, M.Si.")
    page.get_by_role("button", name="Kirim ke panitia").click()
    look(page)
    page.get_by_role("button", name="Pakai «Drs. H. ARIEF Contoh, M.Si.»").click()
    expect(page.get_by_text("menunggu keputusan panitia")).to_be_visible()
    look(page)

    committee = UserFactory(email="panitia@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(unit=participant.session.unit, person=committee, role="committee")
    sign_in(page, live_server, committee)
    page.goto(f"{base}/nama/")
    expect(page.get_by_text("0 dikonfirmasi · 1 diubah · 0 belum menjawab")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Setujui").click()
    expect(page.get_by_text("1 dikonfirmasi · 0 diubah · 0 belum menjawab")).to_be_visible()
    page.goto(f"{base}/peserta/{participant.public_id}/keputusan/")
    look(page)
    assert services.appraise(participant.session)[0].is_confirmed
