"""«Laporkan kekeliruan soal»."""

import pytest
from django.test import Client

from quizzes.errors import ReportError
from quizzes.models import QuestionReport
from tests.factories.quizzes import AttemptFactory, QuizFactory, finish

from .web import start, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seams")]


def test_a_reported_question_reaches_the_editors_without_a_name(client, home, person):
    attempt = finish(AttemptFactory(person=person), correct=1)
    client.force_login(person)
    assert "Jangan menulis nama orang, calon, atau partai." in client.get(url("report", attempt, 1)).content.decode()
    reply = client.post(url("report", attempt, 1), {"text": "Kuncinya keliru."})
    assert "Terima kasih" in reply.content.decode()
    report = QuestionReport.objects.get()
    assert (report.version, report.text) == (attempt.items.get(position=1).version, "Kuncinya keliru.")


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_an_empty_or_endless_report_is_refused(client, home, person, text):
    attempt = finish(AttemptFactory(person=person), correct=1)
    client.force_login(person)
    assert "Terima kasih" not in client.post(url("report", attempt, 1), {"text": text}).content.decode()
    assert not QuestionReport.objects.exists()


def test_a_running_quiz_takes_no_report(client, quiz_page):
    assert client.get(url("report", start(client, quiz_page), 1)).status_code == 404


@pytest.fixture
def tight(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "question_report": "2/h/key,3/h/ip"}


def reports(client, attempt, positions) -> list[int]:
    """The status of each reply; every question is reported once."""
    return [client.post(url("report", attempt, each), {"text": "Kuncinya keliru."}).status_code for each in positions]


@pytest.fixture
def attempt(person):
    return finish(AttemptFactory(quiz=QuizFactory(questions=4), person=person), correct=1)


def refusal_of(reply) -> str:
    return reply.context["form"].errors.as_data()["text"][0].message


def test_one_phone_reports_only_so_often_and_nothing_it_said_is_lost(client, home, person, attempt, tight):
    client.force_login(person)
    assert reports(client, attempt, (1, 2, 3)) == [200, 200, 429]
    reply = client.post(url("report", attempt, 4), {"text": "Pilihan B juga benar."})
    assert refusal_of(reply) == str(ReportError("too_many"))
    assert "Pilihan B juga benar." in reply.content.decode()  # what was typed stays in the form
    assert QuestionReport.objects.count() == 2


def test_one_phone_reports_a_question_once_so_that_three_reports_are_of_three(client, home, person, attempt):
    client.force_login(person)
    assert reports(client, attempt, (1, 2)) == [200, 200]
    reply = client.post(url("report", attempt, 1), {"text": "Kuncinya sungguh keliru."})
    assert (reply.status_code, refusal_of(reply)) == (429, str(ReportError("already_reported")))
    assert QuestionReport.objects.count() == 2
    other = Client()
    other.force_login(person)
    assert reports(other, attempt, (1,)) == [200]


def test_one_address_reports_only_so_often_whatever_its_cookies(home, person, attempt, tight):
    statuses = []
    for position in range(1, 5):
        phone = Client()
        phone.force_login(person)
        statuses += reports(phone, attempt, (position,))
    assert statuses == [200, 200, 200, 429]


def test_a_refused_report_does_not_count(client, home, person, attempt, tight):
    client.force_login(person)
    for _ in range(5):
        client.post(url("report", attempt, 1), {"text": " "})
    assert reports(client, attempt, (1,)) == [200]
