"""A session that was opened by code cannot change how the account is opened."""

import pytest
from django.urls import reverse

from elearning.people import services
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PAGES = ["account_set_password", "account_change_password", "account_email", "mfa_index", "mfa_activate_totp"]


@pytest.mark.parametrize("name", PAGES)
def test_whoever_came_by_code_cannot_set_a_password_or_an_authenticator(client, home, noon, name):
    person = UserFactory(email="guru@contoh.example")
    client.post("/masuk/", {"code": services.issue_code(person, at=noon)})
    assert client.get("/saya/").status_code == 200
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), {"password1": "rahasia-baru-1", "password2": "rahasia-baru-1"}).status_code == 404
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_whoever_came_by_password_changes_it(client, home):
    person = UserFactory(email="panitia@contoh.example", password="rahasia-contoh")
    client.force_login(person)
    assert client.get(reverse("account_change_password")).status_code == 200
