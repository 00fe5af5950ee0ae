"""The committee decides about an answer that waits; decisions are appended and the attempt is marked again."""

from datetime import timedelta

import pytest

from elearning.lib.frozen import FrozenError
from quizzes import services
from quizzes.editions import editions
from quizzes.errors import AttemptError
from quizzes.models import Answer, Attempt, LateDecision, Mark
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, answer, right, waiting_answer, wrong

pytestmark = pytest.mark.django_db
CLOSES = NOON + timedelta(hours=1)
LONG_AFTER = CLOSES + timedelta(hours=1)


@pytest.fixture
def attempt():
    """Two questions, the first answered rightly before closing, sent by the clock."""
    attempt = AttemptFactory(
        quiz=QuizFactory(questions=2, pass_mark_percent=100), person=UserFactory(), mode="post",
        context="session:contoh", deadline_at=CLOSES,
    )  # fmt: skip
    answer(attempt, 1, right(attempt.items.get(position=1)))
    services.close_overdue(at=CLOSES + timedelta(minutes=16))
    return Attempt.objects.get()


@pytest.fixture
def late(attempt):
    """The right answer to the second question, which a phone brought an hour after closing."""
    item = attempt.items.get(position=2)
    saved = answer(attempt, 2, right(item), at=LONG_AFTER, occurred_at=CLOSES - timedelta(minutes=1))
    assert saved.waits
    return saved


def decide(late, counts, by=None):
    return services.decide_late_answer(late, counts=counts, by=by or UserFactory(), at=LONG_AFTER)


def result():
    attempt = Attempt.objects.get()
    return attempt.score_percent, attempt.passed


def test_until_somebody_decides_it_counts_for_nothing(late):
    assert result() == (50, False)
    assert list(Answer.objects.undecided()) == [late]


def test_counted_it_is_graded_and_the_attempt_marked_again(late):
    by = UserFactory()
    decide(late, True, by)
    assert result() == (100, True)
    mark = Mark.objects.latest("pk")
    assert (mark.item_id, mark.reason, mark.made_by, mark.fraction) == (late.item_id, Mark.Reason.LATE, by, 1)
    assert not Answer.objects.undecided().exists()


def test_only_the_question_whose_worth_changed_gets_a_new_mark(late):
    before = Mark.objects.count()
    decide(late, True)
    assert Mark.objects.count() == before + 1


def test_left_aside_it_changes_no_mark(late):
    before = Mark.objects.count()
    decide(late, False)
    assert (result(), Mark.objects.count()) == ((50, False), before)
    assert not Answer.objects.undecided().exists()


def test_pressed_twice_it_is_decided_once(late):
    first, is_new = decide(late, True)
    marks = Mark.objects.count()
    again, is_new_again = decide(late, True)
    assert (is_new, is_new_again, again) == (True, False, first)
    assert (LateDecision.objects.count(), Mark.objects.count()) == (1, marks)


def test_taken_back_the_attempt_is_worth_what_it_was(late):
    decide(late, True)
    decide(late, False)
    assert result() == (50, False)
    assert LateDecision.objects.count() == 2


def test_a_decision_is_never_edited(late):
    decision, _ = decide(late, True)
    decision.counts = False
    with pytest.raises(FrozenError):
        decision.save()


def test_of_two_answers_that_count_the_one_received_last_does(attempt):
    """A change of mind that arrives late is a change of mind."""
    item = attempt.items.get(position=1)
    late = waiting_answer(attempt, 1, wrong(item), at=LONG_AFTER)
    decide(late, True)
    assert result() == (0, False)


def test_decided_while_the_attempt_runs_it_is_counted_when_it_is_sent():
    attempt = AttemptFactory(quiz=QuizFactory(questions=1), person=UserFactory(), deadline_at=CLOSES)
    late = waiting_answer(attempt, at=LONG_AFTER)
    decide(late, True)
    assert not Mark.objects.exists()
    services.submit_attempt(attempt, at=LONG_AFTER)
    assert result() == (100, True)


def test_a_void_question_stays_void(attempt):
    item = attempt.items.get(position=2)
    Mark.objects.create(
        item=item, fraction=0, key_version=item.version, reason=Mark.Reason.VOID, made_at=NOON
    )  # as if its rule had changed
    decide(waiting_answer(attempt, 2, at=LONG_AFTER), True)
    assert result() == (100, True)
    assert Mark.objects.filter(item=item).latest("pk").reason == Mark.Reason.VOID


def test_an_answer_that_counts_already_waits_for_nobody(attempt):
    with pytest.raises(AttemptError) as refusal:
        decide(Answer.objects.get(), False)
    assert refusal.value.code == "not_waiting"
    assert not LateDecision.objects.exists()


def test_the_paper_is_read_at_the_same_cost_for_many_answers_that_wait(attempt, django_assert_num_queries):
    for counts in (True, False, True, None):
        late = waiting_answer(attempt, 2, at=LONG_AFTER)
        if counts is not None:
            decide(late, counts)
    editions.forget()
    with django_assert_num_queries(6):  # the attempt, its items, answers, editions, their options and bases
        [item.response for item in Attempt.objects.with_paper().get().items.all()]
    with django_assert_num_queries(3):  # the process has met the editions
        [item.response for item in Attempt.objects.with_paper().get().items.all()]
