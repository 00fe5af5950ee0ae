"""Editors ask both questions of any day, and on both axes of time; and work off what people searched in vain."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from elearning.people.roles import install_roles
from elearning.regulations import services
from elearning.regulations.models import Certainty, Citation, SearchMiss
from tests.factories.people import UserFactory
from tests.factories.regulations import ProvisionFactory, ProvisionVersionFactory, RuleCardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
RULING = date(2024, 11, 14)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def card(home):
    card = RuleCardFactory(title="Membuat keputusan", live=False)
    article = ProvisionFactory(label="Pasal 188")
    ProvisionVersionFactory(provision=article, number=1, summary="Bunyi lama.", valid_to=RULING)
    ProvisionVersionFactory(
        provision=article, number=2, summary="Bunyi baru.", valid_from=RULING, known_from=date(2024, 12, 20)
    )
    card.citations.all().delete()
    Citation.objects.create(card=card, provision=article, certainty=Certainty.VERIFIED)
    services.record_publication(card, by=None, at=datetime(2024, 10, 3, 5, 0, tzinfo=UTC))
    return card


def ask(client, person, card, **query):
    client.force_login(person)
    return client.get(reverse("regulations_admin:card_on_day", args=[card.pk]), query)


def test_the_rule_of_a_day_as_we_know_it_now_and_as_we_knew_it_then(client, superuser, card):
    now = ask(client, superuser, card, pada="2024-12-01").content.decode()
    assert "Bunyi baru." in now
    assert "20 Desember 2024" in now
    then = ask(client, superuser, card, pada="2024-12-01", diketahui="2024-12-01").content.decode()
    assert "Bunyi lama." in then
    assert "Bunyi baru." not in then
    assert "menurut yang kami ketahui pada 1 Desember 2024" in then
    assert "Sejak kapan kami mengetahuinya tidak tercatat." in then


def test_what_was_taught_that_day_also_for_a_card_that_is_no_longer_live(client, superuser, card):
    page = ask(client, superuser, card, pada="2024-10-03").content.decode()
    assert "terbit 3 Oktober 2024 pukul 12.00 WIB" in page
    early = ask(client, superuser, card, pada="2024-10-02").content.decode()
    assert "Situs ini belum mengajarkan kartu ini pada tanggal itu." in early


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"pada": "2030-01-01"}, "Tanggal itu belum tiba."),
        ({"pada": "kemarin"}, "«kemarin» bukan tanggal yang dapat kami baca."),
        ({"pada": "2024-10-03", "diketahui": "x"}, "Tanggal itu tidak dapat kami baca."),
    ],
)
def test_a_day_that_cannot_be_answered_is_explained(client, superuser, card, query, sentence):
    response = ask(client, superuser, card, **query)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert "answer" not in response.context


def test_the_card_itself_leads_there(client, superuser, card):
    client.force_login(superuser)
    address = reverse("regulations_admin:card_on_day", args=[card.pk])
    assert address in client.get(reverse("wagtailsnippets_regulations_rulecard:list")).content.decode()
    edit = client.get(reverse("wagtailsnippets_regulations_rulecard:edit", args=[card.pk]))
    assert address in edit.content.decode()


def member(group: str):
    install_roles()
    person = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    return person


@pytest.mark.parametrize("group", ["Penulis", "Pemeriksa hukum", "Penerbit", "Pimpinan"])
def test_whoever_reads_cards_may_ask(client, card, group):
    assert ask(client, member(group), card, pada="2024-10-03").status_code == 200


def test_nobody_else_may(client, card):
    assert ask(client, member("Panitia"), card).status_code in (302, 403)
    assert ask(client, UserFactory(), card).status_code in (302, 403)
    client.logout()
    assert client.get(reverse("regulations_admin:card_on_day", args=[card.pk])).status_code == 302


@pytest.fixture
def misses(home):
    return [
        SearchMiss.objects.create(text=text, count=count, first_on=date(2026, 1, 1), last_on=date(2026, 11, 1))
        for text, count in (("panjat tebing", 7), ("arisan", 2))
    ]


QUEUE = "wagtailsnippets_regulations_searchmiss:list"


def settle(client, person, *misses):
    client.force_login(person)
    url = reverse("wagtail_bulk_action", args=["regulations", "searchmiss", "settle"])
    query = "&".join(f"id={miss.pk}" for miss in misses)
    return client.post(f"{url}?next={reverse(QUEUE)}&{query}", {})


def queue(client, **query):
    return [miss.text for miss in client.get(reverse(QUEUE), query).context["object_list"]]


def test_what_was_dealt_with_leaves_the_queue_and_comes_back_when_asked_again(client, misses):
    editor = member("Penulis")
    response = settle(client, editor, misses[0])
    assert response.status_code == 302
    assert queue(client) == ["arisan"]
    assert queue(client, keadaan="ditangani") == ["panjat tebing"]
    services.record_search_miss("Panjat tebing?", on=date(2026, 11, 22))
    assert queue(client) == ["panjat tebing", "arisan"]
    assert SearchMiss.objects.get(text="panjat tebing").count == 8


def test_what_leaves_the_queue_is_remembered_with_who(misses):
    from wagtail.models import ModelLogEntry

    editor = UserFactory()
    assert services.settle_search_misses(misses, by=editor, at=NOW) == 2
    assert services.settle_search_misses(misses, by=editor, at=NOW) == 0
    entries = ModelLogEntry.objects.filter(action="regulations.search_miss.settle", user=editor)
    assert entries.count() == 2


@pytest.mark.parametrize("group", ["Pemeriksa hukum", "Pimpinan"])
def test_who_only_reads_the_queue_settles_nothing(client, misses, group):
    settle(client, member(group), misses[0])
    assert not SearchMiss.objects.exclude(settled_at=None).exists()


def test_the_first_screen_counts_the_queue_only(misses):
    from elearning.regulations.attention import lines

    services.settle_search_misses(misses[:1], by=UserFactory(), at=NOW)
    assert [line["count"] for line in lines(on=NOW.date()) if line["words"] == "pencarian tanpa jawaban"] == [1]
