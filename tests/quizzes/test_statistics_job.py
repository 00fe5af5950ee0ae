"""Statistics are written by a job: whose attempts count, when it works, and what a killed worker leaves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes import services
from quizzes.models import ItemStatistic, Mark, QuizStatistic
from quizzes.services import statistics
from quizzes.statistics.changes import Changes
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    NOON,
    AttemptFactory,
    QuizFactory,
    answer,
    finish,
    right,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def sit(quiz, *corrects, mode="mandiri", at=NOON, **more):
    """One attempt for each number: so many right answers, by a new person."""
    return [
        finish(AttemptFactory(quiz=quiz, person=UserFactory(), mode=mode, at=at, **more), correct=correct, at=at)
        for correct in corrects
    ]


def test_a_quiz_is_worked_out_from_what_its_people_answered():
    quiz = QuizFactory(questions=4, shuffle=False)
    sit(quiz, 0, 2, 4, 4)
    assert services.compute_statistics(at=LATER) == 1
    row = QuizStatistic.objects.get()
    assert (row.mode, row.attempts, row.mean_percent, row.computed_at) == ("mandiri", 4, 62.5, LATER)
    assert row.distribution == [1, 0, 0, 0, 0, 1, 0, 0, 0, 2]
    by_place = [row.items.get(question=each.question) for each in quiz.quiz_questions.all()]
    assert [item.facility for item in by_place] == [0.75, 0.75, 0.5, 0.5]
    assert all(item.answers == 4 and item.discrimination_percent > 0 for item in by_place)


def test_options_are_counted_by_their_key():
    quiz = QuizFactory(questions=1)
    sit(quiz, 0, 0, 1)
    services.compute_statistics(at=LATER)
    options = ItemStatistic.objects.get().options
    assert {key: option["chosen"] for key, option in options.items()} == {"a": 2, "b": 1}


def test_the_first_finished_attempt_of_each_person_counts():
    quiz, person = QuizFactory(questions=2), UserFactory()
    finish(AttemptFactory(quiz=quiz, person=person), correct=0)
    finish(AttemptFactory(quiz=quiz, person=person, at=LATER), correct=2, at=LATER)
    AttemptFactory(quiz=quiz, person=UserFactory())  # not finished
    finish(AttemptFactory(quiz=quiz, guest_key=uuid4()), correct=2)
    services.compute_statistics(at=LATER)
    row = QuizStatistic.objects.get()
    assert (row.attempts, row.mean_percent) == (1, 0)


def test_modes_are_worked_out_apart():
    quiz = QuizFactory(questions=2)
    sit(quiz, 1)
    sit(quiz, 2, mode="ruang")
    services.compute_statistics(at=LATER)
    assert dict(QuizStatistic.objects.values_list("mode", "mean_percent")) == {"mandiri": 50, "ruang": 100}


def test_a_question_left_blank_is_wrong():
    quiz = QuizFactory(questions=2)
    attempt = AttemptFactory(quiz=quiz, person=UserFactory())
    item = attempt.items.get(position=1)
    answer(attempt, 1, right(item))
    services.submit_attempt(attempt, at=NOON)
    services.compute_statistics(at=LATER)
    assert dict(ItemStatistic.objects.values_list("question", "facility")) == {
        item.version.question_id: 1, attempt.items.get(position=2).version.question_id: 0,
    }  # fmt: skip


def test_a_void_question_that_was_answered_wrongly_does_not_count():
    quiz = QuizFactory(questions=2)
    attempt, *_ = sit(quiz, 1, 1)
    item = attempt.items.get(position=2)
    Mark.objects.create(item=item, fraction=0, key_version=item.version, reason=Mark.Reason.VOID, made_at=NOON)
    services.compute_statistics(at=LATER)
    assert ItemStatistic.objects.get(question=item.version.question).answers == 1
    assert QuizStatistic.objects.get().mean_percent == 75


def test_without_anything_new_nothing_is_done():
    quiz = QuizFactory(questions=2)
    sit(quiz, 1, 2)
    services.compute_statistics(at=LATER)
    before = list(QuizStatistic.objects.values())
    assert services.compute_statistics(at=LATER + timedelta(hours=1)) == 0
    assert list(QuizStatistic.objects.values()) == before
    sit(quiz, 1, at=LATER)
    assert services.compute_statistics(at=LATER + timedelta(hours=1)) == 1
    assert QuizStatistic.objects.get().attempts == 3


def test_a_guest_who_says_who_he_is_is_counted_from_then_on():
    quiz, key = QuizFactory(questions=2), uuid4()
    finish(AttemptFactory(quiz=quiz, guest_key=key), correct=2)
    assert services.compute_statistics(at=LATER) == 0
    services.adopt_guest_attempts(key, UserFactory(), at=LATER)
    assert services.compute_statistics(at=LATER + timedelta(hours=1)) == 1


def test_killed_in_the_middle_the_old_figures_stay(monkeypatch):
    quiz = QuizFactory(questions=2)
    sit(quiz, 1)
    services.compute_statistics(at=LATER)
    sit(quiz, 1, at=LATER)
    with monkeypatch.context() as broken:
        broken.setattr(statistics, "_row", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.compute_statistics(at=LATER + timedelta(hours=1))
    assert QuizStatistic.objects.get().attempts == 1
    assert ItemStatistic.objects.count() == 2
    assert services.compute_statistics(at=LATER + timedelta(hours=1)) == 1


def test_the_time_of_a_question_is_from_the_answer_before_it():
    quiz = QuizFactory(questions=2, shuffle=False)
    attempt = AttemptFactory(quiz=quiz, person=UserFactory())
    for position, seconds in ((1, 10), (2, 30), (1, 90)):
        item = attempt.items.get(position=position)
        answer(attempt, position, right(item), occurred_at=NOON + timedelta(seconds=seconds))
    services.submit_attempt(attempt, at=LATER)
    services.compute_statistics(at=LATER)
    places = [ItemStatistic.objects.get(question=each.question).median_seconds for each in quiz.quiz_questions.all()]
    assert places == [None, 20]


def test_pre_and_post_of_one_occasion_are_paired_by_question_and_option():
    quiz, context = QuizFactory(questions=2, shuffle=False), "session:contoh"
    learner, other = UserFactory(), UserFactory()
    for person, mode, correct, where in (
        (learner, "pre", 1, context), (learner, "post", 2, context), (other, "pre", 0, "lain"), (other, "post", 2, context),
    ):  # fmt: skip
        finish(AttemptFactory(quiz=quiz, person=person, mode=mode, context=where), correct=correct)
    services.compute_statistics(at=LATER)
    first, second = (
        Changes.read(ItemStatistic.objects.get(question=each.question, quiz_statistic__mode="post").pairs)
        for each in quiz.quiz_questions.all()
    )
    assert (first.people, first.kept, dict(first.cells)) == (1, 1, {("b", "b"): 1})
    assert (second.people, second.corrected, dict(second.cells)) == (1, 1, {("a", "b"): 1})


def test_queries_do_not_grow_with_the_attempts():
    few, many = QuizFactory(questions=3), QuizFactory(questions=3)
    sit(few, 1)
    sit(many, *[1, 2, 3] * 10)
    costs = []
    for quiz in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            statistics.compute_statistic(quiz, "mandiri", at=LATER)
        costs.append(len(captured))
    assert costs[0] == costs[1]
