"""D1, D2, D5: a regulation is replaced, a card is reversed, and somebody is in the middle of a quiz."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from elearning.regulations import services, uses
from elearning.regulations.models import RegulationChange, RuleCard
from quizzes.models import Attempt, Question, QuestionHold
from tests.browser.support import axe_clean, no_sideways_scroll, sign_in
from tests.factories.editorial import LAWYER, PUBLISHER, WRITER, install, member
from tests.factories.lessons import LessonPageFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, QuizPageFactory
from tests.factories.regulations import ProvisionVersionFactory, RegulationFactory, RuleCardFactory

pytestmark = pytest.mark.browser
SHOWN = "form.question:not([hidden])"
WIDTHS = [1280, 768]


@pytest.fixture
def team(home):
    install()
    return {role: member(role) for role in (WRITER, LAWYER, PUBLISHER)}


def published_card(regulation=None, **changes) -> RuleCard:
    card = RuleCardFactory(**changes)
    if regulation:
        provision = card.citations.get().provision
        provision.regulation = regulation
        provision.save()
    services.record_publication(card, by=None, at=timezone.now() - timedelta(days=60))
    return RuleCard.objects.get(pk=card.pk)


def reverse_rule(card) -> None:
    card.verdict, card.next_effect, card.next_reason = "boleh", "membalik", "Putusan contoh membolehkannya."
    card.save()
    services.record_publication(card, by=None, at=timezone.now())


def visit(page, live_server, person, address, width=1280):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server, person)
    page.goto(f"{live_server.url}{address}")


def frame_of(page, card):
    return page.locator(f"#kartu-{card.pk}")


# D1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_replaced_regulation_is_decided_card_by_card_agreed_and_applied(page, live_server, team, width):
    old, new = RegulationFactory(short_title="PP 53/2010"), RegulationFactory(short_title="PP 94/2021")
    successor = ProvisionVersionFactory(provision__regulation=new).provision
    kept, gone = published_card(old, title="Kartu yang tetap"), published_card(old, title="Kartu yang gugur")
    today = timezone.localdate().isoformat()

    visit(page, live_server, team[WRITER], reverse("regulations_admin:changes"), width)
    page.get_by_role("link", name="Tandai diubah / diganti / dicabut").click()
    page.get_by_label("Peraturan yang berubah").select_option(label="PP 53/2010")
    page.get_by_label("diganti", exact=True).check()
    page.get_by_label("Oleh peraturan").select_option(label="PP 94/2021")
    page.get_by_label("Berlaku sejak").fill(today)
    page.get_by_label("Mengapa berubah").fill("Peraturannya diganti.")
    axe_clean(page)
    page.get_by_role("button", name="Buka daftar kartu").click()
    expect(page.get_by_text("0 dari 2 diputuskan")).to_be_visible()
    axe_clean(page)
    no_sideways_scroll(page)

    with pytest.raises(services.CardRefused) as refused:  # whichever road leads there, see tests/regulations
        services.require_publishable(kept)
    assert refused.value.code == "change_open"

    frame_of(page, kept).get_by_label("Isi tetap, ganti rujukan").check()
    frame_of(page, kept).get_by_role("button", name="Simpan kartu ini").click()
    expect(frame_of(page, kept).get_by_text("pilih rujukan baru")).to_be_visible()
    frame_of(page, kept).get_by_label("Rujukan baru").first.fill(str(successor))
    frame_of(page, gone).get_by_label("Tidak berlaku lagi").check()
    page.get_by_role("button", name="Simpan semua keputusan").click()
    expect(page.get_by_text("2 dari 2 diputuskan")).to_be_visible()
    expect(page.get_by_role("button", name="Setujui perubahan ini")).to_have_count(0)

    address = page.url.removeprefix(live_server.url)
    visit(page, live_server, team[LAWYER], address, width)
    page.get_by_role("button", name="Setujui perubahan ini").click()
    expect(page.get_by_text("Perubahan disetujui.")).to_be_visible()
    visit(page, live_server, team[PUBLISHER], address, width)
    page.get_by_role("button", name="Terapkan sekarang").click()
    expect(page.get_by_text("Perubahan diterapkan.")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan semua keputusan")).to_have_count(0)
    for card in (kept, gone, old):
        card.refresh_from_db()
    assert (kept.live, gone.live, old.status) == (True, False, "dicabut")
    assert [one.provision for one in RuleCard.objects.get(pk=kept.pk).citations.all()] == [successor]


def test_the_whole_change_is_decided_without_javascript(no_js_page, live_server, team):
    old = RegulationFactory(short_title="PP 53/2010")
    card = published_card(old)
    page = no_js_page
    visit(page, live_server, team[WRITER], f"{reverse('regulations_admin:change_open')}?peraturan={old.pk}")
    page.get_by_label("dicabut", exact=True).check()
    page.get_by_label("Berlaku sejak").fill(timezone.localdate().isoformat())
    page.get_by_label("Mengapa berubah").fill("Dicabut tanpa pengganti.")
    page.get_by_role("button", name="Buka daftar kartu").click()
    frame_of(page, card).get_by_label("Tidak berlaku lagi").check()
    page.get_by_role("button", name="Simpan semua keputusan").click()
    expect(page.get_by_text("1 dari 1 diputuskan")).to_be_visible()
    assert RegulationChange.objects.get().decisions.get().decision == "tidak-berlaku"


# D2


@pytest.mark.parametrize("width", [768])
def test_the_impact_on_the_screen_is_what_the_database_holds(page, live_server, team, width):
    card = published_card(title="Menyukai unggahan calon")
    LessonPageFactory(body=[("card", card)]).save_revision().publish()
    quiz = QuizFactory(questions=[QuestionFactory(card=card), QuestionFactory(card=card), QuestionFactory()])
    AttemptFactory(quiz=quiz, at=timezone.now())
    card.verdict = "boleh"
    card.save_revision(user=team[WRITER])

    edit = reverse("wagtailsnippets_regulations_rulecard:edit", args=[card.pk])
    visit(page, live_server, team[WRITER], f"{edit}#tab-sebelum_terbit", width)
    panel = page.locator("#dampak").first
    expect(panel.get_by_text("Tidak boleh → Boleh")).to_be_visible()
    expect(panel.get_by_text("perlu diperiksa, ditahan mulai")).to_be_visible()
    no_sideways_scroll(page)
    counted = {tally.key: tally for tally in uses.tallies([card.pk])}
    assert (counted["pelajaran"].count, counted["kunci"].count, counted["pengerjaan"].count) == (1, 2, 1)
    for tally in counted.values():
        expect(
            panel.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{tally.count}\s+{tally.label}"))
        ).to_be_visible()
    panel.get_by_role("link", name="2 kunci jawaban").click()
    expect(page.locator("td.title")).to_have_count(2)
    axe_clean(page)


def test_a_reversal_holds_the_keys_until_somebody_has_seen_to_them(page, live_server, team):
    card = published_card(title="Menyukai unggahan calon")
    first, second = QuestionFactory(card=card, name="Soal pertama"), QuestionFactory(card=card, name="Soal kedua")
    reverse_rule(card)
    visit(page, live_server, team[PUBLISHER], f"{reverse('question:index')}?held=ya")
    for question in (first, second):
        expect(page.get_by_role("link", name=question.name)).to_be_visible()
    page.goto(f"{live_server.url}{reverse('question:edit', args=[first.pk])}")
    expect(page.get_by_role("heading", name="Ditahan sampai kunci diperiksa")).to_be_visible()
    expect(page.get_by_text("Putusan contoh membolehkannya.")).to_be_visible()
    page.get_by_role("link", name="Kunci sudah diperiksa").click()
    page.get_by_label("Mengapa kuncinya tetap benar").fill("Soal ini tentang jam kerja.")
    axe_clean(page)
    page.get_by_role("button", name="Kunci sudah diperiksa").click()
    expect(page.get_by_text("Soal ini tidak ditahan lagi.")).to_be_visible()
    assert list(Question.objects.open_at(timezone.now())) == [first]
    assert QuestionHold.objects.unreleased().get().question == second


# D5


@pytest.fixture
def quiz_page(home, settings):
    settings.IDENTITY_URL, settings.CLAIM_CERTIFICATE_URL = "/data-diri/", "/ambil/"
    card = published_card()
    questions = [QuestionFactory(card=card), QuestionFactory(), QuestionFactory()]
    page = QuizPageFactory(quiz=QuizFactory(questions=questions, shuffle=False))
    return page, card


NOTICE = "Soal 1 tidak mengurangi nilai: aturannya berubah"
RIGHT, WRONG = "Tidak boleh, itu dukungan", "Boleh bila atasan setuju"


def choose(page, text) -> None:
    page.locator(SHOWN).locator("label.choice", has_text=text).click()
    page.locator(SHOWN).locator("button[value=next]").click()


def test_a_running_attempt_keeps_its_questions_and_loses_nothing(page, live_server, quiz_page):
    quiz, card = quiz_page
    page.goto(f"{live_server.url}{quiz.url}")
    page.get_by_role("button", name="Mulai kuis").click()
    page.wait_for_selector("quiz-paper:defined")
    attempt = Attempt.objects.get()
    shown = list(attempt.items.values_list("version", flat=True))
    choose(page, WRONG)
    expect(page.locator(SHOWN)).to_have_attribute("data-position", "2")
    reverse_rule(card)
    page.reload()
    page.wait_for_selector("quiz-paper:defined")
    expect(page.get_by_text(NOTICE)).to_be_visible()
    axe_clean(page)
    no_sideways_scroll(page)
    choose(page, RIGHT)
    choose(page, RIGHT)
    page.get_by_role("link", name="Kirim jawaban").last.click()
    page.get_by_role("button", name="Kirim 3 jawaban").click()
    expect(page.get_by_role("heading", name="2 dari 2 benar.")).to_be_visible()
    expect(page.get_by_text(NOTICE)).to_be_visible()
    expect(page.get_by_text("Tidak dihitung")).to_be_visible()
    axe_clean(page)
    attempt.refresh_from_db()
    assert (attempt.score_percent, list(attempt.items.values_list("version", flat=True))) == (100, shown)


def test_the_same_without_javascript(no_js_page, live_server, quiz_page):
    quiz, card = quiz_page
    page = no_js_page
    page.goto(f"{live_server.url}{quiz.url}")
    page.get_by_role("button", name="Mulai kuis").click()
    attempt = Attempt.objects.get()
    reverse_rule(card)
    for position, text in enumerate((WRONG, RIGHT, RIGHT), 1):
        page.goto(f"{live_server.url}{reverse('quizzes:question', args=[attempt.public_id, position])}")
        expect(page.get_by_text(NOTICE)).to_be_visible()
        page.locator("label.choice", has_text=text).click()
        page.locator("button[value=next]").click()
    expect(page.get_by_text(NOTICE)).to_be_visible()
    page.get_by_role("link", name="Kirim jawaban").click()
    page.get_by_role("button", name="Kirim 3 jawaban").click()
    expect(page.get_by_role("heading", name="2 dari 2 benar.")).to_be_visible()


def test_a_quiz_whose_questions_are_all_held_says_so(page, live_server, home):
    card = published_card()
    quiz = QuizPageFactory(quiz=QuizFactory(questions=[QuestionFactory(card=card)]))
    reverse_rule(card)
    page.goto(f"{live_server.url}{quiz.url}")
    expect(page.get_by_text("Aturannya berubah, jadi soalnya kami periksa dahulu.")).to_be_visible()
    expect(page.get_by_role("button", name="Mulai kuis")).to_have_count(0)
