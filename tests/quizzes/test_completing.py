"""Whoever passes the final quiz of a course has learnt it: one row, which nothing takes back."""

import pytest

from elearning.lessons.models import Completion
from quizzes import services
from tests.factories.lessons import CoursePageFactory
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, QuizPageFactory, finish

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(home):
    return CoursePageFactory()


@pytest.fixture
def quiz(course):
    quiz = QuizFactory(questions=2, attempts_allowed=3)
    QuizPageFactory(parent=course, quiz=quiz, is_final=True)
    return quiz


def test_passing_the_final_quiz_completes_the_course_once(course, quiz):
    person = UserFactory()
    for correct in (0, 2, 2):
        finish(AttemptFactory(quiz=quiz, person=person), correct=correct)
    done = Completion.objects.get()
    assert (done.person, done.course, done.way, done.completed_at) == (person, course, "mandiri", NOON)


@pytest.mark.parametrize("mode", ["pre", "post", "penyegaran"])
def test_a_test_of_another_kind_completes_no_course(quiz, mode):
    finish(AttemptFactory(quiz=quiz, person=UserFactory(), mode=mode), correct=2)
    assert not Completion.objects.exists()


def test_another_quiz_of_the_course_does_not_complete_it(course):
    quiz = QuizFactory(questions=2)
    QuizPageFactory(parent=course, quiz=quiz)
    finish(AttemptFactory(quiz=quiz, person=UserFactory()), correct=2)
    assert not Completion.objects.exists()


def test_where_the_first_attempt_counts_a_later_pass_completes_nothing(quiz):
    quiz.counting = "pertama"
    quiz.save(update_fields=["counting"])
    person = UserFactory()
    for correct in (0, 2):
        finish(AttemptFactory(quiz=quiz, person=person), correct=correct)
    assert not Completion.objects.exists()


def test_what_was_passed_before_the_quiz_became_final_is_noted_once(course, quiz):
    finish(AttemptFactory(quiz=quiz, person=UserFactory()), correct=2)
    finish(AttemptFactory(quiz=quiz, person=UserFactory()), correct=0)
    Completion.objects.all().delete()
    assert [services.note_missed_completions(course) for _ in range(2)] == [1, 0]
    assert Completion.objects.get().completed_at == NOON
