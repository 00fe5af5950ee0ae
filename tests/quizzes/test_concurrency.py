"""Many press at the same moment; the database is the referee. Only PostgreSQL lets them truly race."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quizzes import services
from quizzes.errors import ExchangeError
from quizzes.models import Answer, Attempt, ImportedQuestion, Mark, Question
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuizFactory, answer, right
from tests.threads import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("owner", ["person", "guest"])
def test_twenty_parallel_starts_give_one_attempt(noon, owner):
    quiz = QuizFactory(questions=5)
    who = {"person": UserFactory()} if owner == "person" else {"guest_key": uuid4()}
    started = at_once(lambda _: services.start_attempt(quiz, mode="mandiri", at=noon, **who), range(20))
    assert len({attempt.pk for attempt in started}) == 1
    assert Attempt.objects.get().items.count() == 5


def test_the_same_answer_sent_in_parallel_is_stored_once(noon):
    attempt, client_id = AttemptFactory(), uuid4()
    response = right(attempt.items.get(position=1))
    stored = at_once(lambda _: answer(attempt, 1, response, client_id=client_id), range(20))
    assert len({row.pk for row in stored}) == 1
    assert Answer.objects.count() == 1


def test_250_parallel_answers_are_250_rows_and_the_score_is_theirs(noon):
    attempts = [AttemptFactory(quiz=QuizFactory(questions=1)) for _ in range(10)]

    def send(number):
        for second in range(25):
            attempt = attempts[number % 10]
            answer(attempt, 1, right(attempt.items.get(position=1)), at=noon + timedelta(seconds=second))

    at_once(send, range(10))
    assert Answer.objects.count() == 250
    assert {services.submit_attempt(attempt, at=noon + timedelta(hours=1)).points for attempt in attempts} == {1}


def test_parallel_sends_grade_once(noon):
    attempt = AttemptFactory()
    at_once(lambda _: services.submit_attempt(attempt, at=noon), range(8))
    assert Mark.objects.count() == 2


def test_no_answer_slips_in_ungraded_while_the_attempt_is_sent(noon):
    for _ in range(5):
        attempt = AttemptFactory(quiz=QuizFactory(questions=1))
        response = right(attempt.items.get(position=1))

        def act(number, attempt=attempt, response=response):
            if number == 0:
                return services.submit_attempt(attempt, at=noon)
            given = services.GivenAnswer(uuid4(), 1, noon, response=response)
            return services.save_answers(attempt, [given], at=noon)[0].status

        _, status = at_once(act, range(2))
        attempt.refresh_from_db()
        assert (status == "stored") == (attempt.points == 1)


def test_files_of_the_same_questions_kept_at_once_are_kept_whole_or_refused(noon):
    writer = UserFactory()
    texts = ["Camat netral. {T}" + "\n" * lines for lines in range(6)]
    files = [SimpleUploadedFile("soal.gift", text.encode()) for text in texts]
    batches = [services.read_file(file, by=writer, at=noon) for file in files]

    def keep(batch):
        try:
            return bool(services.apply_import(batch, by=writer, at=noon).applied_at)
        except ExchangeError as refusal:
            return refusal.code

    outcomes = at_once(keep, batches)
    assert set(outcomes) <= {True, "keys_taken"}
    assert Question.objects.count() == ImportedQuestion.objects.count() == outcomes.count(True) >= 1
    assert all(keep(batch) is True for batch in batches), "pressing again keeps what was refused"
