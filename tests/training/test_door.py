"""`/r`: the code of the room, then the own code."""

import pytest
from django.urls import reverse

from elearning.lib import codes
from elearning.people.services import issue_code
from elearning.training import services
from elearning.training.errors import RoomError
from elearning.training.models import TrainingSession
from tests.factories.people import UserFactory
from tests.factories.training import TrainingSessionFactory

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def room(session):
    session.room_code = "M4Q7"
    session.save()
    return session


@pytest.mark.parametrize("typed", ["M4Q7", "m4q7", " m4 q7 "])
def test_the_code_of_the_room_leads_to_its_door(client, room, typed):
    assert client.post("/r", {"code": typed}).url == "/r/M4Q7"
    assert room.title in words(client.get("/r/M4Q7/"))


@pytest.mark.parametrize(("typed", "code"), [("M4Q", "length"), ("MMMM", "alphabet"), ("A2A2", "unknown")])
def test_a_code_that_opens_no_room_says_why(client, room, typed, code):
    with pytest.raises(RoomError) as refused:
        services.session_in_room(typed)
    assert refused.value.code == code
    assert RoomError.messages[code] in words(client.post("/r/", {"code": typed}))
    answer = client.get(f"/r/{typed}")
    assert answer.status_code == 404
    assert RoomError.messages[code] in words(answer)


@pytest.mark.parametrize("state", ["draf", "ditutup", "terbit"])
def test_the_code_opens_only_while_the_session_runs(client, room, state):
    TrainingSession.objects.update(state=state)
    assert client.get("/r/M4Q7").status_code == 404


def test_the_badge_leads_on_to_its_own_button(client, room, participant):
    answer = client.post("/r/M4Q7", {"code": codes.display(participant.badge_code).lower()})
    assert answer.url == reverse("training:badge", args=[codes.display(participant.badge_code)])
    participant.refresh_from_db()
    assert participant.claimed_at is None


def test_the_kode_peserta_signs_in_to_the_session(client, room, participant, noon):
    code = issue_code(participant.person, at=noon)
    assert client.post("/r/M4Q7", {"code": codes.display(code)}).url == page("taking_part", room)
    assert client.get("/r/M4Q7").url == page("taking_part", room)


def test_whoever_is_of_another_session_comes_home(client, room, noon):
    code = issue_code(UserFactory(), at=noon)
    assert client.post("/r/M4Q7", {"code": code}).url == reverse("dashboard:home")


@pytest.mark.parametrize("typed", ["", "abc", "K7M4-Q2R9", "H7M4-Q2R9-T5W6", "\x00", "é" * 40])
def test_a_wrong_own_code_keeps_the_person_at_the_door(client, room, typed):
    answer = client.post("/r/M4Q7", {"code": typed})
    assert answer.status_code == 200
    assert "errorlist" in words(answer) or "galat" in words(answer)


def test_looking_spends_nothing_and_guessing_is_limited(client, room):
    for _ in range(30):
        assert client.get("/r/M4Q7").status_code == 200
    answers = {client.post("/r", {"code": "A2A2"}).status_code for _ in range(25)}
    assert answers == {200, 429}
    assert client.get("/r/M4Q7").status_code == 429


def test_two_running_rooms_never_share_a_code(session, committee, province, noon):
    others = TrainingSessionFactory.create_batch(3, open=True)
    for number, other in enumerate(others):
        TrainingSession.objects.filter(pk=other.pk).update(room_code=f"A{number + 2}A2")
    assert services.sessions._free_room_code() not in {"A2A2", "A3A2", "A4A2"}


def test_a_room_opened_again_gets_another_code_when_its_own_was_given_away(session, committee, noon):
    TrainingSession.objects.filter(pk=session.pk).update(room_code="M4Q7", state="ditutup")
    other = TrainingSessionFactory(open=True)
    TrainingSession.objects.filter(pk=other.pk).update(room_code="M4Q7")
    again = services.reopen_list(session, by=committee, at=noon)
    assert again.room_code not in ("", "M4Q7")
