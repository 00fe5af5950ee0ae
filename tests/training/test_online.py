from datetime import UTC, date, datetime

import pytest

from certificates.models import Certificate
from elearning.people.models import User
from elearning.training.online import award_course
from quizzes.services import start_attempt
from tests.factories.lessons import CoursePageFactory
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.quizzes import QuizPageFactory, finish

pytestmark = pytest.mark.django_db
LATE = datetime(2024, 10, 3, 16, 30, tzinfo=UTC)  # already the 4th in WIT, still the 3rd in WIB


@pytest.fixture
def course(home):
    issuer = UnitFactory(name="Lembaga Contoh", number_code="LC", time_zone="Asia/Jayapura")
    return CoursePageFactory(parent=home, title="Netralitas dalam 12 menit", issuer=issuer, lesson_hours=0)


@pytest.fixture
def final(course):
    return QuizPageFactory(parent=course, is_final=True)


@pytest.fixture
def learner(db):
    return UserFactory(display_name="Rina Contoh, S.Pd.")


def sit(quiz, person, *, correct, mode="mandiri", context="", at=LATE):
    return finish(start_attempt(quiz, mode=mode, at=at, person=person, context=context), correct=correct, at=at)


def test_passing_the_final_quiz_earns_a_certificate_that_says_lulus(course, final, learner):
    sit(final.quiz, learner, correct=2)
    certificate = award_course(learner, course, at=LATE)
    assert certificate.kind == Certificate.Kind.PASSED
    assert certificate.facts["days"] == ["2024-10-04"]
    assert certificate.facts["activity"] == "belajar mandiri"
    assert (certificate.facts["title"], certificate.facts["organiser"]) == (course.title, "Lembaga Contoh")
    assert certificate.facts["identity_level"] == learner.identity_level
    assert date.fromisoformat(certificate.facts["issued_on"]) == date(2024, 10, 4)


def test_asking_again_and_passing_again_return_the_first(course, final, learner):
    sit(final.quiz, learner, correct=2)
    first = award_course(learner, course, at=LATE)
    sit(final.quiz, learner, correct=2, at=LATE.replace(day=9))
    assert award_course(learner, course, at=LATE.replace(day=9)) == first
    assert Certificate.objects.count() == 1


def test_failing_earns_nothing(course, final, learner):
    sit(final.quiz, learner, correct=0)
    assert award_course(learner, course, at=LATE) is None


def test_a_quiz_that_is_not_the_final_one_earns_nothing(course, learner):
    sit(QuizPageFactory(parent=course, is_final=False).quiz, learner, correct=2)
    assert award_course(learner, course, at=LATE) is None


def test_a_final_quiz_that_is_not_published_earns_nothing(course, final, learner):
    sit(final.quiz, learner, correct=2)
    final.unpublish()
    assert award_course(learner, course, at=LATE) is None


def test_a_test_in_a_session_is_no_self_study(course, final, learner):
    sit(final.quiz, learner, correct=2, mode="post", context="session:contoh")
    assert award_course(learner, course, at=LATE) is None


def test_somebody_elses_attempt_earns_nothing(course, final, learner):
    sit(final.quiz, UserFactory(), correct=2)
    assert award_course(learner, course, at=LATE) is None


def test_a_course_without_an_issuer_gives_no_certificate(course, final, learner):
    sit(final.quiz, learner, correct=2)
    course.issuer = None
    assert award_course(learner, course, at=LATE) is None


def test_a_person_without_a_name_gets_none(course, final, learner):
    sit(final.quiz, learner, correct=2)
    User.objects.update(display_name=" ")
    learner.refresh_from_db()
    assert award_course(learner, course, at=LATE) is None
