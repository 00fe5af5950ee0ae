"""«Perpanjang waktu»: the committee gives more time to one person or to all who are at work."""

from datetime import timedelta

import pytest

from elearning.training import services
from elearning.training.errors import TrainingError
from quizzes import services as quizzes
from quizzes.errors import ExtensionError
from quizzes.models import Attempt, Extension
from tests.factories.quizzes import QuizFactory
from tests.factories.training import ParticipantFactory
from tests.training.web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

MINUTE = timedelta(minutes=1)
PADAM = "Listrik padam"


@pytest.fixture
def limited(session, committee, noon):
    """An open post-test of ten minutes."""
    session.post_test = QuizFactory(time_limit_minutes=10)
    session.save(update_fields=["post_test"])
    return services.open_test(session, "post", by=committee, at=noon)


def begin(participant, at):
    participant.session.refresh_from_db()
    return services.start_test(participant, "post", at=at)


def end_of(attempt):
    return Attempt.objects.get(pk=attempt.pk).deadline_at


def send(client, session, participant=None, **changes):
    posted = {"participant": participant.pk if participant else "", "minutes": 15, "reason": PADAM} | changes
    return client.post(page("extend_test", session, "post"), posted)


def test_all_who_are_at_work_get_more_time(desk_client, limited, participant, noon):
    attempts = [begin(one, noon) for one in (participant, ParticipantFactory(session=limited))]
    assert send(desk_client, limited).url == page("control", limited)
    assert "Waktu 2 orang diperpanjang 15 menit" in words(desk_client.get(page("control", limited)))
    assert {end_of(attempt) for attempt in attempts} == {noon + 25 * MINUTE}


def test_one_person_gets_more_time_and_nobody_else(desk_client, limited, participant, noon, committee):
    own, other = begin(participant, noon), begin(ParticipantFactory(session=limited), noon)
    send(desk_client, limited, participant)
    assert (end_of(own), end_of(other)) == (noon + 25 * MINUTE, noon + 10 * MINUTE)
    row = Extension.objects.get()
    assert (row.person, row.reason, row.created_by) == (participant.person, PADAM, committee)


def test_whoever_came_late_begins_after_closing(desk_client, limited, participant, committee, noon):
    services.close_test(limited, "post", by=committee, at=noon)
    send(desk_client, limited, participant)
    attempt = begin(participant, noon + MINUTE)
    assert attempt.deadline_at == noon + 15 * MINUTE
    with pytest.raises(TrainingError) as refusal:
        begin(ParticipantFactory(session=limited), noon + MINUTE)
    assert refusal.value.code == "test_closed"
    with pytest.raises(TrainingError) as refusal:
        services.start_test(participant, "pre", at=noon)
    assert refusal.value.code == "no_test"


def test_more_time_lets_nobody_begin_before_the_test_is_opened(session, participant, committee, noon):
    session.post_test = QuizFactory(time_limit_minutes=10)
    session.save(update_fields=["post_test"])
    with pytest.raises(TrainingError) as refusal:
        services.extend_test_for(participant, "post", minutes=15, reason=PADAM, by=committee, at=noon)
    assert refusal.value.code == "test_closed"
    occasion = {"quiz": session.post_test, "mode": "post", "context": session.context}
    until, by = noon + 15 * MINUTE, committee
    quizzes.extend(**occasion, person=participant.person, until=until, reason=PADAM, by=by, at=noon)
    with pytest.raises(TrainingError) as refusal:
        begin(participant, noon)
    assert refusal.value.code == "test_closed"


def test_his_own_page_lets_him_begin_and_go_on(desk_client, client, limited, participant, committee, noon):
    services.close_test(limited, "post", by=committee, at=noon)
    send(desk_client, limited, participant)
    client.force_login(participant.person)
    assert "Mulai post-test" in words(client.get(page("taking_part", limited)))
    begin(participant, noon)
    assert "Lanjutkan" in words(client.get(page("taking_part", limited)))


def test_closing_the_test_leaves_the_time_that_was_given(limited, participant, committee, noon):
    own, other = begin(participant, noon), begin(ParticipantFactory(session=limited), noon)
    services.extend_test_for(participant, "post", minutes=15, reason=PADAM, by=committee, at=noon)
    services.close_test(limited, "post", by=committee, at=noon + MINUTE)
    assert (end_of(own), end_of(other)) == (noon + 25 * MINUTE, noon + MINUTE)


def test_closing_the_list_ends_it_for_everybody(limited, participant, committee, noon):
    own = begin(participant, noon)
    services.extend_test_for(participant, "post", minutes=15, reason=PADAM, by=committee, at=noon)
    services.close_list(limited, by=committee, at=noon + MINUTE)
    assert Attempt.objects.get(pk=own.pk).state == Attempt.State.SUBMITTED
    with pytest.raises(TrainingError) as refusal:
        services.extend_test(limited, "post", minutes=5, reason=PADAM, by=committee, at=noon + MINUTE)
    assert refusal.value.code == "list_closed"


@pytest.mark.parametrize("has_begun", [True, False])
def test_an_open_test_without_a_limit_has_nothing_to_extend(session, participant, committee, noon, has_begun):
    session.post_test = QuizFactory()
    session.save(update_fields=["post_test"])
    services.open_test(session, "post", by=committee, at=noon)
    if has_begun:
        begin(participant, noon)
    with pytest.raises(ExtensionError) as refusal:
        services.extend_test_for(participant, "post", minutes=5, reason=PADAM, by=committee, at=noon)
    assert refusal.value.code == "nothing_to_extend"


def test_a_refusal_is_shown_on_the_form_and_keeps_what_was_typed(desk_client, limited):
    reply = send(desk_client, limited)
    assert "Tidak ada yang perlu diperpanjang" in words(reply)
    assert PADAM in words(reply)
    assert "Tulis alasannya" in words(send(desk_client, limited, reason=" "))


def test_a_person_of_another_session_is_not_on_the_list(desk_client, limited, noon):
    assert "tidak ada di daftar peserta" in words(send(desk_client, limited, ParticipantFactory()))
    assert not Extension.objects.exists()


def test_the_screen_says_who_is_at_work_and_until_when(desk_client, limited, participant, noon):
    begin(participant, noon)
    shown = words(desk_client.get(page("extend_test", limited, "post")))
    assert "1 orang masih mengerjakan" in shown
    assert "sampai 12.10 WIB" in shown
