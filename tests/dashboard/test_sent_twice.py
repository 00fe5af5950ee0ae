"""«Data diri» sent twice, by a double click or over a bad line, is one person with one code."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user
from django.test import Client, RequestFactory

from certificates.models import Certificate
from elearning.dashboard import services
from elearning.people.models import ParticipantCode, User
from elearning.people.services import PeopleError, issue_code, person_by_code
from quizzes.guests import SESSION_KEY
from quizzes.models import Attempt
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, finish
from tests.threads import at_once

GUEST = UUID("6f1d9ab2-3b0e-4f7e-9d5c-0d7f0f5a1c11")
NAMED = {"employment_status": "pns", "display_name": "Dra. Hj. Rina Contoh, M.M."}


@pytest.fixture
def guest(client, quiz):
    """A visitor who has passed the final quiz and has not said who he is."""
    session = client.session
    session[SESSION_KEY] = str(GUEST)
    session.save()
    finish(AttemptFactory(quiz=quiz, guest_key=GUEST), correct=2)
    return client


def twin(client) -> Client:
    """The same browser once more: its second press leaves before the first answer arrives."""
    other = Client()
    other.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    return other


def form_of(client) -> dict:
    """The form as its page brings it, filled in; without JavaScript there is nothing more to it."""
    page = client.get("/data-diri/").content.decode()
    return NAMED | {"submission": re.search(r'name="submission" value="([^"]+)"', page)[1]}


def newcomers() -> int:
    return User.objects.filter(display_name=NAMED["display_name"]).count()


def who(client) -> User:
    request = RequestFactory().get("/")
    request.session = client.session
    return get_user(request)


def code_on(client) -> str:
    return re.search(r"[A-Z][2-9A-Z-]{12}[2-9](?=<)", client.get("/kode/").content.decode())[0]


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "197809122005011003"])
def test_a_double_click_makes_one_person_with_one_code(guest, number):
    form, again = form_of(guest) | {"nip": number}, twin(guest)
    assert [press.post("/data-diri/", form).url for press in (guest, again)] == ["/kode/", "/kode/"]
    assert newcomers() == 1
    assert who(guest) == who(again) == person_by_code(code_on(guest))
    assert code_on(guest) == code_on(again)
    assert ParticipantCode.objects.count() == 1
    assert Attempt.objects.get().person == who(again)
    assert Certificate.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", ["", "197809122005011003"])
def test_presses_at_the_same_moment_make_one_person_with_one_code(guest, number):
    form = form_of(guest) | {"nip": number}
    presses = [twin(guest) for _ in range(5)]
    assert at_once(lambda press: press.post("/data-diri/", form).url, presses) == ["/kode/"] * 5
    assert newcomers() == 1
    assert len({code_on(press) for press in presses}) == 1
    assert {who(press) for press in presses} == {Attempt.objects.get().person}
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_somebody_else_in_the_same_form_is_somebody_else(guest):
    form, next_in_line = form_of(guest), twin(guest)
    guest.post("/data-diri/", form)
    next_in_line.post("/data-diri/", form | {"display_name": "Budi Contoh, S.E."})
    assert who(next_in_line).display_name == "Budi Contoh, S.E."
    assert who(guest) != who(next_in_line)


@pytest.mark.django_db
def test_two_people_of_one_name_on_two_phones_are_two_people(client, home):
    for phone in (Client(), Client()):
        phone.post("/data-diri/", form_of(phone))
    assert newcomers() == 2


@pytest.mark.django_db
def test_every_copy_of_the_form_has_its_own_number(client, home):
    assert form_of(client)["submission"] != form_of(client)["submission"]


@pytest.mark.django_db
def test_forms_without_a_number_are_different_forms(client, home):
    for phone in (Client(), Client()):
        assert phone.post("/data-diri/", NAMED).url == "/kode/"
    assert newcomers() == 2


def introduce(at, submission, **changes):
    fields = {**NAMED, **changes}
    return services.introduce(submission=submission, guest_key=None, handout=None, at=at, **fields)


@pytest.mark.django_db
def test_a_form_that_comes_back_later_opens_nothing(noon):
    submission = str(uuid4())
    introduce(noon, submission)
    with pytest.raises(PeopleError) as refusal:
        introduce(noon + timedelta(minutes=16), submission)
    assert refusal.value.code == "sent_before"
    assert newcomers() == 1


@pytest.mark.django_db
def test_a_form_opens_nothing_once_its_code_was_replaced(noon):
    submission = str(uuid4())
    person, _ = introduce(noon, submission)
    issue_code(person, at=noon)
    with pytest.raises(PeopleError) as refusal:
        introduce(noon, submission)
    assert refusal.value.code == "sent_before"


@pytest.mark.django_db
def test_a_known_nip_stays_refused(noon):
    UserFactory(nip="197809122005011003")
    with pytest.raises(PeopleError) as refusal:
        introduce(noon, str(uuid4()), nip="197809122005011003")
    assert refusal.value.code == "nip_taken"
