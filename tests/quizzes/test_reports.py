"""«Laporkan kekeliruan soal»."""

import pytest

from quizzes.models import QuestionReport
from tests.factories.quizzes import AttemptFactory, finish

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
