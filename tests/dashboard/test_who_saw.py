"""«Siapa melihat data saya»: a camat's list, a committee's list and every export are noted, for each person on them."""

import pytest
from django.urls import reverse

from elearning.people.models import DataAccess, OfficeRole
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.training import ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(client):
    """A participant, and the committee of the session who has just signed in."""
    participant = ParticipantFactory()
    unit = participant.session.unit
    client.force_login(OfficeHoldingFactory(unit=unit, role=OfficeRole.COMMITTEE).person)
    return participant


def seen_by(client, person) -> str:
    client.force_login(person)
    return client.get("/saya/siapa-melihat/").content.decode()


def test_nobody_has_looked_yet(client):
    page = seen_by(client, UserFactory())
    assert "Belum ada yang membuka daftar dengan nama Anda." in page


def test_the_own_page_leads_there(client):
    client.force_login(UserFactory())
    assert 'href="/saya/siapa-melihat/"' in client.get("/saya/").content.decode()


def test_a_list_of_participants_is_noted_for_those_on_the_page(client, committee):
    address = reverse("training:participants", args=[committee.session.slug])
    client.get(f"{address}?q=tidak-ada")
    assert not DataAccess.objects.filter(shown__person=committee.person).exists()
    client.get(address)
    page = seen_by(client, committee.person)
    assert f"Panitia {committee.session.unit.name}" in page
    assert "Melihat daftar peserta sosialisasi" in page


@pytest.mark.parametrize("name", ["slips", "badges"])
def test_a_printed_list_is_noted(client, committee, name):
    client.get(reverse(f"training:{name}", args=[committee.session.slug]))
    assert "Mengunduh atau mencetak daftar peserta" in seen_by(client, committee.person)


def test_a_camat_who_opens_the_list_is_seen_with_the_office(client, kenanga):
    person = kenanga.person()
    client.force_login(kenanga.head)
    client.get("/camat/daftar/")
    client.get("/camat/daftar/")
    page = seen_by(client, person)
    assert "Camat Kenanga Contoh" in page
    assert "2 kali" in page
    assert kenanga.head.display_name not in page  # the office looked
