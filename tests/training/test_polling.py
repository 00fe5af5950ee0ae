"""Phones in the room ask whether anything changed: what that costs, and when the answer is another one."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from elearning.training import room, services
from elearning.training.models import Room, TrainingSession
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuizFactory
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tested(session, committee, noon):
    """Runs, with a pre-test that nobody has opened and a post-test of ten minutes."""
    session.pre_test, session.post_test = QuizFactory(), QuizFactory(time_limit_minutes=10)
    session.save()
    services.show_on_screen(session, Room.Layout.JOIN)
    return session


@pytest.fixture
def phone(client, tested, participant):
    """Asks as this participant's phone does; the tag it got last is sent along."""

    class Phone:
        url = reverse("training:phone", args=[room.ticket(participant)])
        tag = ""

        def ask(self):
            answer = client.get(self.url, headers={"if-none-match": self.tag})
            self.tag = answer["ETag"]
            return answer.status_code

        def later(self):
            """The process has to look again."""
            room._stamp.cache_clear()
            return self.ask()

    made = Phone()
    assert made.ask() == 204
    return made


# What it costs


def test_a_poll_that_brings_nothing_new_asks_one_question_or_none(phone, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert phone.ask() == 304
    with django_assert_num_queries(1):
        assert phone.later() == 304


@pytest.mark.parametrize("people", [1, 30])
def test_a_change_is_read_once_for_all_phones(
    client, phone, tested, committee, noon, people, django_assert_num_queries
):
    tickets = [room.ticket(ParticipantFactory(session=tested)) for _ in range(people)]
    services.open_test(tested, "pre", by=committee, at=noon)
    room._stamp.cache_clear()
    with django_assert_num_queries(3):  # the stamp, the session, its extensions
        for ticket in tickets:
            assert client.get(reverse("training:phone", args=[ticket])).status_code == 204


def test_the_answer_is_tiny_and_no_cache_on_the_way_keeps_it(client, phone):
    answer = client.get(phone.url, headers={"if-none-match": phone.tag})
    assert (answer.content, answer["Cache-Control"]) == (b"", "private, no-cache")
    assert not client.get(phone.url).content


# When it changes


def test_opening_is_noticed_and_only_once(phone, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    assert [phone.later(), phone.later()] == [204, 304]


@pytest.mark.parametrize(
    "change",
    [
        lambda session, **who: services.close_test(session, "pre", **who),
        lambda session, **who: services.announce_closing(session, "pre", minutes=3, **who),
        lambda session, **who: services.close_list(session, **who),
    ],
    ids=["closing", "announcing", "closing the list"],
)
def test_what_the_committee_does_to_an_open_test_is_noticed(phone, tested, committee, noon, change):
    services.open_test(tested, "pre", by=committee, at=noon)
    phone.later()
    change(tested, by=committee, at=noon)
    assert [phone.later(), phone.later()] == [204, 304]


def test_more_time_for_all_is_noticed_by_those_who_got_it(phone, tested, participant, committee, noon):
    services.open_test(tested, "post", by=committee, at=noon)
    services.start_test(participant, "post", at=noon)
    phone.later()
    services.extend_test(tested, "post", minutes=5, reason="Listrik padam", by=committee, at=noon)
    assert [phone.later(), phone.later()] == [204, 304]


def test_more_time_for_one_person_is_noticed_by_that_phone_alone(phone, tested, participant, committee, noon):
    services.open_test(tested, "post", by=committee, at=noon)
    phone.later()
    other = ParticipantFactory(session=tested)
    services.extend_test_for(other, "post", minutes=5, reason="Tiba terlambat", by=committee, at=noon)
    assert phone.later() == 304
    services.extend_test_for(participant, "post", minutes=5, reason="Tiba terlambat", by=committee, at=noon)
    assert phone.later() == 204


def test_a_moment_that_passes_is_noticed_without_any_change(phone, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    services.announce_closing(tested, "pre", minutes=3, by=committee, at=noon)
    phone.later()
    with time_machine.travel(noon + 2 * MINUTE, tick=False):
        assert phone.later() == 304
    with time_machine.travel(noon + 3 * MINUTE, tick=False):
        assert [phone.later(), phone.later()] == [204, 304]


def test_what_is_no_business_of_phones_changes_nothing_for_them(phone, tested, participant, day, committee, noon):
    services.show_on_screen(tested, Room.Layout.PHOTO)
    services.new_screen_link(tested, by=committee, at=noon)
    attend(participant, day, by=committee, at=noon)
    ParticipantFactory(session=tested)
    assert phone.later() == 304


# Where it is kept


def test_an_emptied_cache_changes_nothing(phone, tested, committee, noon):
    cache.clear()
    assert phone.later() == 304
    services.open_test(tested, "pre", by=committee, at=noon)
    cache.clear()
    assert phone.later() == 204


def test_a_process_that_knew_nothing_gives_the_same_answer(phone, tested, committee, noon):
    room.forget()
    assert phone.ask() == 304
    services.open_test(tested, "pre", by=committee, at=noon)
    room.forget()
    first = room.tag(room.room_now(tested.pk), 0, at=noon)
    room.forget()
    assert room.tag(room.room_now(tested.pk), 0, at=noon) == first


def test_a_process_looks_again_after_two_seconds(phone, tested, committee, noon, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(room.time, "monotonic", lambda: now)
    phone.ask()
    services.open_test(tested, "pre", by=committee, at=noon)
    assert phone.ask() == 304
    now += room.FRESH_SECONDS
    assert phone.ask() == 204


def test_what_was_changed_around_the_services_is_noticed_within_a_minute(phone, tested, noon, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(room.time, "monotonic", lambda: now)
    phone.ask()
    TrainingSession.objects.update(pre_test=None)
    now += room.WHOLE_SECONDS
    assert phone.ask() == 204


def test_a_change_that_is_undone_is_not_told(phone, tested, committee, noon):
    with transaction.atomic():
        services.open_test(tested, "pre", by=committee, at=noon)
        transaction.set_rollback(True)
    assert phone.later() == 304


def test_a_session_without_a_room_is_asked_directly(client, session, participant, committee, noon):
    assert not Room.objects.exists()
    url = reverse("training:phone", args=[room.ticket(participant)])
    tag = client.get(url)["ETag"]
    TrainingSession.objects.update(state="ditutup")
    room._stamp.cache_clear()
    assert client.get(url)["ETag"] != tag


# Who may ask


@pytest.mark.parametrize("ticket", ["tidak-ada", "WzEsMV0:1abc:palsu", "a" * 500, "%00"])
def test_without_a_ticket_there_is_nothing_to_ask(client, home, ticket):
    assert client.get(f"/kabar/{ticket}/").status_code == 404


def test_a_ticket_of_a_session_that_is_gone_asks_nothing(client, tested, participant):
    url = reverse("training:phone", args=[room.ticket(participant)])
    participant.session_id = 10**6
    assert client.get(url).status_code == 204
    assert client.get(reverse("training:phone", args=[room.ticket(participant)])).status_code == 404


def test_only_who_takes_part_is_given_a_ticket(client, tested, participant):
    client.force_login(UserFactory())
    assert client.get(page("taking_part", tested)).status_code == 404
    client.force_login(participant.person)
    assert f'src="{reverse("training:phone", args=[room.ticket(participant)])}"' in words(
        client.get(page("taking_part", tested))
    )


# What the page says


def test_the_page_shows_what_its_tag_promises(client, tested, participant, committee, noon):
    client.force_login(participant.person)
    url = page("taking_part", tested)
    assert "Belum dibuka panitia." in words(client.get(url))
    services.open_test(tested, "pre", by=committee, at=noon)
    services.announce_closing(tested, "pre", minutes=3, by=committee, at=noon)
    text = words(client.get(url))
    assert "Pre-test terbuka" in text
    assert "Ditutup pukul 12.03 WIB." in text
    assert f'href="{url}">Muat ulang</a>' in text
    with time_machine.travel(noon + 3 * MINUTE, tick=False):
        assert "Sudah ditutup panitia." in words(client.get(url))
