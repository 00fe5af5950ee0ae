"""From the writer's draft to the hour it goes out: three persons (D3), the clock and its light (D4), Indonesian words (D6)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from elearning.regulations.heartbeat import beat
from elearning.regulations.models import RuleCard
from elearning.regulations.reviewing import publish_vouched_for
from tests.factories.editorial import LAWYER, PUBLISHER, WRITER, install, member, send
from tests.factories.quizzes import QuestionFactory
from tests.factories.regulations import RuleCardFactory
from tests.regulations.test_editors_words import ENGLISH

from .support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOTH_WIDTHS = pytest.mark.parametrize("width", [1280, 768])
NARROW = pytest.mark.parametrize("width", [768])  # what fits here fits a wider screen


@pytest.fixture
def team(home):
    install()
    return {
        "writer": member(WRITER, display_name="Dewi Contoh"),
        "lawyer": member(LAWYER, display_name="Hadi Contoh"),
        "publisher": member(PUBLISHER, display_name="Tari Contoh"),
    }


@pytest.fixture
def card(team):
    card = RuleCardFactory(live=False, title="Mengikuti akun contoh")
    publish_vouched_for(card.save_revision())
    return RuleCard.objects.get(pk=card.pk)


@pytest.fixture
def desk(browser, browser_context_args, live_server):
    """Opens the admin as somebody, each at an own computer."""
    contexts = []

    def sit(person, width: int = 1280) -> Page:
        context = browser.new_context(**{**browser_context_args, "viewport": {"width": width, "height": 900}})
        contexts.append(context)
        page = context.new_page()
        sign_in(page, live_server, person)
        page.set_default_timeout(20_000)
        return page

    yield sit
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")
        context.close()


def screen(live_server, card, name="edit") -> str:
    return live_server.url + reverse(f"wagtailsnippets_regulations_rulecard:{name}", args=[card.pk])


def fresh(card):
    return RuleCard.objects.get(pk=card.pk)


def drafted(card, by, **changes):
    draft = card.get_latest_revision_as_object()
    for name, value in {"act": "Perbuatan yang lebih jelas.", "next_effect": "memperjelas", **changes}.items():
        setattr(draft, name, value)
    draft.save_revision(user=by)
    return fresh(card)


def fits(page: Page) -> None:
    """Wagtail scrolls its main column, never the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


# D3: two persons


@NARROW
def test_whoever_wrote_has_no_button_to_approve_and_another_reviewer_has(desk, live_server, team, card, width):
    other = member(LAWYER, display_name="Sari Contoh")
    card = drafted(card, team["lawyer"])
    send(card, by=team["writer"])
    page = desk(team["lawyer"], width)
    page.goto(screen(live_server, card))
    page.get_by_role("button", name="Tindakan lain").click()
    expect(page.get_by_role("button", name="Kembalikan dengan catatan")).to_be_visible()
    expect(page.get_by_role("button", name="Setujui")).to_have_count(0)
    state = card.current_workflow_task_state
    page.evaluate(
        """([address, token]) => {
            const form = Object.assign(document.createElement('form'), {method: 'post', action: address})
            form.append(Object.assign(document.createElement('input'), {name: 'csrfmiddlewaretoken', value: token}))
            document.body.append(form)
            form.submit()
        }""",
        [
            reverse("wagtailsnippets_regulations_rulecard:workflow_action", args=[card.pk, "approve", state.pk]),
            page.locator("[name=csrfmiddlewaretoken]").first.input_value(),
        ],
    )
    expect(page.get_by_text("Anda ikut menulis atau mengirim naskah ini")).to_be_visible()
    fits(page)
    second = desk(other, width)
    second.goto(screen(live_server, card))
    second.get_by_role("button", name="Tindakan lain").click()
    with second.expect_navigation():
        second.get_by_role("button", name="Setujui", exact=True).click()
    assert fresh(card).current_workflow_task.name == "Terbitkan"


@NARROW
def test_a_refusal_keeps_what_was_typed(desk, live_server, team, card, width):
    page = desk(team["publisher"], width)
    page.goto(screen(live_server, card))
    page.locator("#id_act").fill("Ditulis dan langsung diterbitkan.")
    page.locator("#tab-label-sebelum_terbit").press("Enter")
    page.locator("#id_next_effect_2").check()
    page.locator("#id_neutral").check()
    page.get_by_role("button", name="Tindakan lain").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Terbitkan").click()
    expect(page.get_by_text("belum disetujui pemeriksa hukum. Draf tersimpan.")).to_be_visible()
    expect(page.locator("#id_act")).to_have_value("Ditulis dan langsung diterbitkan.")
    assert fresh(card).act != "Ditulis dan langsung diterbitkan."


# D4: the hour, and the light


@NARROW
def test_a_schedule_is_in_words_with_its_zone_and_the_light_beside_it(desk, live_server, team, card, width):
    card = drafted(card, team["writer"], go_live_at=timezone.now() + timedelta(days=2))
    publish_vouched_for(card.latest_revision)
    page = desk(team["publisher"], width)
    words = re.compile(r"Terbit otomatis \w+, \d+ \w+ \d{4} pukul \d\d\.\d\d WIB")

    def light_says(sentence: str) -> None:
        page.goto(f"{live_server.url}/admin/")
        expect(page.get_by_text(sentence)).to_be_visible()
        page.goto(screen(live_server, card))
        expect(page.get_by_text(words).first).to_be_visible()
        status = page.locator("#form-side-status, [data-side-panel=status]").last
        if not status.is_visible():
            page.get_by_role("button", name="Buka atau tutup status").click()
        expect(status.get_by_text(words)).to_be_visible()
        expect(status.get_by_text(sentence)).to_be_visible()
        fits(page)

    light_says("Penjadwal belum pernah berjalan. Terbitan terjadwal tidak akan tayang. Hubungi admin.")
    beat("publish_scheduled", at=timezone.now() - timedelta(minutes=3, seconds=5))
    light_says("Penjadwal terakhir berjalan 3 menit lalu.")
    beat("publish_scheduled", at=timezone.now() - timedelta(minutes=16))
    light_says("Penjadwal berhenti. Terbitan terjadwal tidak akan tayang. Hubungi admin.")
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1), tick=False):
        call_command("every_minute", verbosity=0)
    page.goto(live_server.url + card.get_absolute_url())
    expect(page.get_by_text("Perbuatan yang lebih jelas.").first).to_be_visible()


# D6: the words, also those that scripts write


@BOTH_WIDTHS
def test_the_screens_between_draft_and_publication_are_in_indonesian(desk, live_server, team, card, width):
    card = drafted(card, team["writer"])
    send(card, by=team["writer"])
    names = ["edit", "history", "usage", "workflow_history"]
    for person in team.values():
        page = desk(person, width)
        for address in [f"{live_server.url}/admin/", *(screen(live_server, card, name) for name in names)]:
            page.goto(address)
            page.wait_for_load_state("networkidle")
            said = page.locator("body").inner_text()
            assert [line for line in said.splitlines() if ENGLISH.search(line)] == [], address
            fits(page)


# By keyboard alone

FOCUSED = """() => {
    const it = document.activeElement
    if (it === document.body) return ['', '']
    const name = it.getAttribute('aria-label') || (it.labels && it.labels[0] && it.labels[0].textContent) || it.textContent
    return [it.id, (name || '').replace(/\\s+/g, ' ').trim()]
}"""


class Keyboard:
    """Hands that never touch a mouse."""

    FAR = 250  # presses of Tab that nobody would bear

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self, wanted: str) -> bool:
        """Whether the focus is on what has this id («#…»), or a name that begins so."""
        identity, name = self.page.evaluate(FOCUSED)
        return f"#{identity}" == wanted if wanted.startswith("#") else name.startswith(wanted)

    def reach(self, wanted: str) -> None:
        for _ in range(self.FAR):
            self.press("Tab")
            if self.focused(wanted):
                assert self.page.evaluate("() => document.activeElement.checkVisibility()"), f"{wanted} cannot be seen"
                return
        pytest.fail(f"The keyboard does not reach «{wanted}» on {self.page.url}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, wanted: str, words: str) -> None:
        self.reach(wanted)
        self.press("Control+a")
        self.page.keyboard.type(words)

    def follow(self, wanted: str) -> None:
        """A link, or a button that sends the form."""
        self.reach(wanted)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, action: str) -> None:
        """One of the further buttons at the foot of the editing screen."""
        self.reach("Tindakan lain")
        self.press("Enter")
        self.follow(action)

    def open_tab(self, name: str) -> None:
        self.reach("Isi kartu")
        while not self.focused(name):
            self.press("ArrowRight")
        self.press("Enter")


def open_waiting(page: Page, live_server, title: str) -> Keyboard:
    """From the first screen to what waits for one's review."""
    hands = Keyboard(page)
    page.goto(f"{live_server.url}/admin/")
    expect(page.get_by_role("heading", name="Menunggu pemeriksaan Anda")).to_be_visible()
    hands.follow(title)
    return hands


def test_a_rule_is_changed_sent_approved_and_published_on_schedule_by_keyboard_alone(desk, live_server, team, card):
    writer = desk(team["writer"])
    writer.goto(screen(live_server, card))
    hands = Keyboard(writer)
    hands.write("#id_act", "Perbuatan yang lebih jelas.")
    hands.open_tab("Sebelum terbit")
    hands.reach("#id_next_effect_0")
    hands.press("ArrowDown", "ArrowDown")
    hands.reach("#id_neutral")
    hands.press("Space")
    hands.choose("Kirim untuk ditinjau")
    assert fresh(card).current_workflow_task.name == "Periksa hukum"

    lawyer = desk(team["lawyer"])
    hands = open_waiting(lawyer, live_server, card.title)
    hands.choose("Setujui")
    assert fresh(card).current_workflow_task.name == "Terbitkan"

    publisher = desk(team["publisher"])
    hands = open_waiting(publisher, live_server, card.title)
    hour = timezone.localtime() + timedelta(days=1)
    hands.reach("Buka atau tutup status")
    hands.press("Enter")
    hands.reach("Atur jadwal")
    hands.press("Enter")
    hands.write("#id_go_live_at", f"{hour:%Y-%m-%d %H:%M}")
    hands.follow("Simpan jadwal")
    hands.choose("Setujui dan terbitkan")
    waiting = fresh(card).scheduled_revision
    assert timezone.localtime(waiting.approved_go_live_at) == hour.replace(second=0, microsecond=0)
    assert fresh(card).act != "Perbuatan yang lebih jelas."

    with time_machine.travel(hour + timedelta(minutes=1), tick=False):
        call_command("every_minute", verbosity=0)
    assert fresh(card).act == "Perbuatan yang lebih jelas."


# Parts of a picture: only a browser can drag


def test_a_drag_fills_the_next_row_and_the_picture_stays_in_sight(desk, live_server, team):
    question = QuestionFactory(type="bagian-gambar")
    page = desk(team["publisher"], 768)
    page.goto(live_server.url + reverse("question:edit", args=[question.pk]))
    rows, plane = page.locator(".soal__row"), page.locator("region-editor svg")
    expect(plane.locator("rect")).to_have_count(3)
    expect(page.get_by_label("Urutan yang benar").first).to_be_hidden()  # of another type
    for more in (1, 2, 3):  # two blank rows, and one that is added
        plane.scroll_into_view_if_needed()
        box = plane.bounding_box()
        page.mouse.move(box["x"] + 60 * more, box["y"] + box["height"] * 0.7)
        page.mouse.down()
        page.mouse.move(box["x"] + 60 * more + 40, box["y"] + box["height"] * 0.9, steps=3)
        page.mouse.up()
        expect(plane.locator("rect")).to_have_count(3 + more)
        expect(rows.nth(2 + more).get_by_label("Nama bagian")).to_be_focused()
        expect(plane).to_be_in_viewport()
    expect(rows).to_have_count(6)
    rows.nth(5).get_by_label("Nama bagian").fill("Gelas")
    for row in (3, 4):
        rows.nth(row).get_by_label("Nama bagian").fill(f"Bagian {row}")
    rows.nth(5).get_by_label("Lebar (%)").fill("5")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/inspect/**")
    assert question.versions.latest("number").options.get(text="Gelas").region["width"] == 5
