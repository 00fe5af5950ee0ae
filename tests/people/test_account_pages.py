"""The pages of allauth that stay closed: a code never becomes a password (ADR 0001)."""

from urllib.parse import urlsplit

import pytest

from elearning.people.auth import BACKEND
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PASSWORD = "sandi-yang-panjang"


@pytest.fixture
def by_code(client, home):
    person = UserFactory()
    client.force_login(person, backend=BACKEND)
    return person


def test_whoever_came_by_code_makes_no_password(client, by_code):
    assert client.get("/akun/password/set/").status_code == 404
    assert client.post("/akun/password/set/", {"password1": PASSWORD, "password2": PASSWORD}).status_code == 404
    by_code.refresh_from_db()
    assert not by_code.has_usable_password()


def test_whoever_came_by_code_writes_no_address_to_sign_in_with(client, by_code):
    assert client.get("/akun/email/").status_code == 404
    for action in ("action_add", "action_primary"):
        assert client.post("/akun/email/", {action: "", "email": "lain@contoh.example"}).status_code == 404
    by_code.refresh_from_db()
    assert by_code.email is None


def test_an_office_holder_who_came_by_code_cannot_send_the_password_elsewhere(client, home, mailoutbox):
    head = UserFactory(email="camat@contoh.example", password=PASSWORD)
    client.force_login(head, backend=BACKEND)
    client.post("/akun/email/", {"action_add": "", "email": "lain@contoh.example"})
    client.post("/akun/email/", {"action_primary": "", "email": "lain@contoh.example"})
    client.post("/keluar/")
    client.post("/akun/password/reset/", {"email": "lain@contoh.example"})
    assert [mail for mail in mailoutbox if "/akun/password/reset/key/" in mail.body] == []


def test_a_new_password_is_mailed_from_our_address_in_our_words(client, home, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.WAGTAILADMIN_BASE_URL = "https://netralitas.contoh.example"
    UserFactory(email="camat@contoh.example", password=PASSWORD)
    client.post("/akun/password/reset/", {"email": "camat@contoh.example"}, HTTP_HOST="jahat.example")
    (mail,) = mailoutbox
    assert mail.subject == "Kata sandi baru untuk Netralitas ASN"
    (address,) = [word for word in mail.body.split() if word.startswith("http")]
    assert address.startswith("https://netralitas.contoh.example/akun/password/reset/key/")
    assert "jahat.example" not in mail.body
    page = client.get(urlsplit(address).path, follow=True).content.decode()
    assert 'name="password1"' in page


def test_a_stranger_gets_no_mail(client, home, mailoutbox):
    client.post("/akun/password/reset/", {"email": "orang.lain@contoh.example"})
    assert mailoutbox == []
