"""More time is a row; the newest counts, also for whoever has not begun."""

from datetime import timedelta

import pytest

from quizzes import services
from quizzes.errors import AttemptError, ExtensionError
from quizzes.models import Attempt, Extension
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, answer, right

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
OCCASION = {"mode": "post", "context": "session:1"}


@pytest.fixture
def person():
    return UserFactory()


def extend(quiz, person, *, until=NOON + 30 * MINUTE, reason="Listrik padam", at=NOON, **changes):
    given = OCCASION | changes
    return services.extend(quiz, person, **given, until=until, reason=reason, by=UserFactory(), at=at)


def begin(quiz, person, **changes):
    return AttemptFactory(quiz=quiz, person=person, **OCCASION, **changes)


def code(call, *args, **kwargs) -> str:
    with pytest.raises(ExtensionError) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def test_a_running_attempt_ends_later(person):
    attempt = begin(QuizFactory(time_limit_minutes=10), person)
    row = extend(attempt.quiz, person)
    attempt.refresh_from_db()
    assert attempt.deadline_at == row.until == NOON + 30 * MINUTE
    kept = answer(attempt, 1, right(attempt.items.first()), at=NOON + 29 * MINUTE)
    assert not kept.is_late


def test_whoever_has_not_begun_gets_the_time_when_he_begins(person):
    quiz = QuizFactory(time_limit_minutes=10, closes_at=NOON + 5 * MINUTE)
    extend(quiz, person)
    assert begin(quiz, person, at=NOON + 20 * MINUTE).deadline_at == NOON + 30 * MINUTE
    with pytest.raises(AttemptError) as refusal:
        begin(quiz, UserFactory(), at=NOON + 20 * MINUTE)
    assert refusal.value.code == "quiz_closed"


def test_more_time_is_no_less_than_the_limit_gives(person):
    quiz = QuizFactory(time_limit_minutes=60)
    extend(quiz, person)
    assert begin(quiz, person).deadline_at == NOON + 60 * MINUTE


def test_the_newest_row_counts_and_every_row_stays(person):
    attempt = begin(QuizFactory(time_limit_minutes=10), person)
    for minutes in (20, 40):
        extend(attempt.quiz, person, until=NOON + minutes * MINUTE)
    attempt.refresh_from_db()
    assert attempt.deadline_at == NOON + 40 * MINUTE
    assert Extension.objects.count() == 2


def test_another_occasion_gets_nothing(person):
    quiz = QuizFactory(time_limit_minutes=10)
    extend(quiz, person, context="session:2")
    assert begin(quiz, person).deadline_at == NOON + 10 * MINUTE


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"until": NOON}, "not_later_than_now"),
        ({"until": NOON + 10 * MINUTE}, "not_later_than_deadline"),
    ],
)
def test_what_gives_no_time_or_no_reason_is_refused(person, changes, expected):
    attempt = begin(QuizFactory(time_limit_minutes=10), person)
    assert code(extend, attempt.quiz, person, **changes) == expected
    assert not Extension.objects.exists()


def test_a_second_extension_before_the_start_must_be_later(person):
    quiz = QuizFactory()
    extend(quiz, person)
    assert code(extend, quiz, person) == "not_later_than_deadline"


@pytest.mark.parametrize("why", ["no limit", "sent"])
def test_where_nothing_ends_there_is_nothing_to_extend(person, why):
    attempt = begin(QuizFactory(time_limit_minutes=None if why == "no limit" else 10), person)
    if why == "sent":
        services.submit_attempt(attempt, at=NOON)
    assert code(extend, attempt.quiz, person) == "nothing_to_extend"


def everybody(quiz, **changes):
    given = {"more": 10 * MINUTE, "reason": "Listrik padam", "by": UserFactory(), "at": NOON} | changes
    return services.extend_running(quiz, **OCCASION, **given)


def test_everybody_at_work_gets_as_much(person, django_assert_max_num_queries):
    quiz = QuizFactory(time_limit_minutes=10)
    early, late = begin(quiz, person), begin(quiz, UserFactory(), at=NOON + 3 * MINUTE)
    done = services.submit_attempt(begin(quiz, UserFactory()), at=NOON)
    by = UserFactory()
    with django_assert_max_num_queries(6):
        assert everybody(quiz, by=by, at=NOON + 5 * MINUTE) == 2
    ends = dict(Attempt.objects.values_list("pk", "deadline_at"))
    assert (ends[early.pk], ends[late.pk]) == (NOON + 20 * MINUTE, NOON + 23 * MINUTE)
    assert ends[done.pk] == NOON + 10 * MINUTE


def test_whose_time_is_over_gets_it_from_now(person):
    attempt = begin(QuizFactory(time_limit_minutes=10), person)
    everybody(attempt.quiz, at=NOON + 20 * MINUTE)
    attempt.refresh_from_db()
    assert attempt.deadline_at == NOON + 30 * MINUTE


def test_nobody_at_work_or_no_reason_is_refused(person):
    quiz = QuizFactory(time_limit_minutes=10)
    assert code(everybody, quiz) == "nothing_to_extend"
    begin(quiz, person)
    assert code(everybody, quiz, reason=" ") == "reason_missing"


def test_the_job_that_closes_waits_for_the_new_end(person):
    attempt = begin(QuizFactory(time_limit_minutes=10), person)
    extend(attempt.quiz, person)
    assert services.close_overdue(at=NOON + 44 * MINUTE) == 0
    assert services.close_overdue(at=NOON + 45 * MINUTE) == 1


def test_closing_an_occasion_leaves_the_time_that_was_given(person):
    quiz = QuizFactory(time_limit_minutes=60)
    own, other = begin(quiz, person), begin(quiz, UserFactory())
    extend(quiz, person, until=NOON + 70 * MINUTE)
    services.end_occasion(**OCCASION, closed_at=NOON + 5 * MINUTE)
    assert [Attempt.objects.get(pk=each.pk).deadline_at for each in (own, other)] == [
        NOON + 70 * MINUTE, NOON + 5 * MINUTE,
    ]  # fmt: skip
    services.end_occasion(**OCCASION, closed_at=None)
    other.refresh_from_db()
    assert other.deadline_at == NOON + 60 * MINUTE
