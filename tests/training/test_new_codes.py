"""A participant who lost the kode peserta gets a new one from the committee of the session."""

import pytest
from django.urls import reverse
from wagtail.log_actions import registry

from elearning.people import services
from tests.factories.people import OfficeHoldingFactory
from tests.factories.training import ParticipantFactory

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def address(session, participant):
    return page("new_code", session, participant.public_id)


def test_the_committee_makes_a_new_code_which_is_shown_once(
    desk_client, committee, session, participant, address, noon
):
    old = services.issue_code(participant.person, at=noon)
    own_page = page("participant", session, participant.public_id)
    assert address in words(desk_client.get(own_page))
    assert "Pastikan orangnya ada di depan Anda." in words(desk_client.get(address))
    assert services.person_by_code(old) == participant.person  # looking spends nothing
    assert desk_client.post(address).url == reverse("dashboard:code")
    with pytest.raises(services.CodeRefused):
        services.person_by_code(old)
    shown = desk_client.get(reverse("dashboard:code")).context["kept"]
    assert services.person_by_code(shown.code) == participant.person
    assert not shown.is_own
    assert desk_client.post(reverse("dashboard:code")).url == own_page
    assert desk_client.get(reverse("dashboard:code")).context["kept"] is None
    entry = registry.get_logs_for_instance(participant.person).get(user=committee)
    assert entry.action == "people.code.issue"


def test_a_participant_without_a_unit_is_helped_too(desk_client, participant, address):
    assert participant.person.unit is None
    desk_client.post(address)
    assert participant.person.codes.filter(revoked_at=None).exists()


@pytest.mark.parametrize("trait", ["is_superuser", "has_password", "holds_office", "is_inactive"])
def test_no_code_is_made_for_staff(desk_client, session, trait):
    participant = ParticipantFactory(session=session)
    person = participant.person
    if trait == "holds_office":
        OfficeHoldingFactory(person=person)
    elif trait == "has_password":
        person.set_password("sandi-yang-panjang")
    elif trait == "is_superuser":
        person.is_superuser = True
    else:
        person.is_active = False
    person.save()
    address = page("new_code", session, participant.public_id)
    assert address not in words(desk_client.get(page("participant", session, participant.public_id)))
    assert [desk_client.get(address).status_code, desk_client.post(address).status_code] == [403, 403]
    assert not person.codes.exists()


def test_a_participant_of_another_session_does_not_exist_here(desk_client, session):
    other = ParticipantFactory()
    assert desk_client.post(page("new_code", session, other.public_id)).status_code == 404
    assert not other.person.codes.exists()
