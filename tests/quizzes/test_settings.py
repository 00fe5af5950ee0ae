"""Hours, limits, which attempt counts and when explanations open: kept by the server."""

import logging
from datetime import timedelta

import pytest
import time_machine

from quizzes import services
from quizzes.errors import AttemptError
from quizzes.models import Answer, Attempt
from quizzes.paper import closing_of
from quizzes.results import explanations_closed
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, QuizPageFactory, finish
from tests.quizzes.web import batch, form_of, row, start, url

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("limit", "closes", "occasion", "ends"),
    [
        (None, None, None, None),
        (30, None, None, 30),
        (None, 20, None, 20),
        (30, 20, None, 20),
        (30, 50, None, 30),
        (30, 50, 10, 10),
        (None, None, 40, 40),
    ],
)
def test_an_attempt_ends_at_whatever_comes_first(limit, closes, occasion, ends):
    quiz = QuizFactory(time_limit_minutes=limit, closes_at=closes and NOON + closes * MINUTE)
    attempt = AttemptFactory(quiz=quiz, deadline_at=occasion and NOON + occasion * MINUTE)
    assert attempt.deadline_at == (ends and NOON + ends * MINUTE)


@pytest.mark.parametrize(
    ("after", "code", "words"),
    [
        (-1, "quiz_not_open", "3 Oktober 2024 pukul 12.00 WIB"),
        (60, "quiz_closed", "3 Oktober 2024 pukul 13.00 WIB"),
    ],
)
def test_a_quiz_takes_nobody_outside_its_hours(after, code, words):
    quiz = QuizFactory(opens_at=NOON, closes_at=NOON + HOUR)
    with pytest.raises(AttemptError) as refusal:
        AttemptFactory(quiz=quiz, at=NOON + after * MINUTE)
    assert refusal.value.code == code
    assert words in str(refusal.value)
    assert AttemptFactory(quiz=quiz, at=NOON).is_running


def test_starting_over_after_closing_keeps_the_running_attempt():
    attempt = AttemptFactory(quiz=QuizFactory(closes_at=NOON + HOUR))
    with pytest.raises(AttemptError) as refusal:
        services.restart_attempt(attempt, at=NOON + HOUR)
    assert refusal.value.code == "quiz_closed"
    attempt.refresh_from_db()
    assert attempt.is_running


@pytest.mark.parametrize(("after", "words"), [(-1, "Dibuka 3 Oktober 2024"), (61, "Kuis ini sudah ditutup")])
def test_the_page_of_a_quiz_says_when_it_takes_people(client, home, after, words):
    page = QuizPageFactory(quiz=QuizFactory(opens_at=NOON, closes_at=NOON + HOUR, time_limit_minutes=20))
    with time_machine.travel(NOON + after * MINUTE, tick=False):
        shown = client.get(page.url).content.decode()
    assert words in shown
    assert "Batas waktu 20 menit" in shown
    assert "Mulai kuis" not in shown


def test_a_closing_on_another_day_is_named_with_its_date():
    attempt = AttemptFactory(person=UserFactory(), quiz=QuizFactory(closes_at=NOON + timedelta(days=2)))
    assert closing_of(attempt, at=NOON).when == "5 Oktober 2024 pukul 12.00 WIB"
    assert closing_of(attempt, at=NOON + timedelta(days=2, minutes=-4)).minutes_left == 4


def test_five_reloads_are_one_attempt_with_one_deadline(client, home):
    page = QuizPageFactory(quiz=QuizFactory(time_limit_minutes=10))
    with time_machine.travel(NOON, tick=False) as clock:
        first = start(client, page)
        for _ in range(5):
            clock.shift(MINUTE)
            assert start(client, page) == first
    assert Attempt.objects.get().deadline_at == NOON + 10 * MINUTE


def test_an_answer_61_seconds_after_the_deadline_is_refused_by_plain_http_and_logged(client, home, caplog):
    page = QuizPageFactory(quiz=QuizFactory(time_limit_minutes=10))
    person = UserFactory(display_name="Dra. Nama Rahasia, M.Si.")
    client.force_login(person)
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = start(client, page)
        clock.move_to(NOON + 10 * MINUTE + timedelta(seconds=61))
        with caplog.at_level(logging.WARNING):
            assert client.post(url("question", attempt, 1), form_of(attempt, 1)).status_code == 409
            late = row(attempt, 2, occurred_at=(NOON + 11 * MINUTE).isoformat(), fields=form_of(attempt, 2))
            assert client.post(url("answers", attempt), **batch(late)).json()["answers"][0]["status"] == "too_late"
    assert not Answer.objects.exists()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("quizzes")]
    assert len(ours) == 2
    assert all(str(attempt.public_id) in line and "too late" in line for line in ours)
    assert "Rahasia" not in caplog.text


@pytest.mark.parametrize(
    ("opening", "closes", "after", "is_open"),
    [
        ("kirim", None, 0, True),
        ("tutup", 60, 59, False),
        ("tutup", 60, 60, True),
        ("tutup", None, 600, False),
        ("tidak", 60, 600, False),
    ],
)
def test_explanations_open_when_the_quiz_says(opening, closes, after, is_open):
    quiz = QuizFactory(explanations=opening, closes_at=closes and NOON + closes * MINUTE)
    attempt = finish(AttemptFactory(quiz=quiz), correct=1)
    assert (explanations_closed(attempt, at=NOON + after * MINUTE) == "") == is_open


def test_closed_explanations_are_not_in_the_page(client, home):
    page = QuizPageFactory(quiz=QuizFactory(explanations="tidak"))
    with time_machine.travel(NOON, tick=False):
        attempt = finish(start(client, page), correct=2)
        shown = client.get(url("result", attempt)).content.decode()
    assert "Anda lulus" in shown
    assert "Pembahasan kuis ini tidak dibuka" in shown
    assert "Pembahasan contoh" not in shown


@pytest.mark.parametrize(
    ("counting", "results", "has_passed", "counted"),
    [
        ("terbaik", [0, 2, 1], True, 2),
        ("pertama", [0, 2, 2], False, 1),
        ("pertama", [2, 0, 0], True, 1),
        ("terakhir", [2, 2, 0], False, 3),
        ("terakhir", [0, 0, 2], True, 3),
    ],
)
def test_the_attempt_that_counts_decides(client, home, counting, results, has_passed, counted):
    person, quiz = UserFactory(), QuizFactory(counting=counting)
    for correct in results:
        finish(AttemptFactory(quiz=quiz, person=person), correct=correct)
    finish(AttemptFactory(quiz=quiz, person=UserFactory()), correct=2)
    own = Attempt.objects.filter(person=person)
    assert own.passed().exists() == has_passed
    assert own.results().get().number == counted
    client.force_login(person)
    assert str(own.get(number=counted).public_id) in client.get(QuizPageFactory(quiz=quiz).url).content.decode()
