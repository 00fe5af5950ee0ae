"""Cards on any day, their history, and a page for every instrument and pasal: open to anybody, and never a dead end."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from elearning.regulations import services
from elearning.regulations.models import Certainty, Citation, Provision
from tests.factories.people import UserFactory
from tests.factories.regulations import (
    ProvisionFactory,
    ProvisionVersionFactory,
    RegulationFactory,
    RuleCardFactory,
    SanctionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
RULING = date(2024, 11, 14)
FIRST, SECOND = datetime(2024, 10, 3, 5, 0, tzinfo=UTC), datetime(2024, 12, 2, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 22, 3, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def card(home):
    """Taught since 3 October 2024 and reversed on 2 December; its article was read anew on 14 November."""
    card = RuleCardFactory(slug="keputusan", title="Membuat keputusan", verdict="boleh", reason="Sebab lama.")
    law = RegulationFactory(slug="uu-1-2015", short_title="UU 1/2015", year=2015)
    article = ProvisionFactory(regulation=law, key="188", label="Pasal 188")
    ruling = RegulationFactory(slug="mk-136", short_title="Putusan MK 136", kind="Putusan MK", year=2024)
    ProvisionVersionFactory(provision=article, number=1, summary="Bunyi lama.", valid_to=RULING)
    ProvisionVersionFactory(
        provision=article, number=2, summary="Bunyi baru.", valid_from=RULING, effect="tafsir", amended_by=ruling
    )
    card.citations.all().delete()
    Citation.objects.create(card=card, provision=article, certainty=Certainty.VERIFIED)
    services.record_publication(card, by=None, at=FIRST)
    card.verdict, card.reason, card.next_reason = "tidak-boleh", "Sebab baru.", "Putusan membacanya lain."
    card.save()
    services.record_publication(card, by=None, at=SECOND, effect="membalik")
    return card


def on(client, card, day, **query):
    return client.get(card.get_absolute_url(), {"pada": day, **query})


def test_a_day_shows_the_text_of_that_day_and_what_was_taught_on_it(client, card):
    page = on(client, card, "2024-10-03").content.decode()
    assert "Keadaan pada Kamis, 3 Oktober 2024" in page
    assert "Bunyi lama." in page
    assert "Bunyi baru." not in page
    assert "Sebab lama." in page
    assert "Sebab baru." not in page
    assert "Terbit 3 Oktober 2024 pukul 12.00 WIB" in page


def test_between_law_and_teaching_each_has_its_own_date(client, card):
    page = on(client, card, "2024-11-14").content.decode()
    assert "Bunyi baru." in page
    assert "Ditafsirkan oleh" in page
    assert "Sebab lama." in page


def test_before_the_first_publication_the_site_says_that_it_taught_nothing(client, card):
    page = on(client, card, "2023-05-19").content.decode()
    assert "Situs ini belum mengajarkan kartu ini pada tanggal itu. Kartu ini pertama terbit 3 Oktober 2024." in page
    assert "Sebab" not in page


def test_before_the_register_has_a_text_it_says_so(client, card):
    page = on(client, card, "2014-02-01").content.decode()
    assert "Register kami tidak memuat bunyi pasal ini pada 1 Februari 2014." in page
    assert "UU 1/2015 baru ada pada tahun 2015." in page
    assert "Bunyi lama." not in page


def test_a_day_is_no_page_of_its_own_for_search_engines(client, card):
    page = on(client, card, "2024-10-03").content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert f'rel="canonical" href="http://localhost:8000{card.get_absolute_url()}"' in page


@pytest.mark.parametrize("typed", ["03-10-2024", "3/10/2024", "2024-10-03"])
def test_a_day_may_be_written_as_people_write_it(client, card, typed):
    assert on(client, card, typed).context["answer"].day == date(2024, 10, 3)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("kemarin", "«kemarin» bukan tanggal yang dapat kami baca. Tulis seperti 03-10-2024."),
        ("2024-02-30", "«2024-02-30» bukan tanggal yang dapat kami baca."),
        ("2026-11-23", "Tanggal itu belum tiba. Pilih hari ini atau tanggal sebelumnya."),
        ("1944-12-31", "Register kami tidak memuat aturan sebelum tahun 1945."),
        ("<b>", "«&lt;b&gt;» bukan tanggal"),
    ],
)
def test_a_day_that_cannot_be_answered_is_explained_and_the_card_stays(client, card, typed, sentence):
    response = on(client, card, typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Sebab baru." in page
    assert "noindex" in page


def test_today_is_a_day_that_can_be_asked(client, card):
    assert "Sebab baru." in on(client, card, "2026-11-22").content.decode()


def test_an_empty_day_is_the_card_of_today(client, card):
    assert "shown" in client.get(card.get_absolute_url(), {"pada": ""}).context


def test_the_history_tells_law_and_teaching_in_one_line_of_time(client, card):
    response = client.get(reverse("regulations:card_history", args=[card.slug]))
    entries = response.context["timeline"].entries
    assert [entry.day for entry in entries] == [date(2024, 12, 2), RULING, date(2024, 10, 3), None]
    page = response.content.decode()
    assert "Putusan membacanya lain." in page
    assert "<del>BOLEH</del>" in page
    assert "<ins>TIDAK BOLEH</ins>" in page
    assert "<ins>Sebab baru.</ins>" in page
    assert "Tanggal tidak tercatat" in page


def test_a_withdrawn_card_says_so_and_keeps_its_history_and_its_days(client, card):
    at = datetime(2025, 1, 6, 5, 0, tzinfo=UTC)
    services.withdraw(
        card, reason="Pasalnya dicabut.", effective_on=date(2025, 1, 1), by=UserFactory(is_superuser=True), at=at
    )
    gone = client.get(card.get_absolute_url())
    page = gone.content.decode()
    assert gone.status_code == 410
    assert "Kartu ini tidak berlaku lagi sejak 1 Januari 2025." in page
    assert "Pasalnya dicabut." in page
    assert "Sebab baru." not in page
    assert "sudah ditarik dan tidak kami ajarkan lagi" in on(client, card, "2025-01-06").content.decode()
    assert "Sebab baru." in on(client, card, "2024-12-31").content.decode()
    assert "Kartu ditarik" in client.get(reverse("regulations:card_history", args=[card.slug])).content.decode()


@pytest.mark.parametrize("page", ["card", "card_history"])
def test_a_draft_has_no_history_for_readers(client, home, page):
    draft = RuleCardFactory(live=False)
    assert client.get(reverse(f"regulations:{page}", args=[draft.slug])).status_code == 404
    assert client.get(reverse(f"regulations:{page}", args=[draft.slug]), {"pada": "2024-10-03"}).status_code == 404


@pytest.fixture
def disciplined(home):
    """A card that rests on PP 94/2021, in two editions."""
    card = RuleCardFactory(slug="like")
    law = RegulationFactory(slug="pp-94-2021", short_title="PP 94/2021", year=2021)
    article = ProvisionFactory(regulation=law, key="5 huruf n", label="Pasal 5 huruf n")
    ProvisionVersionFactory(provision=article, summary="Larangan bagi PNS.", subjects=["pns", "cpns"])
    services.record_publication(card, by=None, at=FIRST)
    Citation.objects.create(card=card, provision=article, certainty=Certainty.VERIFIED)
    card.sanctions.add(SanctionFactory(slug="disiplin-berat", name="Disiplin berat"))
    card.save()
    services.record_publication(card, by=None, at=SECOND)
    return card


@pytest.mark.parametrize("query", [{}, {"pada": "2024-12-02"}])
def test_a_pppk_meets_no_article_of_pp_94_2021_on_any_day(client, disciplined, query):
    seen = client.get(disciplined.get_absolute_url(), query | {"status": "pns"}).content.decode()
    assert "PP 94/2021" in seen
    page = client.get(disciplined.get_absolute_url(), query | {"status": "pppk"}).content.decode()
    assert "94/2021" not in page
    assert "pp-94-2021" not in page
    assert "tidak ditampilkan" in page


def test_nor_in_the_history(client, disciplined):
    url = reverse("regulations:card_history", args=[disciplined.slug])
    assert "Disiplin berat" in client.get(url, {"status": "pns"}).content.decode()
    page = client.get(url, {"status": "pppk"}).content.decode()
    assert "94/2021" not in page
    assert "Disiplin berat" not in page
    assert "Tidak ada perubahan yang menyangkut Anda." in page


def test_a_pasal_has_its_page_with_all_its_texts_and_what_rests_on_it(client, card):
    page = client.get("/peraturan/uu-1-2015/188/").content.decode()
    assert "Pasal 188 UU 1/2015" in page
    assert "Bunyi lama." in page
    assert "Bunyi baru." in page
    assert "Putusan MK 136" in page
    assert card.title in page
    assert 'href="http://localhost:8000/peraturan/uu-1-2015/188/"' in page


def test_a_pasal_page_shows_published_cards_only(client, card):
    article = Provision.objects.get(key="188")
    draft = RuleCardFactory(title="Kartu yang masih draf", live=False)
    Citation.objects.create(card=draft, provision=article, certainty=Certainty.VERIFIED)
    assert "Kartu yang masih draf" not in client.get(article.get_absolute_url()).content.decode()


def test_its_facts_are_marked_for_machines_without_a_script(client, card):
    page = client.get("/peraturan/uu-1-2015/188/").content.decode()
    assert 'itemtype="https://schema.org/Legislation"' in page
    assert 'content="https://schema.org/InForce"' in page
    assert 'itemprop="isPartOf"' in page
    whole = client.get("/peraturan/uu-1-2015/").content.decode()
    assert 'itemprop="legislationIdentifier">UU 1/2015' in whole


def test_an_unsure_standing_is_not_claimed_to_machines(client, home):
    unsure = ProvisionFactory(regulation=RegulationFactory(status="perlu-dicek"))
    ProvisionVersionFactory(provision=unsure)
    assert "legislationLegalForce" not in client.get(unsure.get_absolute_url()).content.decode()
    assert "legislationLegalForce" not in client.get(unsure.regulation.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "path", ["/peraturan/uu-1-2015/189/", "/peraturan/uu-9-9999/188/", "/peraturan/uu-1-2015/---/"]
)
def test_a_pasal_that_is_not_in_the_register_is_not_found(client, card, path):
    assert client.get(path).status_code == 404


def test_a_pppk_reads_why_a_pasal_is_not_shown(client, disciplined):
    page = client.get("/peraturan/pp-94-2021/5-huruf-n/", {"status": "pppk"}).content.decode()
    assert "Larangan bagi PNS." not in page
    assert "Pasal ini tidak berlaku bagi Anda" in page


def test_every_page_of_the_register_is_in_the_site_map(client, card):
    listed = client.get("/sitemap.xml").content.decode()
    for path in (
        "/boleh-atau-tidak/",
        card.get_absolute_url(),
        "/kartu/keputusan/riwayat/",
        "/peraturan/uu-1-2015/188/",
    ):
        assert f"{path}</loc>" in listed
    assert "pada=" not in listed


@pytest.mark.parametrize("many", [1, 12])
@pytest.mark.parametrize(
    ("path", "most"), [("/kartu/keputusan/?pada=2024-10-03", 12), ("/kartu/keputusan/riwayat/", 13)]
)
def test_a_day_and_a_history_cost_the_same_for_one_article_and_for_many(
    client, card, many, path, most, django_assert_max_num_queries
):
    for number in range(many):
        article = ProvisionFactory()
        ProvisionVersionFactory(provision=article, amended_by=RegulationFactory())
        Citation.objects.create(card=card, provision=article, certainty=Certainty.VERIFIED)
        card.reason = f"Sebab {number}."
        card.save()
        services.record_publication(card, by=None, at=SECOND)
    client.get(path)
    with django_assert_max_num_queries(most):
        client.get(path)


@pytest.mark.parametrize("many", [1, 30])
def test_a_pasal_page_costs_the_same_for_one_card_and_for_many(client, card, many, django_assert_max_num_queries):
    article = Provision.objects.get(key="188")
    for other in RuleCardFactory.create_batch(many):
        Citation.objects.create(card=other, provision=article, certainty=Certainty.VERIFIED)
    client.get(article.get_absolute_url())
    with django_assert_max_num_queries(13):
        client.get(article.get_absolute_url())
