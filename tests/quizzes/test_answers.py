"""Answers are appended, once each; the newest by server time counts."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes import services
from quizzes.errors import AttemptError
from quizzes.models import Answer
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuestionFactory, QuizFactory, answer, right, wrong

pytestmark = pytest.mark.django_db

CLOSES = NOON + timedelta(minutes=30)


@pytest.fixture
def attempt():
    return AttemptFactory(quiz=QuizFactory(questions=2))


@pytest.fixture
def test_attempt():
    """A test in a session, closing half an hour after it started."""
    return AttemptFactory(person=UserFactory(), mode="post", context="session:1", deadline_at=CLOSES)


def item(attempt, position=1):
    return attempt.items.get(position=position)


def code_of(refusal) -> str:
    return refusal.value.code


def test_an_answer_sent_twice_is_stored_once(attempt, noon):
    sent = {"response": right(item(attempt)), "client_id": uuid4()}
    first = answer(attempt, 1, **sent)
    assert answer(attempt, 1, **sent, at=noon + timedelta(seconds=5)) == first
    assert Answer.objects.count() == 1


def test_an_answer_sent_twice_in_one_batch_is_stored_once(attempt, noon):
    given = services.GivenAnswer(uuid4(), 1, noon, response=right(item(attempt)))
    saved = services.save_answers(attempt, [given, given], at=noon)
    assert [each.status for each in saved] == ["stored", "stored"]
    assert Answer.objects.count() == 1


def test_an_id_of_another_question_is_refused(attempt):
    client_id = uuid4()
    answer(attempt, 1, right(item(attempt, 1)), client_id=client_id)
    with pytest.raises(AttemptError) as refusal:
        answer(attempt, 2, right(item(attempt, 2)), client_id=client_id)
    assert code_of(refusal) == "answer_id_taken"


def test_an_id_of_another_persons_attempt_is_refused(attempt):
    client_id, other = uuid4(), AttemptFactory()
    answer(other, 1, right(item(other)), client_id=client_id)
    with pytest.raises(AttemptError) as refusal:
        answer(attempt, 1, right(item(attempt)), client_id=client_id)
    assert code_of(refusal) == "answer_id_taken"


def test_a_batch_of_stored_new_and_foreign_ids_tells_each_apart_also_when_it_is_too_late(attempt, noon):
    other, (old, new, taken) = AttemptFactory(), (uuid4() for _ in range(3))
    answer(attempt, 1, right(item(attempt)), client_id=old)
    answer(other, 1, right(item(other)), client_id=taken)
    sent = [
        services.GivenAnswer(client_id, position, noon, response=right(item(attempt, min(position, 2))))
        for client_id, position in ((old, 1), (new, 2), (taken, 1), (taken, 2), (uuid4(), 9))
    ]
    told = [each.status for each in services.save_answers(attempt, sent, at=noon)]
    assert told == ["stored", "stored", "answer_id_taken", "answer_id_taken", "no_such_question"]
    assert Answer.objects.filter(item__attempt=other).count() == 1
    services.submit_attempt(attempt, at=noon)
    late = noon + timedelta(hours=1)
    told = [each.status for each in services.save_answers(attempt, [*sent[:3], sent[4]], at=late)]
    assert told == ["stored", "stored", "answer_id_taken", "no_such_question"]
    assert Answer.objects.count() == 3


def test_of_two_tabs_the_newest_by_server_time_wins(attempt, noon):
    answer(attempt, 1, wrong(item(attempt)), at=noon, occurred_at=noon + timedelta(hours=9))  # its clock runs ahead
    answer(attempt, 1, right(item(attempt)), at=noon + timedelta(seconds=1), occurred_at=noon)
    assert item(attempt).response == right(item(attempt))


def test_an_empty_answer_clears_the_one_before(attempt, noon):
    answer(attempt, 1, right(item(attempt)), at=noon)
    answer(attempt, 1, {}, at=noon + timedelta(seconds=1))
    assert item(attempt).response == {}


def test_twenty_answers_are_kept_and_the_last_one_is_graded(attempt, noon):
    for second in range(20):
        response = wrong(item(attempt)) if second % 2 == 0 else right(item(attempt))
        answer(attempt, 1, response, at=noon + timedelta(seconds=second))
    assert Answer.objects.count() == 20
    assert services.submit_attempt(attempt, at=noon + timedelta(minutes=1)).points == 1


def test_one_refusal_in_a_batch_hinders_no_other_answer(attempt, noon):
    batch = [
        services.GivenAnswer(uuid4(), 9, noon, response=right(item(attempt))),
        services.GivenAnswer(uuid4(), 1, noon, response={"options": [0]}),
        services.GivenAnswer(uuid4(), 2, noon, response=right(item(attempt, 2))),
    ]
    saved = services.save_answers(attempt, batch, at=noon)
    assert [each.status for each in saved] == ["no_such_question", "response_unknown_option", "stored"]


@pytest.mark.parametrize(
    ("response", "code"),
    [
        ({"options": "a"}, "response_malformed"),
        ({"options": [0]}, "response_unknown_option"),
        ("twice", "response_repeated"),
        ("both", "response_too_many"),
    ],
)
def test_an_answer_that_was_never_offered_is_refused(attempt, response, code):
    shown = item(attempt).option_order
    response = {"twice": {"options": shown[:1] * 2}, "both": {"options": shown[:2]}}.get(str(response), response)
    with pytest.raises(AttemptError) as refusal:
        answer(attempt, 1, response)
    assert code_of(refusal) == code
    assert not Answer.objects.exists()


@pytest.mark.parametrize("ended", ["sent", "given up"])
def test_a_closed_attempt_takes_no_answer(attempt, noon, ended):
    services.submit_attempt(attempt, at=noon) if ended == "sent" else services.restart_attempt(attempt, at=noon)
    with pytest.raises(AttemptError) as refusal:
        answer(attempt, 1, right(item(attempt)))
    assert code_of(refusal) == "attempt_closed"


def test_an_answer_sent_again_after_closing_returns_the_stored_row(attempt, noon):
    sent = {"response": right(item(attempt)), "client_id": uuid4()}
    first = answer(attempt, 1, **sent)
    services.submit_attempt(attempt, at=noon)
    assert answer(attempt, 1, **sent) == first


def test_what_the_page_itself_held_back_is_in_time(test_attempt):
    """A phone gathers answers for at most five minutes: who asked it to does not call them late."""
    kept = answer(test_attempt, 1, right(item(test_attempt)), occurred_at=CLOSES, at=CLOSES + timedelta(minutes=5))
    assert (kept.is_late, kept.waits) == (False, False)
    assert services.submit_attempt(test_attempt, at=CLOSES + timedelta(minutes=5)).points == 1


def test_made_before_closing_and_received_soon_after_it_counts_and_is_marked(test_attempt):
    late = answer(test_attempt, 1, right(item(test_attempt)), occurred_at=CLOSES, at=CLOSES + timedelta(minutes=15))
    assert (late.is_late, late.waits) == (True, False)
    assert services.submit_attempt(test_attempt, at=CLOSES + timedelta(minutes=15)).points == 1


def test_received_later_it_is_kept_for_the_committee_and_counts_for_nothing(test_attempt):
    at = CLOSES + timedelta(minutes=16)
    kept = answer(test_attempt, 1, right(item(test_attempt)), occurred_at=CLOSES, at=at)
    assert kept.waits
    assert list(Answer.objects.waiting()) == [kept]
    assert services.submit_attempt(test_attempt, at=at).points == 0


def test_a_minute_and_a_second_after_closing_is_refused_and_logged(test_attempt, caplog):
    at = CLOSES + timedelta(seconds=61)
    with caplog.at_level(logging.WARNING, "quizzes"), pytest.raises(AttemptError) as refusal:
        answer(test_attempt, 1, right(item(test_attempt)), at=at)
    assert code_of(refusal) == "too_late"
    assert str(test_attempt.public_id) in caplog.text
    assert not Answer.objects.exists()


def test_every_type_is_stored_and_graded(noon):
    types = ["pilihan-tunggal", "pilihan-banyak", "benar-salah", "jodohkan", "urutkan"]
    attempt = AttemptFactory(quiz=QuizFactory(questions=[QuestionFactory(type=type) for type in types]))
    for each in attempt.items.all():
        answer(attempt, each.position, right(each))
    assert services.submit_attempt(attempt, at=noon).score_percent == 100


@pytest.mark.parametrize("questions", [10, 60])
def test_a_batch_costs_the_same_at_any_length(questions, noon, django_assert_max_num_queries):
    attempt = AttemptFactory(quiz=QuizFactory(questions=questions))
    batch = [services.GivenAnswer(uuid4(), each.position, noon, response=right(each)) for each in attempt.items.all()]
    with django_assert_max_num_queries(7):
        services.save_answers(attempt, batch, at=noon)
    assert Answer.objects.count() == questions
