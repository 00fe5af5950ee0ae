"""Numbers, short answers and parts of a picture, from the paper to the result, with and without JavaScript."""

import re

import pytest

from quizzes import services
from quizzes.errors import QuestionError
from quizzes.models import Answer, Question
from tests.factories.quizzes import (
    QuestionFactory,
    QuizFactory,
    QuizPageFactory,
    content,
)

from .web import batch, form_of, row, secrets_of, start, url

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("seams")]

TYPES = ["angka", "isian-singkat", "bagian-gambar"]


@pytest.fixture
def quiz_page(home):
    questions = [QuestionFactory(type=type) for type in TYPES]
    return QuizPageFactory(quiz=QuizFactory(questions=questions, shuffle=False), is_final=True)


def test_a_guest_takes_the_whole_quiz_without_javascript(client, quiz_page):
    attempt = start(client, quiz_page)
    for position in range(1, 4):
        assert client.post(url("question", attempt, position), form_of(attempt, position)).status_code == 302
    assert "Belum dijawab" not in client.get(url("review", attempt)).content.decode()
    client.post(url("submit", attempt))
    assert "3 dari 3 benar. Anda lulus." in client.get(url("result", attempt)).content.decode()


def test_no_page_of_an_unfinished_quiz_holds_what_is_accepted(client, quiz_page):
    attempt = start(client, quiz_page)
    accepted = {
        option.text
        for item in attempt.items.all()
        if item.kind.is_written
        for option in item.version.options.all()
    }  # fmt: skip
    pages = [
        client.get(quiz_page.url),
        *[client.get(url(name, attempt)) for name in ("attempt", "review", "submit", "restart")],
        *[client.get(url("question", attempt, position)) for position in range(1, 4)],
        client.post(url("answers", attempt), **batch(row(attempt, 3), row(attempt, 1, fields={"number": ["1.000"]}))),
    ]
    for reply in pages:
        text = reply.content.decode()
        assert not [secret for secret in secrets_of(quiz_page.quiz) | accepted if secret in text]


def test_what_the_server_understood_is_shown_beside_the_number(client, quiz_page):
    attempt = start(client, quiz_page)
    client.post(url("question", attempt, 1), {"number": "2.50"})
    text = client.get(url("question", attempt, 1)).content.decode()
    assert 'value="2,5"' in text
    assert "Dibaca sebagai 2,5" in text


@pytest.mark.parametrize(("typed", "sentence"), [("1.000", "Tulis 1000 atau 1,5."), ("dua", "Tulis angka saja")])
def test_a_number_that_cannot_be_understood_is_refused_and_stays_in_the_field(client, quiz_page, typed, sentence):
    attempt = start(client, quiz_page)
    reply = client.post(url("question", attempt, 1), {"number": typed})
    assert reply.status_code == 409
    text = reply.content.decode()
    assert sentence in text
    assert f'value="{typed}"' in text
    assert "Dibaca sebagai" not in text
    assert not Answer.objects.exists()


def test_the_phone_learns_which_answer_was_refused_and_why(client, quiz_page):
    attempt = start(client, quiz_page)
    sent = [
        row(attempt, 1, fields={"number": ["1.000"]}),
        row(attempt, 2, fields={"text": ["a" * 201]}),
        row(attempt, 3),
    ]
    answers = client.post(url("answers", attempt), **batch(*sent)).json()["answers"]
    codes = [each["status"] for each in answers]
    assert codes == ["response_number_ambiguous", "response_too_long", "stored"]


def test_a_text_with_characters_that_no_database_takes_is_stored_without_them(client, quiz_page):
    attempt = start(client, quiz_page)
    client.post(url("answers", attempt), **batch(row(attempt, 2, fields={"text": ["net\x00ral\ud800"]})))
    assert Answer.objects.get().response == {"text": "netral"}


def test_a_picture_shows_its_parts_by_letter_and_its_words_tell_no_key(client, quiz_page):
    attempt = start(client, quiz_page)
    client.post(url("question", attempt, 3), {"options": ["B"]})
    text = client.get(url("question", attempt, 3)).content.decode()
    assert re.findall(r'<g data-letter="(\w)"( class="is-chosen")?>', text) == [
        ("A", ""),
        ("B", ' class="is-chosen"'),
        ("C", ""),
    ]
    assert '<rect x="323" y="48" width="192" height="192"/>' in text  # whole pixels: no comma of the locale
    alt = re.search(r'alt="(Gambar soal[^"]*)"', text)[1]
    assert not [option for option in attempt.items.get(position=3).version.options.all() if option.text in alt]
    assert " style=" not in text.split("<main", 1)[1]


def test_the_result_tells_both_answers_and_what_a_known_mistake_teaches(client, quiz_page):
    attempt = start(client, quiz_page)
    for position, fields in ((1, {"number": "31,4"}), (2, {"text": "kawasan  merdeka."}), (3, {"options": ["B"]})):
        client.post(url("question", attempt, position), fields)
    client.post(url("submit", attempt))
    text = client.get(url("result", attempt)).content.decode()
    for words in (
        "31,4",
        "3,14",
        "Komanya bergeser satu tempat.",
        "kawasan merdeka.",
        "Kawasan bebas partai",
        "Itu istilah lain.",
    ):
        assert words in text
    assert '<g data-letter="B" class="is-chosen">' in text  # the picture comes back with what was ticked
    assert "(Anda tandai)" in text
    assert "Pagar di belakang" in text
    assert "Baju merah di tengah" in text


def half_right(item) -> dict:
    return {"options": [choice.id for choice in item.choices if choice.is_correct][:1]}


@pytest.fixture
def in_parts(home):
    """One question with two right options of three, and part marks."""
    question = QuestionFactory(type="pilihan-banyak")
    services.publish_version(
        question, content("pilihan-banyak", gives_part_marks=True, card_ids=(question.current.bases.get().card_id,)),
        by=None, at=question.current.created_at,
    )  # fmt: skip
    return Question.objects.get(pk=question.pk)


def test_an_edition_that_gives_part_marks_earns_a_part(in_parts, client, home):
    page = QuizPageFactory(quiz=QuizFactory(questions=[in_parts], pass_mark_percent=50))
    attempt = start(client, page)
    item = attempt.items.get()
    letters = item.kind.write_form(half_right(item), item.shown)
    client.post(url("question", attempt, 1), letters)
    client.post(url("submit", attempt))
    attempt.refresh_from_db()
    assert attempt.score_percent == 50
    text = client.get(url("result", attempt)).content.decode()
    assert "0 dari 1 benar, 1 sebagian benar. Anda lulus." in text
    assert "Nilai 50 dari 100. Batas lulus 50." in text
    assert "Sebagian benar" in text


def test_an_earlier_edition_without_part_marks_stays_all_or_nothing(in_parts):
    first = in_parts.versions.get(number=1)
    assert not first.gives_part_marks
    assert in_parts.current.gives_part_marks


def test_a_question_about_a_picture_needs_its_picture(home):
    question = QuestionFactory(type="bagian-gambar")
    with pytest.raises(QuestionError) as refusal:
        services.publish_version(
            question, content("bagian-gambar", picture_id=None), by=None, at=question.current.created_at
        )
    assert refusal.value.code == "picture_missing"


@pytest.mark.parametrize("questions", [1, 12])
def test_pictures_cost_the_same_however_many_there_are(client, home, questions, django_assert_max_num_queries):
    page = QuizPageFactory(
        quiz=QuizFactory(questions=[QuestionFactory(type="bagian-gambar") for _ in range(questions)])
    )
    attempt = start(client, page)
    client.get(url("attempt", attempt))  # pictures are made in their size once
    with django_assert_max_num_queries(14):
        assert client.get(url("attempt", attempt)).content.decode().count("<svg viewBox") >= questions
