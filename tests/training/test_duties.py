"""A role in the committee of a session narrows what its member may open there (ADR 0004)."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from elearning.training.models import CommitteeMember
from elearning.training.permissions import EVERY, Duty, duties_of
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.training import ParticipantFactory, TrainingSessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]
Role = CommitteeMember.Role

DESK_PAGES = ("desk", "walk_in", "desk_notes")
REPORT_PAGES = ("results", "report")
RUN_PAGES = ("participants", "add_participant", "import", "badges", "certificates", "close", "control")


def member(session, role):
    person = UserFactory()
    CommitteeMember.objects.create(session=session, person=person, role=role)
    return person


def statuses(client, session, names):
    return {client.get(reverse(f"training:{name}", args=[session.slug])).status_code for name in names}


@pytest.mark.parametrize(
    ("role", "open_pages", "closed_pages"),
    [
        (Role.DESK, DESK_PAGES, REPORT_PAGES + RUN_PAGES),
        (Role.REPORT, REPORT_PAGES, DESK_PAGES + RUN_PAGES),
        (Role.MEMBER, DESK_PAGES + REPORT_PAGES + RUN_PAGES, ()),
        (Role.LEAD, DESK_PAGES + REPORT_PAGES + RUN_PAGES, ()),
    ],
)
def test_a_role_opens_its_pages_and_says_that_others_are_not_its_duty(client, session, role, open_pages, closed_pages):
    client.force_login(member(session, role))
    assert statuses(client, session, open_pages) == {200}
    assert statuses(client, session, closed_pages) <= {403}
    assert statuses(client, session, ["overview"]) == {200}


def test_the_first_page_of_a_desk_names_the_duty_and_links_to_nothing_else(client, session):
    client.force_login(member(session, Role.DESK))
    page = client.get(reverse("training:overview", args=[session.slug])).content.decode()
    assert "Tugas Anda: petugas meja registrasi" in page
    assert reverse("training:certificates", args=[session.slug]) not in page


def test_a_role_narrows_an_office_and_only_in_its_own_session(session, committee, noon):
    today = noon.date()
    assert duties_of(committee, session, on=today) == EVERY
    CommitteeMember.objects.filter(session=session, person=committee).update(role=Role.DESK)
    session = type(session).objects.get(pk=session.pk)
    assert duties_of(committee, session, on=today) == {Duty.DESK}
    assert duties_of(committee, TrainingSessionFactory(unit=session.unit), on=today) == EVERY


def test_nobody_else_has_a_duty(session, participant, other_committee, noon):
    for person in (participant.person, other_committee, UserFactory()):
        assert duties_of(person, session, on=noon.date()) == frozenset()


def test_somebody_at_a_desk_cannot_change_the_form_of_the_session(client, session):
    person = member(session, Role.DESK)
    OfficeHoldingFactory(unit=session.unit, person=person, role="committee")
    client.force_login(person)
    assert client.get(reverse("trainingsession:edit", args=[session.pk])).status_code != 200


def test_somebody_at_a_desk_copies_no_session(client, session):
    person = member(session, Role.DESK)
    OfficeHoldingFactory(unit=session.unit, person=person, role="committee")
    admin = Group.objects.create(name="Panitia contoh")
    admin.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(admin)
    client.force_login(person)
    assert client.get(reverse("trainingsession:copy", args=[session.pk])).status_code == 404
    CommitteeMember.objects.filter(person=person).update(role=Role.MEMBER)
    assert client.get(reverse("trainingsession:copy", args=[session.pk])).status_code == 200


@pytest.mark.parametrize(
    ("role", "lands_on"),
    [(Role.REPORT, "training:taking_part"), (Role.DESK, "training:check_in"), (Role.LEAD, "training:check_in")],
)
def test_the_own_badge_opens_the_desk_only_for_whom_the_desk_is_a_duty(client, session, role, lands_on):
    own = ParticipantFactory(session=session, person=member(session, role))
    client.force_login(own.person)
    reply = client.get(reverse("training:badge", args=[own.badge_code]), follow=True)
    assert reply.status_code == 200
    assert reply.resolver_match.view_name == lands_on
