"""What an attempt asks of the database: the same at any length, in a process that has met its questions before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.editions import editions
from quizzes.models import Attempt, QuestionVersion
from tests.factories.quizzes import QuizFactory, QuizPageFactory

from .web import batch, row, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seams")]

QUERIES = {"start": 10, "attempt": 6, "question": 6, "answers": 7, "review": 6, "confirm": 6}


@pytest.mark.parametrize("questions", [10, 60])
@pytest.mark.parametrize(
    ("share", "submitting"), [(1, {"submit": 14, "result": 12}), (2, {"submit": 11, "result": 14})]
)
def test_no_request_asks_more_of_the_database_at_60_questions(client, home, person, questions, share, submitting):
    """``share``: one of so many is answered, rightly: all, and who passes is looked after; half, and one may try again."""
    page = QuizPageFactory(quiz=QuizFactory(questions=questions))
    client.force_login(person)
    editions(QuestionVersion.objects.values_list("pk", flat=True))
    client.get(page.url)
    start_url = reverse("quizzes:start", args=[page.quiz.slug])
    counts = {"start": queries_of(lambda: client.post(start_url))}
    attempt = Attempt.objects.get()
    rows = batch(*[row(attempt, position) for position in range(1, questions // share + 1)])
    counts |= {
        "attempt": queries_of(lambda: client.get(url("attempt", attempt))),
        "question": queries_of(lambda: client.get(url("question", attempt, 1))),
        "answers": queries_of(lambda: client.post(url("answers", attempt), **rows)),
        "review": queries_of(lambda: client.get(url("review", attempt))),
        "confirm": queries_of(lambda: client.get(url("submit", attempt))),
        "submit": queries_of(lambda: client.post(url("submit", attempt))),
        "result": queries_of(lambda: client.get(url("result", attempt))),
    }
    assert counts == QUERIES | submitting


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert act().status_code in (200, 302)
    return len(captured)
