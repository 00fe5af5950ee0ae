"""L12 «Yang berubah»: what a reader is told of, and what stays a matter of words."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from defusedxml import ElementTree
from django.urls import reverse as url

from elearning.regulations import news
from elearning.regulations.models import Effect
from elearning.regulations.readers import Reader
from tests.factories.refreshers import AFTER, BEFORE, CHANGED, WHY, publish, published_card, reverse, withdraw
from tests.factories.regulations import ProvisionVersionFactory, RegulationFactory

pytestmark = pytest.mark.django_db
TODAY = AFTER.date()


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def card(home):
    return published_card(slug="memberi-like", title="Memberi like")


def page(client, name="regulations:changes", *args, **query) -> str:
    return client.get(url(name, args=args), query).content.decode()


def test_before_and_after_stand_in_two_blocks_with_day_reason_and_basis(card, client):
    publication = reverse(card)
    for html in (page(client), page(client, "regulations:change", f"memberi-like-{publication.number}")):
        for words in ("Dulu", "TIDAK BOLEH", "Sekarang", "BOLEH DENGAN SYARAT", "1 Maret 2025", WHY, "Dasar hukum"):
            assert words in html
        assert card.citations.get().provision.label in html


def test_the_newest_stand_first(card, client):
    reverse(card, at=CHANGED)
    reverse(published_card(title="Foto bersama"), at=CHANGED + timedelta(days=2))
    html = page(client)
    assert html.index("Foto bersama") < html.index("Memberi like")


def test_words_alone_are_no_change_of_a_rule(card, client):
    publication = publish(card, situation="Kata lain.", next_effect=Effect.EDITORIAL)
    assert not list(news.told_on(TODAY))
    assert "Tidak ada perubahan dalam 12 bulan terakhir." in page(client)
    assert client.get(url("regulations:change", args=[f"memberi-like-{publication.number}"])).status_code == 404


def test_a_clarification_is_told(card):
    publish(card, reason="Lebih jelas.", next_effect=Effect.CLARIFYING, next_reason="Banyak ditanyakan.")
    assert [told.effect for told in news.told_on(TODAY)] == ["memperjelas"]


def test_what_an_institution_asks_besides_is_told_on_its_side(card, client):
    rule = "Lembaga Contoh meminta pegawainya bertanya dulu."
    publication = publish(card, local_rule=rule, next_effect=Effect.CLARIFYING, next_reason="Banyak ditanyakan.")
    html = page(client, "regulations:change", f"memberi-like-{publication.number}")
    assert html.index("Sekarang") < html.index(f"Aturan instansi: {rule}")


def test_a_withdrawn_card_is_told_without_a_dead_link(card, client):
    publication = withdraw(card)
    html = page(client, "regulations:change", f"memberi-like-{publication.number}")
    assert "Tidak berlaku lagi." in html
    assert card.get_absolute_url() not in html


def test_after_a_year_it_is_no_news(card, client):
    reverse(card)
    with time_machine.travel(AFTER + timedelta(days=370)):
        assert "Tidak ada perubahan dalam 12 bulan terakhir." in page(client)


def test_a_change_that_is_ahead_says_from_when(card, client):
    publication = reverse(card, at=AFTER, valid_from=date(2025, 4, 1))
    html = page(client, "regulations:change", f"memberi-like-{publication.number}")
    for words in ("Sampai saat itu", "Mulai 1 April 2025", "Mulai berlaku"):
        assert words in html
    assert news.headline_on(TODAY) is None


def test_an_article_that_does_not_reach_the_reader_is_left_out(card):
    discipline = ProvisionVersionFactory(
        provision__regulation=RegulationFactory(slug="pp-94-2021", short_title="PP 94/2021"), subjects=["pns"]
    )
    card.citations.create(provision=discipline.provision, certainty="terverifikasi", sort_order=5)
    publication = reverse(card)
    shown = {
        status: news.changes_of([publication], Reader(status=status), on=TODAY)[0].basis for status in ("pns", "pppk")
    }
    assert discipline.provision in shown["pns"]
    assert discipline.provision not in shown["pppk"]


@pytest.mark.parametrize(
    "address", ["tidak-ada-2", "memberi-like", "memberi-like-9", "memberi-like-1", "x-99999999999"]
)
def test_what_does_not_exist_is_not_found(card, client, address):
    reverse(card)
    assert client.get(url("regulations:change", args=[address])).status_code == 404


def test_the_card_points_at_its_change(card, client):
    publication = reverse(card)
    html = client.get(card.get_absolute_url()).content.decode()
    assert "Aturan ini berubah 1 Maret 2025." in html
    assert publication.get_absolute_url() in html


def test_a_card_without_a_change_points_at_none(card, client):
    assert "Aturan ini berubah" not in client.get(card.get_absolute_url()).content.decode()


def test_the_feed_is_atom(card, client, settings):
    reverse(card)
    response = client.get(url("regulations:change_feed"))
    assert response["Content-Type"].startswith("application/atom+xml")
    entry = ElementTree.fromstring(response.content).find("{http://www.w3.org/2005/Atom}entry")
    said = {child.tag.split("}")[1]: child for child in entry}
    assert said["title"].text == "Memberi like"
    assert said["link"].get("href").startswith(settings.WAGTAILADMIN_BASE_URL)
    assert said["summary"].text.startswith("Sejak 1 Maret 2025. Dulu: tidak boleh. Sekarang: boleh dengan syarat.")


@pytest.mark.parametrize("count", [1, 15])
def test_the_list_costs_the_same_for_many(client, home, count, django_assert_max_num_queries):
    for _ in range(count):
        reverse(published_card())
    client.get("/yang-berubah/")
    with django_assert_max_num_queries(12):
        client.get("/yang-berubah/")


def test_the_rule_holds_from_the_beginning_of_its_day_at_the_place_of_the_site(card):
    publication = reverse(card, at=AFTER, valid_from=date(2025, 4, 1))
    assert publication.takes_effect_at == datetime(2025, 3, 31, 17, 0, tzinfo=UTC)
    assert reverse(published_card(), at=CHANGED).takes_effect_at == CHANGED
    assert BEFORE < CHANGED
