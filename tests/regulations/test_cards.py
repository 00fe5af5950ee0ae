from datetime import date

import pytest
from django.urls import reverse

from elearning.regulations.models import CardCondition, CardExample, CardTopic, Certainty, Citation
from elearning.regulations.presenting import present, text_on
from elearning.regulations.readers import Reader
from tests.factories.people import UserFactory
from tests.factories.regulations import (
    ProvisionFactory,
    ProvisionVersionFactory,
    RegulationFactory,
    RuleCardFactory,
    SanctionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 3)


@pytest.fixture
def card(home):
    """A card resting on PP 94/2021 and on a rule for everybody, with one sanction for PNS and one for PPPK."""
    card = RuleCardFactory(slug="like", title="Menyukai unggahan calon")
    disciplinary = ProvisionFactory(
        regulation=RegulationFactory(slug="pp-94-2021", short_title="PP 94/2021"), label="Pasal 5 huruf n"
    )
    ProvisionVersionFactory(provision=disciplinary, summary="Larangan bagi PNS.", subjects=["pns", "cpns"])
    Citation.objects.create(card=card, provision=disciplinary, certainty=Certainty.VERIFIED)
    card.sanctions.add(SanctionFactory(slug="disiplin-berat", name="Disiplin berat"))
    card.sanctions.add(SanctionFactory(slug="disiplin-pppk", name="Disiplin PPPK", subjects=["pppk"]))
    card.save()
    return card


def read(client, card, **params):
    return client.get(reverse("regulations:card", args=[card.slug]), params).content.decode()


def test_a_published_card_is_open_to_anybody_and_sets_no_cookie(client, card):
    response = client.get(card.get_absolute_url())
    assert response.status_code == 200
    assert not response.cookies


def test_a_draft_is_not_found_by_anybody_who_reads(client, home):
    draft = RuleCardFactory(live=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_who_has_said_nothing_sees_the_sanctions_of_each_status(client, card):
    page = read(client, card)
    assert "PNS dan CPNS" in page
    assert "Disiplin berat" in page
    assert "Disiplin PPPK" in page


def test_a_pppk_sees_his_own_sanction_and_no_article_of_pp_94_2021(client, card):
    page = read(client, card, status="pppk")
    assert "Disiplin PPPK" in page
    assert "Disiplin berat" not in page
    assert "94/2021" not in page
    assert "pp-94-2021" not in page
    assert "Larangan bagi PNS" not in page


def test_the_status_of_somebody_signed_in_counts_as_said(client, card):
    client.force_login(UserFactory(employment_status="pppk"))
    assert "94/2021" not in read(client, card)


def test_the_choice_is_remembered_on_this_device_only(client, card):
    response = client.post(
        reverse("regulations:choose_reader"), {"role": "guru", "status": "pppk", "next": card.get_absolute_url()}
    )
    assert response.url == card.get_absolute_url()
    assert response.cookies["pembaca"].value == "guru.pppk"
    assert "94/2021" not in read(client, card)


def test_the_choice_can_be_forgotten(client, card):
    client.cookies["pembaca"] = "guru.pppk"
    client.post(reverse("regulations:choose_reader"), {"role": "guru", "status": "pppk", "forget": "1"})
    assert "94/2021" in read(client, card)


def test_a_choice_is_refused_from_another_site_and_leads_nowhere_else(client, home):
    url = reverse("regulations:choose_reader")
    assert client.post(url, {"status": "pppk"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(url, {"status": "pppk", "next": "https://lain.example/"}).url == reverse("regulations:cards")
    assert client.get(url).status_code == 405


def test_nonsense_in_the_cookie_is_no_choice(client, card):
    client.cookies["pembaca"] = "<b>.xyz"
    assert client.get(card.get_absolute_url()).context["shown"].reader == Reader()


def test_the_situation_follows_the_role(client, card):
    CardExample.objects.create(card=card, role="guru", situation="Wali murid mengirim tautan.")
    client.cookies["pembaca"] = "guru."
    assert "Wali murid mengirim tautan." in read(client, card)
    client.cookies["pembaca"] = "nakes."
    assert card.situation in read(client, card)


def test_conditions_are_a_checklist(client, card):
    CardCondition.objects.create(card=card, text="Di luar jam kerja.")
    assert "Boleh hanya jika semua ini terpenuhi:" in read(client, card)


def test_a_fold_names_the_law_of_the_day_and_how_sure_we_are(card):
    provision = ProvisionFactory()
    old = ProvisionVersionFactory(provision=provision, number=1, valid_to=date(2024, 1, 1), summary="Dulu.")
    new = ProvisionVersionFactory(provision=provision, number=2, valid_from=date(2024, 1, 1), summary="Kini.")
    assert text_on(provision, date(2023, 12, 31)) == (old, None)
    assert text_on(provision, TODAY) == (new, None)
    new.valid_to = date(2024, 9, 1)
    new.save()
    assert text_on(ProvisionFactory._meta.model.objects.get(pk=provision.pk), TODAY) == (new, date(2024, 9, 1))


def test_the_less_certain_of_text_and_link_is_told(card):
    citation = card.citations.first()
    citation.certainty = Certainty.KNOWN
    citation.save()
    assert present(card, Reader(), on=TODAY).basis[0].certainty == Certainty.KNOWN


def test_every_fold_leads_to_a_page_of_the_article(client, card):
    for line in present(card, Reader(), on=TODAY).basis:
        page = client.get(line.provision.get_absolute_url())
        assert page.status_code == 200
        assert f"{line.provision.label} {line.provision.regulation.short_title}" in page.content.decode()


def test_a_pppk_reads_on_the_regulation_page_why_its_articles_are_missing(client, card):
    page = client.get("/peraturan/pp-94-2021/", {"status": "pppk"}).content.decode()
    assert "Larangan bagi PNS" not in page
    assert "Tidak semua pasal ditampilkan" in page


def test_the_list_is_filtered_by_label_and_topic_without_javascript(client, home):
    from taggit.models import Tag

    allowed = RuleCardFactory(title="Mencoblos", verdict="boleh")
    forbidden = RuleCardFactory(title="Berkampanye")
    draft = RuleCardFactory(title="Ragu-ragu", live=False)
    tag = Tag.objects.create(name="Hak pilih", slug="hak-pilih")
    CardTopic.objects.create(content_object=allowed, tag=tag)
    CardTopic.objects.create(content_object=draft, tag=Tag.objects.create(name="Rahasia", slug="rahasia"))
    page = client.get("/kartu/")
    assert [card.title for card in page.context["cards"]] == ["Berkampanye", "Mencoblos"]
    assert "Rahasia" not in page.content.decode()
    assert client.get("/kartu/", {"label": "boleh"}).context["cards"] == [allowed]
    assert client.get("/kartu/", {"topik": "hak-pilih"}).context["cards"] == [allowed]
    assert client.get("/kartu/", {"label": "tidak-boleh"}).context["cards"] == [forbidden]
    assert len(client.get("/kartu/", {"label": "x", "topik": "y"}).context["cards"]) == 2
    assert not page.cookies


@pytest.mark.parametrize("cards", [1, 30])
def test_the_list_costs_the_same_for_one_card_and_for_many(client, home, cards, django_assert_max_num_queries):
    RuleCardFactory.create_batch(cards)
    client.get("/kartu/")
    with django_assert_max_num_queries(7):
        client.get("/kartu/")


@pytest.mark.parametrize("provisions", [1, 30])
def test_a_card_costs_the_same_for_one_citation_and_for_many(client, home, provisions, django_assert_max_num_queries):
    card = RuleCardFactory()
    for version in ProvisionVersionFactory.create_batch(provisions):
        Citation.objects.create(card=card, provision=version.provision, certainty=Certainty.KNOWN)
    client.get(card.get_absolute_url())
    with django_assert_max_num_queries(14):
        client.get(card.get_absolute_url())


@pytest.mark.parametrize("provisions", [1, 30])
def test_a_regulation_costs_the_same_for_one_article_and_for_many(
    client, home, provisions, django_assert_max_num_queries
):
    regulation = RegulationFactory(slug="uu-contoh")
    for provision in ProvisionFactory.create_batch(provisions, regulation=regulation):
        version = ProvisionVersionFactory(provision=provision, number=1)
        Citation.objects.create(card=RuleCardFactory(), provision=version.provision, certainty=Certainty.KNOWN)
    client.get("/peraturan/uu-contoh/")
    with django_assert_max_num_queries(13):
        client.get("/peraturan/uu-contoh/")
    with django_assert_max_num_queries(6):
        client.get("/peraturan/")


def test_a_card_page_weighs_little(client, card):
    assert len(client.get(card.get_absolute_url()).content) < 20_000
