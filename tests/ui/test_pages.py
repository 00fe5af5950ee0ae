"""What holds for every page: policy, cookies, words when something goes wrong."""

import re
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import page_not_found, permission_denied, server_error

from elearning.ui import context
from elearning.ui.context import visitor_of
from elearning.ui.models import Accent, SiteIdentity
from elearning.ui.views import csrf_failure
from tests.factories.people import UserFactory

pytestmark = pytest.mark.once

GALLERY = "/gaya/"


@pytest.fixture
def gallery(client, home):
    return client.get(GALLERY)


def test_pages_allow_no_inline_script_or_style(gallery):
    policy = gallery["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe-inline" not in policy
    html = gallery.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)


def test_pages_ask_no_other_server_for_anything(gallery):
    html = gallery.content.decode()
    assert not re.search(r"""<(?:link|script|img|iframe)[^>]+(?:href|src)=["'](?:https?:)?//""", html)


def test_reading_a_public_page_sets_no_cookie(gallery):
    assert not gallery.cookies


def test_the_frame_of_a_page_costs_a_stranger_few_queries(client, home, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):  # the site and its root, its words, its footer links
        client.get(GALLERY)


def test_the_style_guide_is_not_part_of_a_real_installation(client, home, settings):
    settings.DEMO_MODE = False
    assert client.get(GALLERY).status_code == 404


def test_every_page_says_when_its_data_are_samples(client, home, settings):
    sentence = "Data contoh. Bukan lembaga, orang, atau hasil sebenarnya."
    assert sentence in client.get(GALLERY).content.decode()
    settings.DEMO_MODE, settings.DEBUG = False, True
    assert sentence not in client.get(GALLERY).content.decode()


def test_the_page_frame_offers_search_skip_link_and_the_official_channel(gallery):
    html = gallery.content.decode()
    assert '<html lang="id"' in html
    assert html.index('class="skip"') < html.index("<header")
    assert "Cari: boleh atau tidak?" in html
    assert "Ingin melapor? Gunakan kanal resmi" in html
    assert html.index('class="site-nav"') < html.index('class="site-me"')  # Tab reaches the menu first, as the eye does


def test_somebody_signed_in_finds_his_own_page(client, home):
    client.force_login(UserFactory())
    html = client.get(GALLERY).content.decode()
    assert 'href="/saya/"' in html
    assert 'href="/masuk/"' not in html


def test_nobody_is_looked_up_without_a_session_cookie(rf):
    request = rf.get("/")
    request.user = UserFactory.build()
    assert visitor_of(request) is None


def test_the_installation_chooses_among_three_accents(client, home):
    site_identity = SiteIdentity.for_site(home.get_site())
    site_identity.accent = Accent.BATU
    site_identity.save()
    assert 'data-accent="batu"' in client.get(GALLERY).content.decode()


def test_the_frame_is_read_once_in_a_while(client, home, monkeypatch, django_assert_num_queries):
    moment = SimpleNamespace(monotonic=lambda: 1_000.0)
    monkeypatch.setattr(context, "time", moment)
    monkeypatch.setattr(context, "FRESH_SECONDS", 10)
    assert "Kantor Contoh" not in client.get(GALLERY).content.decode()
    SiteIdentity.objects.create(site=home.get_site(), organiser="Kantor Contoh")
    with django_assert_num_queries(0):
        client.get(GALLERY)
    moment.monotonic = lambda: 1_000.0 + context.FRESH_SECONDS
    assert "Kantor Contoh" in client.get(GALLERY).content.decode()


def test_the_footer_links_the_pages_that_an_editor_put_into_the_menu(client, home):
    from elearning.lessons.models import TextPage

    home.add_child(instance=TextPage(title="Privasi", body="<p>Isi</p>", show_in_menus=True))
    home.add_child(instance=TextPage(title="Catatan dalam", body="<p>Isi</p>", show_in_menus=False))
    html = client.get(GALLERY).content.decode()
    assert "Privasi</a>" in html
    assert "Catatan dalam" not in html


@pytest.mark.parametrize("address", [GALLERY, "/cek", "/v/H6B3-N8C4-W5T7"])
def test_the_foot_of_a_page_links_the_source_where_the_installation_names_it(client, home, settings, address):
    assert "Kode sumber" not in client.get(address).content.decode()
    settings.SOURCE_URL = "https://kode.contoh.example/netralitas"
    link = '<a href="https://kode.contoh.example/netralitas" rel="external noopener">Kode sumber (AGPL)</a>'
    assert link in client.get(address).content.decode()


# Theme


def test_the_theme_is_kept_in_a_cookie_of_its_own(client, home):
    response = client.post(reverse("ui:theme"), {"tema": "gelap", "next": "/gaya/?a=1"})
    assert response["Location"] == "/gaya/?a=1"
    assert response.cookies["tema"].value == "gelap"
    assert 'data-theme="gelap"' in client.get(GALLERY).content.decode()
    client.post(reverse("ui:theme"), {"tema": "hp", "next": GALLERY})
    assert "data-theme" not in client.get(GALLERY).content.decode()


@pytest.mark.parametrize(
    "target", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", "http:jahat.example", ""]
)
def test_the_theme_form_leads_to_no_other_site(client, db, target):
    response = client.post(reverse("ui:theme"), {"tema": "terang", "next": target})
    assert response["Location"] == "/"


def test_an_unknown_theme_is_forgotten(client, db):
    response = client.post(reverse("ui:theme"), {"tema": "<b>", "next": "/"})
    assert response.cookies["tema"]["max-age"] == 0
    client.cookies["tema"] = '"><script>'
    assert "<script>" not in client.get(GALLERY).content.decode()


def test_a_link_cannot_change_the_theme(client, db):
    assert client.get(reverse("ui:theme"), {"tema": "gelap"}).status_code == 405


def test_the_theme_form_works_for_readers_without_any_cookie(home):
    assert Client(enforce_csrf_checks=True).post(reverse("ui:theme"), {"tema": "gelap", "next": "/"}).status_code == 302


# Health, robots, favicon


def test_health_says_that_the_database_answers(client, db):
    response = client.get(reverse("ui:health"))
    assert response.json() == {"status": "sehat", "database": True}
    assert not response.cookies


def test_health_says_when_the_database_is_gone(client, db, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("gone")

    with monkeypatch.context() as outage:
        outage.setattr(connection, "cursor", refuse)
        response = client.get(reverse("ui:health"))
    assert response.status_code == 503
    assert response.json()["database"] is False


def test_robots_stay_away_from_codes_and_people(client, db):
    text = client.get("/robots.txt").content.decode()
    for path in ("/v/", "/b/", "/p/", "/saya/", "/sesi/", "/admin/"):
        assert f"Disallow: {path}\n" in text


def test_a_browser_that_guesses_finds_the_favicon(client, db):
    assert client.get("/favicon.ico")["Location"].endswith("ikon.svg")


# When something goes wrong


def test_a_missing_page_says_what_to_do(client, home):
    response = client.get("/tidak/ada/di/sini/")
    assert response.status_code == 404
    assert "Contoh: <span" in response.content.decode()


def test_a_missing_page_is_said_to_strangers_too(rf, home):
    assert page_not_found(rf.get("/x/"), Exception()).status_code == 404


def test_the_wrong_account_is_named_and_may_be_changed(rf, home):
    request = rf.get("/panitia/")
    request.user = UserFactory(display_name="Budi Contoh")
    request.COOKIES["sessionid"] = "x"
    html = permission_denied(request, Exception()).content.decode()
    assert "Anda masuk sebagai Budi Contoh." in html
    assert "Ganti akun" in html


def test_a_view_may_say_more_exactly_who_may_enter(rf, home):
    request = rf.get("/panitia/")
    html = permission_denied(
        request, Exception("Halaman ini untuk panitia. Anda masuk sebagai peserta.")
    ).content.decode()
    assert "Halaman ini untuk panitia. Anda masuk sebagai peserta." in html


def test_an_old_form_says_that_nothing_was_sent(rf, home):
    response = csrf_failure(rf.post("/"), reason="CSRF token missing.")
    assert response.status_code == 403
    assert "Belum ada yang terkirim." in response.content.decode()
    assert "CSRF" not in response.content.decode()


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("500.html", "gangguan bukan berarti sertifikat tidak sah"),
        ("503.html", "Server sedang ramai. Jangan tutup halaman."),
        ("429.html", "Data Anda aman."),
        ("400.html", "Belum ada yang tersimpan."),
    ],
)
def test_a_page_for_bad_moments_needs_no_context_and_no_database(template, words):
    """This test has no database: a query would fail it."""
    html = render_to_string(template)
    assert words in html
    assert not re.search(r"<style|\sstyle=|<script(?! type=\"module\" src=)|http-equiv", html)


def test_the_handler_for_crashes_answers_without_a_database():
    assert server_error(RequestFactory().get("/")).status_code == 500


@pytest.mark.parametrize(
    "template",
    ["404.html", "lost_file.html", "403.html", "403_csrf.html", "500.html", "503.html", "429.html", "400.html"],
)
def test_no_page_shouts(template):
    text = re.sub(r"<!doctype[^>]*>", "", render_to_string(template), flags=re.I)
    assert "!" not in re.sub(r"<[^>]+>", " ", text)


def test_a_final_action_names_the_thing_and_lets_one_go_back(rf, home):
    html = render_to_string(
        "components/confirm.html",
        {"title": "Cabut sertifikat 12?", "consequence": "QR lama berbunyi DICABUT.", "action": "Cabut", "back_url": "/x/", "danger": True},
        request=rf.get("/"),
    )  # fmt: skip
    assert "Cabut sertifikat 12?" in html
    assert 'method="post"' in html
    assert "button--danger" in html
    assert 'href="/x/">Batal' in html
