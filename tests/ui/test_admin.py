"""The admin carries the product's name and mark, speaks Bahasa, and leads out again."""

import pytest
from django.contrib.auth.models import Permission

from elearning.people.models import OfficeRole
from tests.factories.people import OfficeHoldingFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def enter(client, person):
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get("/admin/").content.decode()


def test_the_admin_says_whose_it_is(client, home):
    page = enter(client, UserFactory())
    assert "<title>Dasbor - Netralitas ASN</title>" in page.replace("\n", "").replace("  ", "")
    assert "css/admin.css" in page
    assert "guide.wagtail.org" not in page
    assert "Buka situs" in page


@pytest.mark.parametrize(
    ("role", "path"),
    [(OfficeRole.COMMITTEE, "/panitia/"), (OfficeRole.LEADER, "/pimpinan/"), (OfficeRole.HEAD, "/camat/")],
)
def test_an_office_leads_out_of_the_admin_to_its_work(client, home, role, path):
    assert f'href="{path}"' in enter(client, OfficeHoldingFactory(role=role).person)


def test_nobody_else_is_led_to_a_page_that_is_not_theirs(client, home):
    assert "Meja kerja Anda" not in enter(client, UserFactory())
