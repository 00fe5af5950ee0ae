"""An attempt starts once, is sent once, and finds its owner."""

from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes import services
from quizzes.errors import AttemptError
from quizzes.models import Attempt, AttemptItem, Mark
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    answer,
    content,
    finish,
    right,
    wrong,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory()


def start(quiz, at, mode="mandiri", **owner):
    return services.start_attempt(quiz, mode=mode, at=at, **owner)


def test_starting_twice_resumes_the_running_attempt(person, noon):
    quiz = QuizFactory()
    assert start(quiz, noon, person=person) == start(quiz, noon + timedelta(days=1), person=person)


def test_a_guest_resumes_his_own_and_no_other_guests_attempt(noon):
    quiz, key = QuizFactory(), uuid4()
    first = start(quiz, noon, guest_key=key)
    assert start(quiz, noon, guest_key=key) == first
    assert start(quiz, noon, guest_key=uuid4()) != first


def test_an_attempt_belongs_to_somebody(noon):
    with pytest.raises(ValueError, match="belongs"):
        start(QuizFactory(), noon)


def test_an_attempt_keeps_the_pass_mark_and_the_versions_it_started_with(person, noon):
    quiz = QuizFactory(questions=1, pass_mark_percent=70)
    attempt = start(quiz, noon, person=person)
    question = quiz.quiz_questions.get().question
    old = question.current
    card = old.bases.get().card_id
    services.publish_version(question, content(prompt="Pertanyaan baru?", card_ids=(card,)), by=None, at=noon)
    quiz.pass_mark_percent = 90
    quiz.save()
    attempt.refresh_from_db()
    assert attempt.pass_mark_percent == 70
    assert attempt.items.get().version == old


@pytest.mark.parametrize("status", ["draf", "ditahan", "pensiun"])
def test_a_question_that_is_not_published_is_never_shown(person, noon, status):
    held = QuestionFactory(status=status)
    shown = QuestionFactory()
    attempt = start(QuizFactory(questions=[held, shown]), noon, person=person)
    assert [item.version.question for item in attempt.items.all()] == [shown]


@pytest.mark.parametrize("questions", [0, "held"])
def test_a_quiz_without_open_questions_cannot_start(person, noon, questions):
    quiz = QuizFactory(questions=[QuestionFactory(status="ditahan")] if questions else 0)
    with pytest.raises(AttemptError) as refusal:
        start(quiz, noon, person=person)
    assert refusal.value.code == "no_questions"
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("owner", ["person", "guest"])
def test_self_study_allows_as_many_attempts_as_the_quiz_says(person, noon, owner):
    quiz = QuizFactory(attempts_allowed=2)
    who = {"person": person} if owner == "person" else {"guest_key": uuid4()}
    for _ in range(2):
        services.submit_attempt(start(quiz, noon, **who), at=noon)
    with pytest.raises(AttemptError) as refusal:
        start(quiz, noon, **who)
    assert refusal.value.code == "attempts_used"


def test_attempts_are_counted_apart_for_each_mode_and_occasion(person, noon):
    quiz = QuizFactory(attempts_allowed=1)
    services.submit_attempt(start(quiz, noon, person=person), at=noon)
    services.submit_attempt(start(quiz, noon, "pre", person=person, context="session:1"), at=noon)
    services.submit_attempt(start(quiz, noon, "post", person=person, context="session:1"), at=noon)
    start(quiz, noon, "post", person=person, context="session:2")


def test_a_test_in_a_session_is_taken_once(person, noon):
    quiz = QuizFactory(attempts_allowed=3)
    services.submit_attempt(start(quiz, noon, "post", person=person, context="session:1"), at=noon)
    with pytest.raises(AttemptError) as refusal:
        start(quiz, noon, "post", person=person, context="session:1")
    assert refusal.value.code == "attempts_used"


def test_the_same_questions_come_in_another_order_next_time(person, noon):
    quiz = QuizFactory(questions=8, attempts_allowed=6)
    seen = set()
    for _ in range(6):
        attempt = start(quiz, noon, person=person)
        seen.add(tuple(attempt.items.values_list("version_id", flat=True)))
        services.submit_attempt(attempt, at=noon)
    assert len(seen) > 1


def test_sending_grades_every_question_once(person, noon):
    attempt = finish(AttemptFactory(quiz=QuizFactory(questions=3), person=person), correct=2)
    assert (attempt.score_percent, attempt.points, attempt.passed) == (66, 2, False)
    assert Mark.objects.filter(item__attempt=attempt).count() == 3


def test_sending_twice_changes_nothing(person, noon):
    attempt = finish(AttemptFactory(person=person), correct=2)
    again = services.submit_attempt(attempt, at=noon + timedelta(hours=1))
    assert again.submitted_at == noon
    assert Mark.objects.count() == 2


def test_passing_is_found_by_the_queryset(person):
    passed = finish(AttemptFactory(person=person), correct=2)
    finish(AttemptFactory(person=person), correct=0)
    assert list(Attempt.objects.passed()) == [passed]


def test_starting_over_gives_up_the_running_attempt_and_uses_one(person, noon):
    quiz = QuizFactory(attempts_allowed=2)
    first = start(quiz, noon, person=person)
    answer(first, 1, right(first.items.get(position=1)))
    second = services.restart_attempt(first, at=noon)
    first.refresh_from_db()
    assert first.state == Attempt.State.ABANDONED
    assert second.number == 2
    assert not second.items.filter(answers__isnull=False).exists()
    with pytest.raises(AttemptError) as refusal:
        services.restart_attempt(second, at=noon)
    assert refusal.value.code == "attempts_used"
    second.refresh_from_db()
    assert second.is_running


def test_only_a_running_self_study_attempt_can_be_started_over(person, noon):
    test = AttemptFactory(person=person, mode="post", context="session:1")
    done = services.submit_attempt(AttemptFactory(person=person), at=noon)
    codes = []
    for attempt in (test, done):
        with pytest.raises(AttemptError) as refusal:
            services.restart_attempt(attempt, at=noon)
        codes.append(refusal.value.code)
    assert codes == ["not_self_study", "attempt_closed"]


def test_an_attempt_given_up_cannot_be_sent(person, noon):
    first = AttemptFactory(person=person)
    services.restart_attempt(first, at=noon)
    with pytest.raises(AttemptError) as refusal:
        services.submit_attempt(first, at=noon)
    assert refusal.value.code == "attempt_closed"


def test_a_guest_who_says_who_he_is_keeps_what_he_did(person, noon):
    key, quiz = uuid4(), QuizFactory()
    own = services.submit_attempt(start(quiz, noon, person=person), at=noon)
    done = finish(start(quiz, noon, guest_key=key), correct=2)
    start(quiz, noon, guest_key=uuid4())
    assert services.adopt_guest_attempts(key, person, at=noon).count == 1
    done.refresh_from_db()
    assert (done.person, own.number, done.number) == (person, 1, 2)
    assert services.adopt_guest_attempts(key, person, at=noon).count == 0


def test_of_two_running_attempts_the_newer_runs_on_after_adoption(person, noon):
    key, quiz = uuid4(), QuizFactory()
    older = start(quiz, noon, person=person)
    newer = start(quiz, noon + timedelta(minutes=1), guest_key=key)
    services.adopt_guest_attempts(key, person, at=noon)
    assert list(Attempt.objects.running()) == [newer]
    older.refresh_from_db()
    assert older.state == Attempt.State.ABANDONED


def test_the_last_try_of_a_person_runs_on_when_what_a_guest_began_goes_beyond_it(person, noon):
    key, quiz = uuid4(), QuizFactory(attempts_allowed=1)
    own = AttemptFactory(quiz=quiz, person=person)
    AttemptFactory(quiz=quiz, guest_key=key, at=noon + timedelta(minutes=1))
    assert services.adopt_guest_attempts(key, person, at=noon + timedelta(minutes=2)).used_up == (quiz,)
    assert Attempt.objects.running().get() == own


def test_owned_attempts_are_those_of_the_person_and_of_this_browser(person, noon):
    key, quiz = uuid4(), QuizFactory()
    guest = start(quiz, noon, guest_key=key)
    own = start(quiz, noon, person=person)
    start(quiz, noon, person=UserFactory())
    start(quiz, noon, guest_key=uuid4())
    assert set(Attempt.objects.owned_by(person, key)) == {guest, own}
    assert set(Attempt.objects.owned_by(person, None)) == {own}
    services.adopt_guest_attempts(key, UserFactory(), at=noon)
    assert set(Attempt.objects.owned_by(person, key)) == {own}


@pytest.mark.parametrize("questions", [10, 60])
def test_starting_and_sending_cost_the_same_at_any_length(questions, person, noon, django_assert_max_num_queries):
    quiz = QuizFactory(questions=questions)
    with django_assert_max_num_queries(10):
        attempt = start(quiz, noon, person=person)
    answer(attempt, 1, wrong(attempt.items.get(position=1)))
    with django_assert_max_num_queries(10):
        services.submit_attempt(attempt, at=noon)
    assert AttemptItem.objects.filter(attempt=attempt).count() == questions


def test_signing_out_does_not_make_one_more_try(noon):
    person, key, quiz = UserFactory(), uuid4(), QuizFactory(attempts_allowed=1)
    finish(AttemptFactory(person=person, quiz=quiz), correct=0)
    guest = finish(AttemptFactory(guest_key=key, quiz=quiz), correct=2)
    adopted = services.adopt_guest_attempts(key, person, at=noon)
    guest.refresh_from_db()
    assert [each.pk for each in adopted.used_up] == [quiz.pk]
    assert (guest.person, guest.state) == (person, Attempt.State.ABANDONED)
    assert Attempt.objects.finished().filter(person=person).count() == 1
