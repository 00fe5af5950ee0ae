"""allauth's screens in our frame and in Bahasa."""

import re

import pytest
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.once

OPEN = ("account_login", "account_signup", "account_inactive", "account_reset_password", "account_reset_password_done")
CLOSED = ("account_logout", "account_change_password", "mfa_index", "account_reauthenticate")
ENGLISH = re.compile(r"\b(Sign In|Sign Out|Password|Your|Email address|Forgot|Please|Current|Confirm|Log ?in)\b")


def words(response) -> str:
    """The visible words of the main part, with attributes left out."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.S)[0]
    return re.sub(r"<[^>]+>", " ", main)


@pytest.mark.parametrize("name", OPEN)
def test_the_way_in_speaks_bahasa(client, home, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert not ENGLISH.search(words(response)), ENGLISH.search(words(response))
    assert response.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", CLOSED)
def test_the_account_pages_speak_bahasa(client, home, name):
    client.force_login(UserFactory(email="panitia@contoh.example", password="rahasia-contoh"))
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert not ENGLISH.search(words(response)), ENGLISH.search(words(response))


def test_a_wrong_password_is_refused_in_bahasa(client, home):
    UserFactory(email="panitia@contoh.example", password="rahasia-contoh")
    response = client.post(reverse("account_login"), {"login": "panitia@contoh.example", "password": "salah"})
    assert response.status_code == 200
    assert not ENGLISH.search(words(response)), ENGLISH.search(words(response))


def test_two_steps_are_switched_on_and_off(client, home):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth

    person = UserFactory(email="panitia@contoh.example", password="rahasia-contoh")
    client.force_login(person)
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Pastikan ini Anda" in words(asked)
    page = client.post(asked.request["PATH_INFO"] + "?" + asked.request["QUERY_STRING"],
                       {"password": "rahasia-contoh", "next": reverse("mfa_activate_totp")}, follow=True)  # fmt: skip
    assert not ENGLISH.search(words(page)), ENGLISH.search(words(page))
    secret = page.context["form"].secret
    code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    done = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert not ENGLISH.search(words(done)), ENGLISH.search(words(done))
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        shown = client.get(reverse(name))
        assert shown.status_code == 200
        assert not ENGLISH.search(words(shown)), ENGLISH.search(words(shown))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=person, type="totp").exists()
