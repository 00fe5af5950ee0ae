"""Signing in by code: what is kept, for how long, and how often one may fail."""

import re

import pytest
from allauth.core.internal import ratelimit
from django.test import Client

from elearning.people.models import IdentityReport
from elearning.people.services import issue_code
from tests.factories.people import OfficeHoldingFactory, UserFactory

pytestmark = pytest.mark.django_db
WRONG = "H7M4-Q2R9-T5W6"


@pytest.fixture
def person():
    return UserFactory(display_name="Rina Contoh, S.Pd.")


@pytest.fixture
def code(person, noon):
    return issue_code(person, at=noon)


@pytest.fixture
def strict(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "code": "3/5m/key,5/m/ip"}


def sign_in(client, code, **more):
    return client.post("/masuk/", {"code": code, **more})


def test_a_code_signs_its_owner_in_for_180_days(client, home, person, code):
    response = sign_in(client, code)
    assert response.url == "/beranda/"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.get_expiry_age() == 180 * 24 * 3600
    assert response.cookies["sessionid"]["max-age"] == 180 * 24 * 3600


def test_on_a_shared_computer_it_ends_with_the_browser(client, home, code):
    response = sign_in(client, code, shared_computer="on")
    assert response.cookies["sessionid"]["max-age"] == ""
    assert client.session.get_expire_at_browser_close()


def test_the_session_gets_a_new_key_and_keeps_what_the_guest_did(client, home, code):
    session = client.session
    session.update({"quiz_guest": "6f1d9ab2-3b0e-4f7e-9d5c-0d7f0f5a1c11", "handout": "M4Q7R2"})
    session.save()
    before = session.session_key
    sign_in(client, code)
    assert client.session.session_key != before
    assert client.session["quiz_guest"] == "6f1d9ab2-3b0e-4f7e-9d5c-0d7f0f5a1c11"
    assert client.session["handout"] == "M4Q7R2"


def test_what_another_person_left_on_the_device_is_thrown_away(client, home, code):
    client.force_login(UserFactory())
    session = client.session
    session["quiz_guest"] = "eines anderen"
    session.save()
    sign_in(client, code)
    assert "quiz_guest" not in client.session


def test_a_signed_in_person_stays_signed_in_over_requests(client, home, code):
    sign_in(client, code)
    assert client.get("/saya/").status_code == 200


def test_who_is_shut_out_is_out_at_once(client, home, person, code):
    sign_in(client, code)
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert client.get("/saya/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (WRONG, "Kode ini tidak kami temukan. Periksa lagi huruf dan angkanya."),
        ("O7M4-Q2R9-T5W6", "Kode kami tidak memakai O, I, L, 0, dan 1."),
        ("K7M4", "12 huruf dan angka"),
        ("", "Tulis kode peserta Anda."),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(client, home, typed, said):
    page = sign_in(client, typed).content.decode()
    assert said in page
    if typed:
        assert f'value="{typed}"' in page


def test_somebody_goes_on_to_where_he_wanted(client, home, code):
    assert client.get("/saya/").url == "/masuk/?next=/saya/"
    assert sign_in(client, code, next="/saya/").url == "/saya/"


@pytest.mark.parametrize("elsewhere", ["https://lain.example/", "//lain.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, home, code, elsewhere):
    assert sign_in(client, code, next=elsewhere).url == "/beranda/"


def test_too_many_failures_pause_this_device(client, home, code, strict):
    client.get("/masuk/")
    assert [sign_in(client, WRONG).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert sign_in(client, code).status_code == 429


def test_another_phone_in_the_same_hall_goes_on(client, home, code, strict):
    client.get("/masuk/")  # each phone has its own CSRF cookie
    for _ in range(4):
        sign_in(client, WRONG)
    other = Client()
    other.get("/masuk/")
    assert sign_in(other, code).status_code == 302


def test_one_address_that_fails_and_fails_is_paused_whatever_its_cookies(home, code, strict):
    statuses = []
    for _ in range(6):
        phone = Client()
        phone.get("/masuk/")
        statuses.append(sign_in(phone, WRONG).status_code)
    assert statuses == [200] * 5 + [429]


def test_a_success_waits_for_nobody_at_the_same_address(client, home, code, rf):
    (address,) = [rate for rate in ratelimit.get_rates(app="allauth.account", action="code") if rate.per == "ip"]
    key = ratelimit.get_cache_key(rf.get("/masuk/"), app="allauth.account", action="code", rate=address)
    with ratelimit.cache_lock(key):  # as another request of the hall holds it
        assert sign_in(client, code).status_code == 302


def test_a_success_never_counts(client, home, code, strict):
    for _ in range(8):
        assert sign_in(client, code).status_code == 302
        client.post("/keluar/")


def test_a_session_fixed_by_somebody_else_is_worthless(client, home, code):
    session = client.session
    session["handout"] = "M4Q7R2"
    session.save()
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    sign_in(client, code)
    assert thief.get("/saya/").status_code == 302


def test_signing_out_needs_a_press(client, home, code):
    sign_in(client, code)
    assert client.get("/keluar/").status_code == 405
    assert client.get("/saya/").status_code == 200
    assert client.post("/keluar/").url == "/"
    assert client.get("/saya/").status_code == 302


def test_signing_out_twice_does_no_harm(client, home):
    assert client.post("/keluar/").status_code == 302


def test_the_form_is_protected_against_foreign_sites(home, code):
    assert sign_in(Client(enforce_csrf_checks=True), code).status_code == 403


def test_the_page_says_where_to_go_without_a_code(client, home):
    page = client.get("/masuk/").content.decode()
    assert 'href="/masuk/lupa-kode/"' in page
    assert 'href="/akun/login/"' in page
    assert "Ini komputer bersama" in page
    assert client.get("/masuk/lupa-kode/").status_code == 200


def test_staff_sign_in_with_email_and_password(client, home):
    OfficeHoldingFactory(person=UserFactory(email="camat@contoh.example", password="sandi-yang-panjang"))
    response = client.post("/akun/login/", {"login": "camat@contoh.example", "password": "sandi-yang-panjang"})
    assert response.url == "/beranda/"
    assert client.session.get_expire_at_browser_close()
    assert client.get("/beranda/").url == "/camat/"


def test_the_random_username_is_shown_nowhere(client, home):
    person = UserFactory(email="panitia@contoh.example", password="sandi-yang-panjang")
    fields = {"login": "panitia@contoh.example", "password": "sandi-yang-panjang"}
    assert person.username not in client.post("/akun/login/", fields, follow=True).content.decode()
    assert person.username not in client.get("/akun/password/change/").content.decode()


def test_a_participant_has_no_way_in_by_password(client, home):
    UserFactory(email="rina@contoh.example")
    for password in ("", "!", "sandi-apa-saja"):
        assert client.post("/akun/login/", {"login": "rina@contoh.example", "password": password}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_participant_cannot_make_a_password_by_mail(client, home, mailoutbox):
    UserFactory(email="rina@contoh.example")
    UserFactory(email="camat@contoh.example", password="sandi-yang-panjang")
    for address in ("rina@contoh.example", "camat@contoh.example"):
        client.post("/akun/password/reset/", {"email": address})
    links = [mail for mail in mailoutbox if re.search(r"/akun/password/reset/key/", mail.body)]
    assert [mail.to for mail in links] == [["camat@contoh.example"]]


def test_nobody_signs_up(client, home):
    fields = {"email": "baru@contoh.example", "password1": "sandi-yang-panjang", "password2": "sandi-yang-panjang"}
    client.post("/akun/signup/", fields)
    assert "_auth_user_id" not in client.session


def test_this_is_not_me_says_the_same_whether_or_not_the_number_is_known(client, home):
    UserFactory(nip="197809122005011003")
    known = client.post("/bukan-saya/", {"nip": "197809122005011003"})
    unknown = Client().post("/bukan-saya/", {"nip": "197809122005011004"})
    nonsense = Client().post("/bukan-saya/", {"nip": "apa"})
    assert IdentityReport.objects.count() == 1
    pages = {re.sub(r'value="[^"]{64}"', "", answer.content.decode()) for answer in (known, unknown, nonsense)}
    assert len(pages) == 1


def test_reporting_again_and_again_ends_in_a_pause(client, home, strict):
    client.get("/data-diri/")  # the form brings the cookie by which a device is known
    statuses = [client.post("/bukan-saya/", {"nip": "197809122005011003"}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_looking_at_the_address_of_reports_reports_nothing_and_says_nothing(client, home):
    response = client.get("/bukan-saya/")
    assert response.url == "/data-diri/"
    assert not IdentityReport.objects.exists()


def test_misses_of_one_phone_without_a_cookie_keep_no_other_phone_from_trying(home, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "code": "3/5m/key,600/m/ip"}
    for _ in range(4):
        assert Client().get("/p/K7M4Q2R9", headers={"User-Agent": "Android 10; K"}).status_code == 404
