"""«Boleh atau tidak?» answers while one types, ranks as the server does, and opens without a network after one visit."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from elearning.content.kinds.register import CardKind, ProvisionKind, RegulationKind, SanctionKind, SynonymKind
from elearning.content.loading import load
from elearning.regulations.models import RuleCard
from elearning.regulations.searching import search_cards
from tests.browser.snapshots import written_once
from tests.browser.support import SCREENS, axe_clean, no_sideways_scroll, sign_in, small_targets
from tests.browser.test_budgets import KB, Visit, steady
from tests.factories.lessons import make_site
from tests.factories.people import UserFactory

pytestmark = pytest.mark.browser
PAGE = "/boleh-atau-tidak/"
# What people type: words of the street, synonyms, two-word terms, misspellings, nonsense.
QUERIES = [
    "like status", "bolehkah memberi like", "foto bersama calon", "foto jempol", "stiker wa", "grup wa pemenangan",
    "mobil dinas", "pakai mobil dinas untuk kampanye", "suami nyalon", "istri calon bupati", "hadir kampanye",
    "kampnaye", "pasang spanduk di rumah", "kaos partai", "seragam dinas", "ajak warga ke tps", "coblos", "golput",
    "kumpulkan ktp", "jadi kpps", "politik uang", "terima sembako", "mutasi pegawai", "bansos", "kades ikut kampanye",
    "honorer", "pppk", "lapor pelanggaran", "guru dan wali murid", "panjat tebing",
]  # fmt: skip


def register():
    make_site()
    kinds = (RegulationKind(), ProvisionKind(), SanctionKind(), CardKind(), SynonymKind())
    load(kinds, at=datetime(2026, 1, 5, 2, 0, tzinfo=UTC))


@pytest.fixture
def content(transactional_db):
    written_once(register)


def opened(page, live_server, query=""):
    page.goto(f"{live_server.url}{PAGE}{query}", wait_until="networkidle")
    page.wait_for_function("document.querySelector('finder-page').cards")
    return page


def kept(page):
    """The worker has everything and holds this page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.wait_for_function("navigator.serviceWorker.controller")


def titles(page):
    return page.locator("[data-answers] .answer__title").all_text_contents()


def test_the_browser_ranks_as_the_server_does(page, live_server, content):
    opened(page, live_server)
    field = page.get_by_label("Apa yang ingin Anda lakukan")
    found = 0
    for query in QUERIES:
        field.fill(query)
        answer = search_cards(query)
        assert titles(page) == [card.title for card in answer.cards], query
        if answer.meant:
            expect(page.locator("[data-answers]")).to_contain_text(f"Kata «{query}» tidak ditemukan.")
        found += bool(answer.cards)
    assert found >= 26


def test_a_first_visit_stays_light(page, live_server, content):
    visit = Visit(page)
    opened(page, live_server)
    visit.assert_within(live_server, total=150 * KB, scripts=8 * KB, requests=18)
    assert steady(page) <= 0.05


def test_the_page_answers_by_who_asks_and_when_and_asks_the_network_for_nothing(page, live_server, content):
    opened(page, live_server)
    page.get_by_label("Apa yang ingin Anda lakukan").fill("menyukai unggahan calon")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.locator("[data-answers] .answer").first
    expect(answer).to_contain_text("Kode etik: sanksi moral")
    expect(answer).to_contain_text("Disiplin berat")
    page.get_by_text("Saya siapa, dan kapan").click()
    page.get_by_label("Status").select_option("pns")
    page.get_by_label("Kapan").select_option("bakal-calon")
    visible = page.locator("[data-answers] .answer").first.locator("li:visible")
    expect(visible.filter(has_text="Kode etik:")).to_have_count(1)
    expect(visible.filter(has_text="Disiplin berat (")).to_have_count(0)
    page.get_by_label("Kapan").select_option("calon")
    expect(visible.filter(has_text="Disiplin berat (")).to_have_count(1)
    expect(visible.filter(has_text="Kode etik:")).to_have_count(0)
    page.get_by_label("Status").select_option("pppk")
    expect(visible.filter(has_text="PP 94/2021")).to_have_count(0)
    expect(visible.filter(has_text="Disiplin PPPK")).to_have_count(1)
    assert asked == []


def test_after_one_visit_it_opens_and_answers_without_a_network(page, live_server, content):
    opened(page, live_server)
    kept(page)
    page.context.set_offline(True)
    failed = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto(f"{live_server.url}{PAGE}?q=mobil+dinas&status=pns")
    expect(page.locator("[data-answers] .answer__title").first).to_have_text("Memakai fasilitas kantor untuk kampanye")
    expect(page.locator("[data-kept]")).to_contain_text("Tidak ada jaringan. Jawaban ini tersimpan di HP sejak")
    expect(page.get_by_label("Apa yang ingin Anda lakukan")).to_have_value("mobil dinas")
    assert [url for url in failed if "/static/" in url] == []
    page.get_by_label("Apa yang ingin Anda lakukan").fill("kampnaye")
    expect(page.locator("[data-answers] .answer").first).to_be_visible()
    page.get_by_label("Apa yang ingin Anda lakukan").fill("panjat tebing")
    expect(page.locator("[data-answers]")).to_contain_text('Belum ada kartu untuk "panjat tebing".')
    page.get_by_label("Apa yang ingin Anda lakukan").fill("")
    page.get_by_role("link", name="Menolak perintah mendukung salah satu calon").click()
    expect(page.locator("[data-answers] .answer__title")).to_have_text("Menolak perintah mendukung salah satu calon")


def test_what_is_kept_is_the_page_as_a_stranger_sees_it(page, live_server, content):
    person = UserFactory(display_name="Dewi Contoh", employment_status="pppk")
    sign_in(page, live_server, person)
    opened(page, live_server)
    expect(page.locator(".site-me")).to_have_text("Saya")
    kept(page)
    stored = page.evaluate(
        """async () => {
            const names = await caches.keys(), found = [];
            for (const name of names) for (const request of await (await caches.open(name)).keys()) found.push(request.url);
            return found;
        }"""
    )
    paths = {url.replace(live_server.url, "") for url in stored}
    assert {path for path in paths if not path.startswith("/static/")} == {PAGE, f"{PAGE}kartu.json"}
    page.context.set_offline(True)
    page.goto(f"{live_server.url}{PAGE}")
    expect(page.locator(".site-me")).to_have_text("Masuk")


def test_the_worker_keeps_its_hands_off_every_other_page(page, live_server, content):
    opened(page, live_server)
    kept(page)
    page.goto(f"{live_server.url}/kartu/")
    assert page.evaluate("navigator.serviceWorker.controller") is None


def test_a_withdrawn_card_disappears_from_an_open_page_within_a_minute(page, live_server, content):
    page.clock.install()
    opened(page, live_server, "?q=like")
    expect(page.locator("#jawaban-like-komentar-share-akun-pemenangan")).to_have_count(1)
    RuleCard.objects.filter(slug="like-komentar-share-akun-pemenangan").update(live=False)
    cache.clear()  # the file grows no older than 20 seconds; here they are over
    with page.expect_response("**/kartu.json"):
        page.clock.fast_forward(31_000)
    expect(page.locator("#jawaban-like-komentar-share-akun-pemenangan")).to_have_count(0)
    expect(page.locator("[data-card=like-komentar-share-akun-pemenangan]")).to_be_hidden()


def test_a_kept_answer_goes_when_the_network_comes_back(page, live_server, content):
    opened(page, live_server)
    kept(page)
    RuleCard.objects.filter(slug="menolak-perintah-memihak").update(live=False)
    cache.clear()
    opened(page, live_server)
    page.context.set_offline(True)
    page.goto(f"{live_server.url}{PAGE}?kartu=menolak-perintah-memihak")
    expect(page.locator("[data-all]")).to_be_visible()
    expect(page.locator(".answer")).to_have_count(0)


def test_without_javascript_the_form_asks_the_server_and_the_list_opens_answers(no_js_page, live_server, content):
    page = no_js_page
    page.goto(f"{live_server.url}{PAGE}")
    page.get_by_label("Apa yang ingin Anda lakukan").fill("mobil dinas")
    page.get_by_role("button", name="Cari").click()
    expect(page.locator(".answer").first).to_contain_text("Dasar hukum")
    page.get_by_role("link", name="Semua kartu A sampai Z").click()
    page.get_by_role("link", name="Menolak perintah mendukung salah satu calon").click()
    expect(page.locator(".answer")).to_have_count(1)
    expect(page.locator(".answer")).to_contain_text("Mengapa")


PAGES = [
    PAGE,
    f"{PAGE}?q=like+status&status=pns&kapan=calon",
    f"{PAGE}?q=panjat+tebing",
    "/kartu/like-komentar-share-akun-pemenangan/?pada=2023-05-19",
    "/kartu/like-komentar-share-akun-pemenangan/?pada=besok",
    "/kartu/keputusan-menguntungkan-atau-merugikan/riwayat/",
    "/peraturan/uu-1-2015/188/",
    "/peraturan/pp-94-2021/",
]


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_pages_of_the_register_are_for_everybody(page, live_server, content, screen):
    screen.apply(page)
    for path in PAGES:
        page.goto(f"{live_server.url}{path}", wait_until="networkidle")
        axe_clean(page)
        no_sideways_scroll(page)
        assert small_targets(page) == [], path
