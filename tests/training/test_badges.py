"""A badge finds its participant, opens his learning once, and nothing of an office."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission

from elearning.people.models import User
from elearning.people.services import issue_code
from elearning.training import services
from elearning.training.errors import BadgeError
from elearning.training.models import CommitteeMember, Participant, TrainingSession
from tests.factories.people import OfficeHoldingFactory

pytestmark = pytest.mark.django_db


def refused(kind, verb, *args, **kwargs) -> str:
    with pytest.raises(kind) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


@pytest.mark.parametrize(
    "typed", ["{code}", "{lower}", "https://contoh.example/p/{code}", "https://contoh.example/p/{code}/", " {dashed} "]
)
def test_a_badge_is_found_however_it_was_typed_or_scanned(participant, typed):
    code = participant.badge_code
    text = typed.format(code=code, lower=code.lower(), dashed=f"{code[:4]}-{code[4:]}")
    assert services.participant_by_badge(text) == participant


@pytest.mark.parametrize(("typed", "code"), [("K7", "length"), ("OOOOOOOO", "alphabet"), ("K7M4Q2R9", "unknown")])
def test_a_code_that_is_no_badge_says_why(db, typed, code):
    assert refused(BadgeError, services.participant_by_badge, typed) == code


def test_the_first_phone_claims_the_badge_and_the_second_does_not(participant, noon):
    assert services.claim_badge(participant, at=noon) == participant.person
    stale = Participant.objects.get(pk=participant.pk)
    stale.claimed_at = None  # read before the first phone was quicker
    assert refused(BadgeError, services.claim_badge, stale, at=noon) == "claimed"
    assert refused(BadgeError, services.claim_badge, participant, at=noon) == "claimed"


@pytest.mark.parametrize("state", ["draf", "ditutup", "terbit"])
def test_a_badge_opens_nothing_unless_its_session_runs(participant, noon, state):
    TrainingSession.objects.update(state=state)
    participant.session.refresh_from_db()
    assert refused(BadgeError, services.claim_badge, participant, at=noon) == "not_running"


@pytest.mark.parametrize("days", [-1, 3])
def test_a_badge_opens_nothing_before_the_first_and_after_the_last_day(participant, noon, days):
    assert refused(BadgeError, services.claim_badge, participant, at=noon + timedelta(days=days)) == "not_running"


def test_a_badge_of_somebody_who_was_shut_out_opens_nothing(participant, noon):
    User.objects.filter(pk=participant.person_id).update(is_active=False)
    participant.person.refresh_from_db()
    assert refused(BadgeError, services.claim_badge, participant, at=noon) == "inactive"
    participant.refresh_from_db()
    assert participant.claimed_at is None


@pytest.mark.parametrize("privilege", ["head", "committee office", "committee member", "superuser", "admin group"])
def test_a_badge_opens_the_learning_of_an_office_holder_and_nothing_of_the_office(
    client, participant, noon, province, privilege
):
    """Everybody in the hall can photograph a badge, and every camat in the hall holds an office."""
    person = participant.person
    match privilege:
        case "head":
            OfficeHoldingFactory(person=person)
        case "committee office":
            OfficeHoldingFactory(person=person, unit=province, role="committee")
        case "committee member":
            CommitteeMember.objects.create(session=participant.session, person=person)
        case "superuser":
            User.objects.filter(pk=person.pk).update(is_superuser=True)
        case "admin group":
            group = Group.objects.create(name="Redaksi contoh")
            group.permissions.add(Permission.objects.get(codename="access_admin"))
            person.groups.add(group)
    with time_machine.travel(noon, tick=False):
        client.post(f"/p/{participant.badge_code}")
        assert client.get("/saya/").status_code == 200
        assert client.get(f"/sesi/{participant.session.slug}/ikut/").status_code == 200
        assert client.get("/camat/").status_code == 403
        assert client.get(f"/sesi/{participant.session.slug}/").status_code == 403
        assert client.get("/admin/").status_code in (302, 403)
        assert client.get("/admin/users/").status_code in (302, 403)
        assert client.get(f"/sesi/{participant.session.slug}/peserta/").status_code == 403


def test_the_committee_moves_a_badge_to_another_phone(participant, committee, noon):
    services.claim_badge(participant, at=noon)
    services.release_badge(participant, by=committee, at=noon)
    participant.refresh_from_db()
    assert services.claim_badge(participant, at=noon) == participant.person


def test_a_code_that_still_works_is_not_replaced_unasked(participant, noon):
    assert services.first_code(participant.person, at=noon)
    assert services.first_code(participant.person, at=noon) is None
    assert issue_code(participant.person, at=noon)
