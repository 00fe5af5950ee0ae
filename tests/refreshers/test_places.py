"""Where somebody is told: the home page, the own page, the impact lists."""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse as url

from certificates.claims import TaughtRule
from elearning.people.roles import install_roles
from elearning.refreshers import services
from elearning.refreshers.uses import CertificatesSource, PeopleSource
from tests.factories.certificates import make_certificate
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.refreshers import AFTER, BEFORE, passes, published_card, quiz_on, reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def touched(card, learner):
    other = published_card()
    passes(quiz_on(other), learner)
    for each in (card, other):
        services.invite(reverse(each), at=AFTER)
    return learner


@pytest.mark.parametrize("place", ["/", "/saya/"])
def test_whoever_learnt_the_old_rules_is_told(touched, client, place):
    make_certificate(holder=touched, at=BEFORE)
    client.force_login(touched)
    page = client.get(place).content.decode()
    assert "2 aturan berubah sejak sertifikat Anda." in page
    assert "Baca 2 menit" in page
    assert url("refreshers:pending") in page


def test_without_a_certificate_the_words_are_true_as_well(touched, client):
    client.force_login(touched)
    assert "2 aturan berubah sejak Anda lulus." in client.get("/saya/").content.decode()


@pytest.mark.parametrize("place", ["/", "/saya/"])
def test_others_are_not_told(touched, client, place):
    client.force_login(UserFactory())
    assert "aturan berubah sejak" not in client.get(place).content.decode()


def test_the_home_page_points_everybody_at_what_changed_lately(touched, client):
    with time_machine.travel(AFTER):
        page = client.get("/").content.decode()
    assert "2 aturan berubah, terakhir 1 Maret 2025." in page
    assert url("regulations:changes") in page


def test_the_impact_counts_people_and_papers_without_naming_anybody(card, quiz):
    unit = UnitFactory(name="Kecamatan Kenanga Contoh")
    person = UserFactory(display_name="Kirana Tertutup Contoh", unit=unit)
    passes(quiz, person)
    paper = make_certificate(holder=person, at=BEFORE, rules=(TaughtRule(card.slug, 1),))
    make_certificate(holder=person, at=BEFORE)
    people, papers = PeopleSource(), CertificatesSource()
    assert list(people.resting_on([card.pk])) == [person]
    assert list(papers.resting_on([card.pk])) == [paper]
    shown = [people.describe(person), papers.describe(papers.resting_on([card.pk]).get())]
    assert "Kenanga" in shown[0].title
    assert paper.number in shown[1].title
    assert not any("Kirana" in f"{use.title}{use.detail}{use.url}" for use in shown)


@pytest.mark.parametrize(("who", "sees"), [("Penulis", False), ("superuser", True)])
@pytest.mark.parametrize("source", ["orang", "sertifikat"])
def test_only_who_may_see_people_reads_names_in_the_impact_lists(client, card, quiz, source, who, sees):
    install_roles()
    person = UserFactory(display_name="Kirana Tertutup Contoh", unit=UnitFactory(name="Kecamatan Kenanga Contoh"))
    passes(quiz, person)
    make_certificate(holder=person, at=BEFORE, rules=(TaughtRule(card.slug, 1),))
    editor = UserFactory(email="r@contoh.example", password="rahasia-contoh", is_superuser=who == "superuser")
    if not sees:
        editor.groups.add(Group.objects.get(name=who))
    client.force_login(editor)
    page = client.get(url("regulations_admin:uses", args=[source]), {"kartu": card.pk})
    assert page.status_code == 200
    assert ("Kirana" in page.content.decode()) == sees


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_of_people_costs_one_query(card, quiz, count, django_assert_num_queries):
    for _ in range(count):
        passes(quiz, UserFactory(unit=UnitFactory()))
    source = PeopleSource()
    with django_assert_num_queries(1):
        assert len([source.describe(row) for row in source.resting_on([card.pk])]) == count
