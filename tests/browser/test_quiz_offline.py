"""L7: a quiz survives a lost network, a reload and a second tab, and asks for nothing between questions (A7 to A11)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.models import Answer, Attempt
from tests.browser.support import SCREENS, axe_clean, no_sideways_scroll, sign_in, small_targets
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, QuizPageFactory

pytestmark = pytest.mark.browser

TYPES = [
    "pilihan-tunggal", "pilihan-banyak", "benar-salah", "jodohkan", "urutkan", "angka", "isian-singkat", "bagian-gambar",
]  # fmt: skip
ALL = len(TYPES)
SHOWN = "form.question:not([hidden])"
OFFLINE = "Tidak ada jaringan. Jawaban Anda tersimpan di HP ini."


@pytest.fixture
def quiz_page(home, settings):
    settings.IDENTITY_URL, settings.CLAIM_CERTIFICATE_URL = "/data-diri/", "/ambil/"
    return QuizPageFactory(quiz=QuizFactory(questions=[QuestionFactory(type=type) for type in TYPES], shuffle=False))


def begin(page, live_server, quiz_page) -> Attempt:
    page.goto(f"{live_server.url}{quiz_page.url}")
    page.get_by_role("button", name="Mulai kuis").click()
    page.wait_for_selector("quiz-paper:defined")
    return Attempt.objects.latest("started_at")


def answer_shown(page) -> None:
    """Give the question on the screen a complete answer."""
    form = page.locator(SHOWN)
    selects = form.locator("select").all()
    for place, select in enumerate(selects, 1):
        select.select_option(index=place if form.locator("rank-list").count() else 1)
    if form.locator("number-field").count():
        form.get_by_role("textbox").fill("3,14")
    elif form.locator("input[type=text]").count():
        form.get_by_role("textbox").fill("kawasan bebas partai")
    elif not selects:
        form.locator("label.choice").first.click()


def answer_all(page) -> None:
    for position in range(1, ALL + 1):
        expect(page.locator(SHOWN)).to_have_attribute("data-position", str(position))
        answer_shown(page)
        page.locator(SHOWN).locator("button[value=next]").click()


def leave(page) -> None:
    """The learner looks at something else: what every phone tells a page before it may be gone."""
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
        document.dispatchEvent(new Event("visibilitychange"));
        delete document.hidden;
    }""")


def stored(attempt) -> list[int]:
    found = Answer.objects.filter(item__attempt=attempt)
    return sorted(set(found.values_list("item__position", flat=True)))


def test_answers_made_without_network_all_arrive_once(page, live_server, quiz_page):
    attempt = begin(page, live_server, quiz_page)
    page.context.set_offline(True)
    answer_all(page)
    expect(page.locator("#periksa").get_by_text("Terjawab", exact=True)).to_have_count(ALL)
    expect(page.locator(".ribbon")).to_have_text(OFFLINE)
    assert stored(attempt) == []
    page.context.set_offline(False)
    expect(page.locator(".ribbon")).to_have_text("Semua jawaban terkirim.")
    expect(page.locator(".ribbon")).to_have_text("", timeout=8000)
    assert stored(attempt) == list(range(1, ALL + 1))
    ids = Answer.objects.values_list("client_id", flat=True)
    assert len(set(ids)) == len(ids)
    page.get_by_role("link", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name=f"Kirim {ALL} jawaban?")).to_be_visible()
    page.get_by_role("button", name=f"Kirim {ALL} jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"dari {ALL} benar.")


def test_what_was_chosen_before_the_script_arrived_counts(page, live_server, quiz_page):
    """On slow 3G the question is there seconds before its script; meanwhile the browser shows a choice that nobody kept."""
    held = []
    page.route("**/quiz-paper*.js", lambda route: held.append(route))
    page.goto(f"{live_server.url}{quiz_page.url}", wait_until="commit")
    page.get_by_role("button", name="Mulai kuis").click(no_wait_after=True)
    answer_shown(page)
    attempt = Attempt.objects.get()
    assert stored(attempt) == []
    for route in held:
        route.continue_()
    page.wait_for_selector("quiz-paper:defined")
    expect(page.locator(SHOWN).locator("[data-state]")).to_contain_text("Tersimpan di HP")
    page.locator(SHOWN).locator("button[value=next]").click()
    expect(page.locator(SHOWN)).to_have_attribute("data-position", "2")
    leave(page)
    expect(page.locator("#soal-1 [data-state]")).to_contain_text("terkirim")
    assert stored(attempt) == [1]


def test_sending_waits_for_the_network(page, live_server, quiz_page):
    begin(page, live_server, quiz_page)
    page.context.set_offline(True)
    answer_all(page)
    page.get_by_role("link", name="Kirim jawaban").click()
    expect(page.locator(".ribbon")).to_have_text(OFFLINE)
    expect(page.get_by_role("button", name="Kirim sekarang")).to_be_visible()
    expect(page.get_by_role("heading", name="Periksa jawaban")).to_be_visible()


def test_a_number_a_text_and_parts_of_a_picture_outlive_a_reload_without_network(page, live_server, quiz_page):
    """A tap on the picture is the answer, and what cannot be read says that it does not count."""
    attempt = begin(page, live_server, quiz_page)
    page.route("**/jawaban/", lambda route: route.abort())
    for _ in range(5):
        page.get_by_role("button", name="Lewati dulu").click()
    page.locator(SHOWN).get_by_role("textbox").fill("1.000")
    expect(page.locator(SHOWN).locator("[data-state]")).to_have_text("Belum terbaca, jadi belum dihitung")
    for _ in range(2):
        answer_shown(page)
        page.get_by_role("button", name="Berikutnya").click()
    parts = page.locator(SHOWN).locator("[data-letter]")
    parts.nth(1).click(position={"x": 2, "y": 2})
    page.reload()
    expect(page.locator(SHOWN)).to_have_attribute("data-position", "8")
    expect(parts.nth(1)).to_have_class("is-chosen")
    page.locator(SHOWN).get_by_role("checkbox").nth(2).press("Space")
    page.unroute("**/jawaban/")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.locator(".ribbon")).to_have_text("Semua jawaban terkirim.")
    written = {item.position: item.kind.write_form(item.response, item.shown) for item in attempt.items.all()}
    assert [written[place] for place in (6, 7, 8)] == [
        {"number": ["3,14"]}, {"text": ["kawasan bebas partai"]}, {"options": ["B", "C"]},
    ]  # fmt: skip


def test_an_answer_that_the_server_does_not_take_is_never_called_sent(page, live_server, quiz_page):
    page.route("**/number-field*.js", lambda route: route.abort())  # so that nothing warns beforehand
    attempt = begin(page, live_server, quiz_page)
    for _ in range(5):
        page.get_by_role("button", name="Lewati dulu").click()
    page.locator(SHOWN).get_by_role("textbox").fill("1.000")
    expect(page.locator(SHOWN).locator("[data-state]")).to_have_text("Tersimpan di HP")
    leave(page)
    expect(page.locator(SHOWN).locator("[data-state]")).to_have_text("Tidak diterima, jadi belum dihitung")
    expect(page.locator(".ribbon")).to_have_text("Angka ini bisa dibaca dua cara. Tulis 1000 atau 1,5.")
    assert stored(attempt) == []


def test_a_reload_comes_back_to_the_same_question_and_answers(page, live_server, quiz_page):
    begin(page, live_server, quiz_page)
    answer_shown(page)
    page.get_by_role("button", name="Berikutnya").click()
    answer_shown(page)
    page.reload()
    expect(page.locator(SHOWN)).to_have_attribute("data-position", "2")
    assert page.locator(SHOWN).locator(":checked").count() == 1
    page.get_by_role("button", name="Kembali").click()
    assert page.locator(SHOWN).locator(":checked").count() == 1
    page.goto(f"{live_server.url}{quiz_page.url}")
    expect(page.get_by_text("Anda punya kuis yang belum selesai: 2 dari 8 terjawab.")).to_be_visible()


def test_answers_kept_on_the_phone_survive_a_reload_before_they_were_sent(page, live_server, quiz_page):
    attempt = begin(page, live_server, quiz_page)
    page.route("**/jawaban/", lambda route: route.abort())
    answer_shown(page)
    leave(page)
    expect(page.locator(".ribbon")).to_have_text("Belum terkirim. Kami coba lagi dalam 5 detik.")
    page.reload()
    assert page.locator(SHOWN).locator(":checked").count() == 1
    page.unroute("**/jawaban/")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.locator(".ribbon")).to_have_text("Semua jawaban terkirim.")
    assert Answer.objects.get().item.attempt == attempt  # once, though the closing page may have sent it too


def test_nothing_is_asked_of_the_network_between_questions(page, live_server, quiz_page):
    begin(page, live_server, quiz_page)
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for position in (2, 3, 4, 5):
        page.get_by_role("button", name="Lewati dulu").click()
        expect(page.locator(SHOWN)).to_have_attribute("data-position", str(position))
    page.get_by_role("button", name="Kembali").click()
    page.go_back()
    expect(page.locator(SHOWN)).to_have_attribute("data-position", "5")
    assert asked == []


def test_a_tap_is_sent_in_the_background_and_says_when(page, live_server, quiz_page):
    attempt = begin(page, live_server, quiz_page)
    answer_shown(page)
    state = page.locator(SHOWN).locator("[data-state]")
    expect(state).to_have_text("Tersimpan di HP")
    assert stored(attempt) == []
    with page.expect_response("**/jawaban/"):
        leave(page)
    expect(state).to_contain_text("Tersimpan di HP, terkirim ")
    assert stored(attempt) == [1]


def test_a_whole_attempt_of_ten_questions_costs_six_requests(page, live_server, home):
    """However long each question takes and however often an answer changes before the learner goes on."""
    types = ["pilihan-tunggal", "pilihan-banyak", "benar-salah", "jodohkan", "urutkan"] * 2
    questions = [QuestionFactory(type=type) for type in types]
    quiz_page = QuizPageFactory(quiz=QuizFactory(questions=questions, shuffle=False))
    page.goto(f"{live_server.url}{quiz_page.url}", wait_until="networkidle")
    asked = []
    page.on("request", lambda request: "/kuis/" in request.url and asked.append(f"{request.method} {request.url}"))
    begin(page, live_server, quiz_page)
    for position in range(1, 11):
        expect(page.locator(SHOWN)).to_have_attribute("data-position", str(position))
        if page.locator(SHOWN).locator("label.choice").count():
            page.locator(SHOWN).locator("label.choice").nth(1).click()
            page.wait_for_timeout(300)
        answer_shown(page)
        page.locator(SHOWN).locator("button[value=next]").click()
    page.get_by_role("link", name="Kirim jawaban").click()
    page.get_by_role("button", name="Kirim 10 jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("dari 10 benar.")
    assert [re.sub(r".*/kuis/[^/]+", "", each) for each in asked] == [
        "/mulai/", "/", "/jawaban/", "/jawaban/", "/kirim/", "/hasil/",
    ]  # fmt: skip


def test_before_sending_the_page_asks_once_more_and_names_what_is_missing(page, live_server, quiz_page):
    begin(page, live_server, quiz_page)
    answer_shown(page)
    for _ in range(ALL):
        page.locator(SHOWN).locator("button[value=next]").click()
    page.get_by_role("link", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Kirim 1 jawaban?")).to_be_focused()
    expect(page.get_by_text("Soal 2, 3, 4, 5, 6, 7, 8. Soal tanpa jawaban dihitung salah.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Periksa jawaban")).to_be_visible()
    page.get_by_role("link", name="Kirim jawaban").click()
    page.get_by_role("link", name="Batal").click()
    expect(page.get_by_role("heading", name="Periksa jawaban")).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", name="Periksa jawaban")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim 1 jawaban")).to_be_hidden()


def test_a_busy_server_is_named_and_asked_again(page, live_server, quiz_page):
    begin(page, live_server, quiz_page)
    page.route("**/jawaban/", lambda route: route.fulfill(status=503))
    answer_shown(page)
    leave(page)
    expect(page.locator(".ribbon")).to_have_text("Server sedang ramai. Jangan tutup halaman.")


def test_blocked_storage_is_said_and_answers_go_one_by_one(page, live_server, quiz_page):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })")
    attempt = begin(page, live_server, quiz_page)
    expect(page.locator(".ribbon")).to_contain_text("HP ini tidak mengizinkan penyimpanan.")
    with page.expect_response("**/jawaban/"):
        answer_shown(page)
    expect(page.locator(SHOWN).locator("[data-state]")).to_contain_text("Terkirim ")
    assert stored(attempt) == [1]


def test_ids_are_made_also_where_the_browser_has_no_uuid(page, live_server, quiz_page):
    page.add_init_script("crypto.randomUUID = undefined")
    attempt = begin(page, live_server, quiz_page)
    answer_shown(page)
    with page.expect_response("**/jawaban/"):
        leave(page)
    assert stored(attempt) == [1]


def test_a_second_device_takes_over_and_the_newest_answer_counts(page, browser, live_server, quiz_page):
    person = UserFactory()
    sign_in(page, live_server, person)
    attempt = begin(page, live_server, quiz_page)
    other = browser.new_context().new_page()
    sign_in(other, live_server, person)
    other.goto(page.url)
    other.wait_for_selector("quiz-paper:defined")
    for device, place in ((page, 0), (other, 1)):
        with device.expect_response("**/jawaban/"):
            device.locator(SHOWN).locator("label.choice").nth(place).click()
            leave(device)
    item = attempt.items.get(position=1)
    assert item.kind.write_form(item.response, item.shown) == {"options": ["B"]}
    other.context.close()


def test_a_place_in_an_order_belongs_to_one_row(page, live_server, quiz_page):
    begin(page, live_server, quiz_page)
    for _ in range(4):
        page.get_by_role("button", name="Lewati dulu").click()
    selects = page.locator(SHOWN).locator("select")
    selects.nth(0).select_option("1")
    selects.nth(1).select_option("2")
    selects.nth(1).select_option("1")
    assert [select.input_value() for select in selects.all()] == ["2", "1", ""]


def test_a_test_that_closes_says_so_and_leads_to_sending(page, live_server, quiz_page):
    person = UserFactory()
    soon = timezone.now() + timedelta(seconds=12)
    attempt = AttemptFactory(
        quiz=quiz_page.quiz, person=person, mode="post", context="s:1", at=timezone.now(), deadline_at=soon
    )
    sign_in(page, live_server, person)
    page.goto(f"{live_server.url}/kuis/{attempt.public_id}/")
    expect(page.locator("closing-time")).to_contain_text("Sisa ± 1 menit")
    expect(page.locator("closing-time")).to_contain_text("Sudah ditutup pukul", timeout=25_000)
    expect(page.get_by_role("heading", name="Periksa jawaban")).to_be_visible()


def test_more_time_is_known_at_the_latest_when_the_phone_believes_that_the_test_closes(page, live_server, quiz_page):
    person, now = UserFactory(), timezone.now()
    attempt = AttemptFactory(
        quiz=quiz_page.quiz, person=person, mode="post", context="s:1", at=now, deadline_at=now + timedelta(seconds=8)
    )
    sign_in(page, live_server, person)
    page.goto(f"{live_server.url}/kuis/{attempt.public_id}/")
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=now + timedelta(minutes=4))
    expect(page.get_by_role("heading", name="Periksa jawaban")).to_be_visible(timeout=25_000)
    expect(page.locator("closing-time")).to_contain_text("Sisa ± 4 menit")
    page.locator("[data-goto='1']").click()
    answer_shown(page)
    leave(page)
    expect(page.locator(SHOWN).locator("[data-state]")).to_contain_text("terkirim")
    assert stored(attempt) == [1]


def test_the_whole_quiz_works_without_javascript(no_js_page, live_server, quiz_page):
    page = no_js_page
    page.goto(f"{live_server.url}{quiz_page.url}")
    page.get_by_role("button", name="Mulai kuis").click()
    for _ in TYPES:
        answer_shown(page)
        page.locator(SHOWN).locator("button[value=next]").click()
    expect(page.get_by_text(f"{ALL} dari {ALL} soal terjawab.")).to_be_visible()
    page.get_by_role("link", name="Kirim jawaban").click()
    page.get_by_role("button", name=f"Kirim {ALL} jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"dari {ALL} benar.")
    expect(page.get_by_text("Hasil belum tercatat.")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_every_screen_of_a_quiz_is_accessible(page, live_server, quiz_page, screen):
    screen.apply(page)
    looked_at = []

    def look():
        axe_clean(page)
        no_sideways_scroll(page)
        assert small_targets(page) == []
        looked_at.append(page.url)

    page.goto(f"{live_server.url}{quiz_page.url}")
    look()
    begin(page, live_server, quiz_page)
    for _ in TYPES:
        look()
        answer_shown(page)
        page.locator(SHOWN).locator("button[value=next]").click()
    look()
    page.get_by_role("link", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name=f"Kirim {ALL} jawaban?")).to_be_visible()
    look()
    page.get_by_role("button", name=f"Kirim {ALL} jawaban").click()
    page.wait_for_url("**/hasil/")
    look()
    page.get_by_role("link", name="Laporkan kekeliruan soal").first.click()
    look()
    page.goto(f"{live_server.url}{quiz_page.url}")
    assert len(looked_at) == ALL + 5


@pytest.mark.parametrize("width", [320])
def test_a_question_reflows_on_the_narrowest_screen(page, live_server, quiz_page, width):
    page.set_viewport_size({"width": width, "height": 640})
    begin(page, live_server, quiz_page)
    for _ in TYPES:
        no_sideways_scroll(page)
        page.get_by_role("button", name="Lewati dulu").click()


def test_the_whole_quiz_is_light(page, live_server, quiz_page):
    """80 KB compressed for all questions, 15 KB of it scripts (experience.md §3)."""
    page.goto(f"{live_server.url}{quiz_page.url}")
    sizes = {}
    page.context.clear_cookies()
    page.on("response", lambda reply: sizes.update({reply.url: reply.request.sizes()["responseBodySize"]}))
    begin(page, live_server, quiz_page)
    page.reload(wait_until="networkidle")
    assert sum(sizes.values()) <= 80_000
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= 15_000
