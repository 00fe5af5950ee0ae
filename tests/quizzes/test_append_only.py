"""Whatever arrives, in whatever order and however often: nothing stored ever changes, and the score is that of what is stored."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes import services
from quizzes.grading import grade
from quizzes.models import Answer, Attempt, Mark
from quizzes.services.marking import judge
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, right, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.once]

QUESTIONS = 3
answers = st.tuples(
    st.integers(1, 6).map(lambda number: UUID(int=number)),  # few ids, so that devices repeat themselves and collide
    st.integers(1, QUESTIONS + 1),  # one of them is no question of this paper
    st.sampled_from(["right", "wrong", "cleared", "nonsense"]),
)
steps = st.lists(st.one_of(st.lists(answers, min_size=1, max_size=4), st.just("send")), min_size=1, max_size=8)


@contextmanager
def taken_back():
    """Each example starts from the same paper."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def attempt():
    return AttemptFactory(quiz=QuizFactory(questions=QUESTIONS))


def said(item, what):
    """A response of the kind named; to a question that is not there, whatever it is."""
    if item is None or what == "nonsense":
        return {"options": [0]}
    return {"right": right, "wrong": wrong, "cleared": lambda item: {}}[what](item)


def rows_of(model, **of):
    return list(model.objects.filter(**of).order_by("pk").values())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_rows_are_only_ever_added_and_the_score_is_theirs(attempt, steps):
    items = {item.position: item for item in attempt.items.all()}
    with taken_back():
        kept, sent, newest = [], None, {}
        for second, step in enumerate(steps):
            at = NOON + timedelta(seconds=second)
            if step == "send":
                services.submit_attempt(attempt, at=at)  # a second time it answers what it answered
            else:
                known = {row["client_id"] for row in kept}
                batch = [
                    services.GivenAnswer(client, place, at, response=said(items.get(place), what))
                    for client, place, what in step
                ]
                for given_answer, saved in zip(batch, services.save_answers(attempt, batch, at=at), strict=True):
                    if saved.status == "stored" and given_answer.client_id not in known:
                        known.add(given_answer.client_id)
                        # Of two under one id in one batch, the first that can be read is the row.
                        assert saved.answer.response in [
                            each.response for each in batch if each.client_id == saved.client_id
                        ]
                        newest[given_answer.position] = saved.answer.response
            stored, marks = rows_of(Answer, item__attempt=attempt), rows_of(Mark, item__attempt=attempt)
            assert stored[: len(kept)] == kept
            assert len({row["client_id"] for row in stored}) == len(stored)
            kept = stored
            now = Attempt.objects.with_paper().get(pk=attempt.pk)
            assert {item.position: item.response for item in now.items.all()} == {
                place: newest.get(place, {}) for place in items
            }
            if now.submitted_at and not sent:
                sent = (now.submitted_at, now.points, now.score_percent, stored, marks)
                worth = grade(
                    [judge(item, item.version).gradable for item in now.items.all()],
                    {item.position: item.response for item in now.items.all()},
                )
                assert (now.points, now.score_percent) == (worth.points, worth.percent)
            if sent:
                assert sent == (now.submitted_at, now.points, now.score_percent, stored, marks)
