"""Screens that are Wagtail's and hold rows of ours: settings, pictures, documents, and work on many rows at once."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.log_actions import log

from elearning.people.models import User
from elearning.people.roles import install_roles
from elearning.regulations.models import RuleCard
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.regulations import RuleCardFactory

from .conftest import SECRET_NAME

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# name, arguments, and the groups that are let in beside a superuser
SCREENS = [
    ("wagtailsettings:edit", ["ui", "siteidentity"], {"Penerbit"}),
    ("wagtailimages:index", [], {"Penulis", "Penerbit"}),
    ("wagtailimages:add", [], {"Penulis", "Penerbit"}),
    ("wagtaildocs:index", [], {"Penulis", "Penerbit"}),
    ("wagtaildocs:add", [], {"Penulis", "Penerbit"}),
    ("wagtailusers_groups:index", [], set()),
    ("wagtailsites:index", [], set()),
    ("wagtailredirects:index", [], set()),
    ("wagtailadmin_workflows:index", [], set()),
    ("wagtailadmin_collections:index", [], set()),
]
GROUPS = ["Penulis", "Pemeriksa hukum", "Penerbit", "Panitia", "Pimpinan"]


@pytest.fixture
def staff(home, superuser) -> dict[str, User | None]:
    install_roles()
    people: dict[str, User | None] = {"anonymous": None, "stranger": UserFactory(), "superuser": superuser}
    for group in GROUPS:
        people[group] = OfficeHoldingFactory(role="committee").person if group == "Panitia" else UserFactory()
        people[group].groups.add(Group.objects.get(name=group))
    return people


@pytest.mark.parametrize("visitor", ["anonymous", "stranger", "superuser", *GROUPS])
def test_each_group_opens_the_screens_of_its_work(client, staff, visitor):
    if staff[visitor]:
        client.force_login(staff[visitor])
    opened = {name for name, arguments, _ in SCREENS if _page(client, name, arguments).status_code == 200}
    assert opened == {name for name, _, groups in SCREENS if visitor in groups or visitor == "superuser"}


def _page(client, name, arguments):
    response = client.get(reverse(name, args=arguments))
    where = getattr(response, "url", "")
    return (
        client.get(where) if where.startswith("/admin/settings/") else response
    )  # the settings lead on to those of the one site


def test_the_sites_history_names_nobody_to_a_committee(client, world, superuser):
    """What a committee does is logged with the names it touched; others in the admin must not read them there."""
    log(world.here.participant, "training.badge.release", user=superuser)
    address = reverse("wagtailadmin_reports:site_history")
    read = {}
    for name, person in (("other unit", world.visitors["other unit"]), ("superuser", superuser)):
        client.force_login(person)
        read[name] = SECRET_NAME in client.get(address).content.decode()
    assert read == {"other unit": False, "superuser": True}


@pytest.mark.parametrize("visitor", ["anonymous", "stranger", *GROUPS])
def test_nobody_deletes_many_rules_or_people_at_once(client, staff, visitor):
    card, person = RuleCardFactory(), UserFactory()
    if staff[visitor]:
        client.force_login(staff[visitor])
    for app, model, row in (("regulations", "rulecard", card), ("people", "user", person)):
        client.post(f"{reverse('wagtail_bulk_action', args=[app, model, 'delete'])}?id={row.pk}")
    assert RuleCard.objects.filter(pk=card.pk).exists()
    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("visitor", ["anonymous", "stranger", *GROUPS])
def test_nobody_gives_himself_a_role(client, staff, visitor):
    person = staff[visitor] or UserFactory()
    before = set(person.groups.values_list("name", flat=True))
    if staff[visitor]:
        client.force_login(person)
    address = reverse("wagtail_bulk_action", args=["people", "user", "assign_role"])
    client.post(f"{address}?id={person.pk}", {"role": Group.objects.get(name="Penerbit").pk})
    assert set(person.groups.values_list("name", flat=True)) == before
