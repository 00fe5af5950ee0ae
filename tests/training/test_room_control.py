"""P6, «Kendali uji dan layar»: big switches that say what will happen, and numbers that keep up."""

from datetime import timedelta

import pytest
import time_machine

from elearning.training import progress, services
from elearning.training.models import Room, TrainingSession
from quizzes.models import Attempt, Extension
from tests.factories.quizzes import QuizFactory, finish
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tested(session, day, committee, noon):
    """Runs, with a pre-test and four people of whom three are present."""
    session.pre_test = QuizFactory()
    session.save()
    people = ParticipantFactory.create_batch(4, session=session)
    for participant in people[:3]:
        attend(participant, day, by=committee, at=noon)
    return session


def begun(session, count, at, *, finished=0):
    session.refresh_from_db()
    for number, participant in enumerate(session.participants.order_by("line")[:count]):
        participant.session = session
        attempt = services.start_test(participant, "pre", at=at)
        if number < finished:
            finish(attempt, correct=1, at=at)


def control(client, session):
    return " ".join(words(client.get(page("control", session))).split())


def test_the_switch_says_for_whom_it_opens(desk_client, tested):
    assert "Buka pre-test untuk 3 peserta hadir?" in control(desk_client, tested)
    assert desk_client.post(page("open_test", tested, "pre")).url == page("control", tested)
    assert "HP peserta tahu dalam 25 detik" in control(desk_client, tested)


def test_counts_have_the_people_in_the_room_as_base(desk_client, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    begun(tested, 2, noon, finished=1)
    text = control(desk_client, tested)
    assert "Terbuka sejak 12.00 WIB</strong> · 2 mulai · 1 selesai · 1 belum membuka" in text
    assert 'value="1" max="3"' in text


@pytest.mark.parametrize("people", [1, 30])
def test_counts_cost_the_same_for_any_number_of_people(session, committee, noon, people, django_assert_num_queries):
    session.pre_test = QuizFactory()
    session.save()
    services.open_test(session, "pre", by=committee, at=noon)
    ParticipantFactory.create_batch(people, session=session)
    begun(session, people, noon)
    with django_assert_num_queries(3):  # the quiz, how many sat it, who of the present did not
        assert progress.room_tests(session, at=noon)[0].started == people


def test_a_poll_is_304_until_somebody_begins_or_the_screen_changes(desk_client, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    tag = ""

    def ask():
        nonlocal tag
        answer = desk_client.get(page("control_poll", tested), headers={"if-none-match": tag})
        tag = answer["ETag"]
        return answer.status_code

    assert [ask(), ask()] == [204, 304]
    begun(tested, 1, noon)
    assert [ask(), ask()] == [204, 304]
    services.show_on_screen(tested, Room.Layout.TEST)
    assert [ask(), ask()] == [204, 304]


def test_the_page_shows_the_tag_that_the_poll_answers(desk_client, tested):
    tag = desk_client.get(page("control_poll", tested))["ETag"]
    assert f'etag="{tag.replace(chr(34), "&quot;")}"' in words(desk_client.get(page("control", tested)))


# Closing


def closing_page(client, session):
    return words(client.get(page("close_test", session, "pre")))


def test_closing_asks_who_is_still_inside(desk_client, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    begun(tested, 3, noon, finished=1)
    text = closing_page(desk_client, tested)
    assert "2 orang masih mengerjakan." in text
    assert "Tunggu 3 menit" in text
    assert "Tutup, terima jawaban yang sudah ada" in text


def test_closing_an_empty_room_does_not_wait(desk_client, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    begun(tested, 1, noon, finished=1)
    text = closing_page(desk_client, tested)
    assert "1 orang selesai, tidak ada yang sedang mengerjakan." in text
    assert "Tunggu" not in text


def test_waiting_closes_by_itself(desk_client, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    begun(tested, 1, noon)
    desk_client.post(page("wait_for_test", tested, "pre"))
    assert "Ditutup sendiri pukul 12.03 WIB." in control(desk_client, tested)
    assert "Tunggu" not in closing_page(desk_client, tested)
    with time_machine.travel(noon + 3 * MINUTE, tick=False):
        desk_client.force_login(committee)
        assert "Buka lagi pre-test?" in control(desk_client, tested)
        assert "sudah tidak terbuka" in closing_page(desk_client, tested)
        desk_client.post(page("wait_for_test", tested, "pre"))
        assert "Uji ini belum dibuka atau sudah ditutup" in control(desk_client, tested)


def test_the_announced_closing_is_called_off(desk_client, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    services.announce_closing(tested, "pre", minutes=3, by=committee, at=noon)
    assert "Batalkan penutupan" in control(desk_client, tested)
    desk_client.post(page("open_test", tested, "pre"))
    assert TrainingSession.objects.get().pre_test_closed_at is None


# More time


def test_more_time_is_offered_where_a_clock_runs(desk_client, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    begun(tested, 1, noon)
    assert "Perpanjang 5 menit" not in control(desk_client, tested)
    services.announce_closing(tested, "pre", minutes=3, by=committee, at=noon)
    assert "Perpanjang 5 menit" in control(desk_client, tested)
    assert "Perpanjang 10 menit" in control(desk_client, tested)


def test_one_press_gives_everybody_five_minutes(desk_client, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    begun(tested, 2, noon)
    services.announce_closing(tested, "pre", minutes=3, by=committee, at=noon)
    sent = {"minutes": 5, "reason": "Perpanjangan untuk seluruh ruangan"}
    assert desk_client.post(page("extend_test", tested, "pre"), sent).url == page("control", tested)
    assert "Waktu 2 orang diperpanjang 5 menit." in control(desk_client, tested)
    assert set(Attempt.objects.values_list("deadline_at", flat=True)) == {noon + 8 * MINUTE}
    assert Extension.objects.count() == 2


def test_before_anybody_began_only_the_closing_moves(desk_client, tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    services.announce_closing(tested, "pre", minutes=3, by=committee, at=noon)
    desk_client.post(page("extend_test", tested, "pre"), {"minutes": 5, "reason": "Listrik padam"})
    assert "Penutupan diundur 5 menit." in control(desk_client, tested)
    assert TrainingSession.objects.get().pre_test_closed_at == noon + 8 * MINUTE


# States


@pytest.mark.parametrize("state", TrainingSession.State.values)
def test_the_page_opens_in_every_state(desk_client, tested, state):
    TrainingSession.objects.update(state=state)
    assert "Kendali uji dan layar" in control(desk_client, tested)


def test_a_session_without_tests_still_has_its_screen(desk_client, session):
    text = control(desk_client, session)
    assert "Sosialisasi ini tidak memakai uji" in text
    assert "Foto bersama" in text
