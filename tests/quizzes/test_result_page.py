"""What a result explains, when it stays silent, and to what it leads."""

from datetime import timedelta

import pytest

from tests.factories.people import UnitFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuestionFactory, QuizFactory, answer, finish, right

from .web import secrets_of, start, url

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("seams")]


def test_a_topic_is_listed_only_where_it_adds_something_to_read(client, home, person):
    question = QuestionFactory(topics=["Kampanye", "Media sosial"])
    attempt = finish(AttemptFactory(quiz=QuizFactory(questions=[question]), person=person), correct=0)
    client.force_login(person)
    text = client.get(url("result", attempt)).content.decode()
    assert "<strong>Kampanye</strong></p>" in text
    assert "<strong>Media sosial</strong>" not in text


def test_a_result_explains_every_question(client, home, person):
    question = QuestionFactory(topics=["Media sosial"])
    attempt = finish(AttemptFactory(quiz=QuizFactory(questions=[question]), person=person), correct=0)
    client.force_login(person)
    text = client.get(url("result", attempt)).content.decode()
    card = question.current.bases.get().card
    for words in (
        "0 dari 1 benar.",
        "Batas lulus 1. Baca 1 kartu ini (±&nbsp;2&nbsp;menit), lalu coba lagi.",
        "Media sosial",
        card.get_absolute_url(),
        str(card.citations.get().provision),
        question.current.explanation,
        "Tidak boleh, itu dukungan",
        "Laporkan kekeliruan soal",
    ):
        assert words in text, words
    assert "Anda lulus" not in text


def test_a_pre_test_explains_nothing_until_the_post_test_is_sent(client, home, person):
    question = QuestionFactory()
    quiz, occasion = QuizFactory(questions=[question]), {"person": person, "context": "session:1"}
    before = finish(AttemptFactory(quiz=quiz, mode="pre", **occasion), correct=0)
    client.force_login(person)
    hidden = client.get(url("result", before)).content.decode()
    assert "Terima kasih. Pembahasan dibuka setelah post-test." in hidden
    assert not [secret for secret in secrets_of(quiz) if secret in hidden]
    elsewhere = AttemptFactory(quiz=quiz, mode="post", person=person, context="session:2")
    finish(elsewhere, correct=1)
    after = AttemptFactory(quiz=quiz, mode="post", **occasion)
    assert question.current.explanation not in client.get(url("result", before)).content.decode()
    finish(after, correct=1)
    assert question.current.explanation in client.get(url("result", before)).content.decode()


@pytest.mark.parametrize(
    ("is_final", "has_issuer", "passes", "offered"),
    [(True, True, True, True), (False, True, True, False), (True, False, True, False), (True, True, False, False)],
)
def test_a_certificate_is_offered_for_the_passed_last_quiz_of_a_course_with_an_issuer(
    client, quiz_page, person, is_final, has_issuer, passes, offered
):
    quiz_page.is_final = is_final
    quiz_page.save()
    course = quiz_page.course
    course.issuer = UnitFactory() if has_issuer else None
    course.save()
    client.force_login(person)
    attempt = start(client, quiz_page)
    if passes:
        for item in attempt.items.all():
            answer(attempt, item.position, right(item))
    client.post(url("submit", attempt))
    text = client.get(url("result", attempt)).content.decode()
    assert ('action="/ambil/"' in text) is offered
    assert (f'name="attempt" value="{attempt.public_id}"' in text) is offered


def test_an_answer_that_arrived_late_is_named(client, home, person):
    closes = NOON + timedelta(minutes=30)
    attempt = AttemptFactory(
        quiz=QuizFactory(questions=2), person=person, mode="post", context="s:1", deadline_at=closes
    )
    answer(attempt, 1, right(attempt.items.get(position=1)), occurred_at=NOON, at=closes + timedelta(minutes=6))
    answer(attempt, 2, right(attempt.items.get(position=2)), occurred_at=NOON, at=closes + timedelta(minutes=16))
    client.force_login(person)
    client.post(url("submit", attempt))
    text = client.get(url("result", attempt)).content.decode()
    assert "1 dari 2 benar." in text
    assert "terkirim terlambat karena jaringan" in text
    assert "1 jawaban tiba lama sesudah uji ditutup." in text
