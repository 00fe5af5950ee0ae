"""What a room looks at together: topics, and one question at a time with how it was answered."""

from datetime import timedelta

import pytest

from quizzes import services
from quizzes.class_results import class_result
from quizzes.discussing import Discussion, TopicShare, topic_shares
from quizzes.models import QuestionHold
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    NOON,
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    answer,
    finish,
    rekeyed,
    right,
    sat,
)
from tests.factories.refreshers import published_card

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROOM = {"mode": "post", "context": "session:contoh"}
DAY = NOON.date()


def discussion():
    return Discussion(ROOM["context"], ROOM["mode"], at=NOON)


def sit(quiz, *keys):
    """One person each, who chooses this option in the first question; "" leaves it blank."""
    for key in keys:
        sat(quiz, key, **ROOM)


def quiz_of(*questions):
    return QuizFactory(questions=list(questions), shuffle=False)


def test_a_question_is_told_with_how_many_chose_what():
    sit(quiz_of(QuestionFactory()), *"aaaaabbbbbbb", "")
    shown = discussion().show(None, on=DAY)
    assert [(option.letter, option.people, option.percent, option.is_right) for option in shown.options] == [
        ("A", 5, 38, False),
        ("B", 7, 54, True),
        ("C", 0, 0, False),
    ]
    assert (shown.people, shown.percent, shown.position, shown.total) == (13, 54, 1, 1)
    assert shown.right == ("Tidak boleh, itu dukungan",)
    assert shown.explanation.startswith("Pembahasan contoh")


def test_fewer_than_five_people_are_no_room():
    sit(quiz_of(QuestionFactory()), *"abbb")
    assert discussion().show(None, on=DAY) is None


def test_an_option_of_one_to_four_people_is_not_counted_out():
    sit(quiz_of(QuestionFactory()), *"aaaabbbbbb")
    first, second, third = discussion().show(None, on=DAY).options
    assert (first.people, first.percent, second.people, third.people) == (None, 0, 6, 0)


def test_the_weakest_question_comes_first_and_one_leads_to_the_next():
    hard, easy = QuestionFactory(), QuestionFactory()
    sit(quiz_of(hard, easy), *"aaaaab")
    found = discussion()
    assert found.questions == (hard.pk, easy.pk)
    first, second = (found.show(key, on=DAY) for key in found.questions)
    assert (first.before, first.after, second.before, second.after) == (None, easy.pk, hard.pk, None)


def test_a_question_of_another_test_shows_the_first():
    asked = QuestionFactory()
    sit(quiz_of(asked), *"aaaaa")
    assert discussion().show(QuestionFactory().pk, on=DAY).question == asked.pk


def test_a_held_question_is_not_discussed():
    question = QuestionFactory()
    sit(quiz_of(question), *"aaaaa")
    QuestionHold.objects.create(
        question=question, publication=published_card().versions.last(), held_from=NOON - timedelta(days=1),
        created_at=NOON,
    )  # fmt: skip
    assert discussion().show(None, on=DAY) is None


def test_a_corrected_key_is_the_one_that_is_told():
    question = QuestionFactory()
    sit(quiz_of(question), *"aaaaab")
    edition = rekeyed(question, "a", explanation="Penjelasan baru.")
    services.correct_key(edition, reason="Kunci lama keliru.", by=UserFactory(), at=NOON)
    shown = discussion().show(None, on=DAY)
    assert [option.is_right for option in shown.options] == [True, False, False]
    assert (shown.right, shown.explanation) == (("Boleh, asal luar jam kerja",), "Penjelasan baru.")


@pytest.mark.parametrize("kind", ["jodohkan", "urutkan", "angka", "isian-singkat"])
def test_a_question_without_options_to_tick_is_told_by_its_share(kind):
    quiz = quiz_of(QuestionFactory(type=kind))
    for _ in range(5):
        attempt = AttemptFactory(quiz=quiz, person=UserFactory(), **ROOM)
        answer(attempt, 1, right(attempt.items.get()))
        services.submit_attempt(attempt, at=NOON)
    shown = discussion().show(None, on=DAY)
    assert (shown.options, shown.percent) == ((), 100)
    assert shown.right


def test_a_picture_is_shown_with_its_parts(home):
    sit(quiz_of(QuestionFactory(type="bagian-gambar")), *"aaaaa")
    shown = discussion().show(None, on=DAY)
    assert [region.letter for region in shown.picture.regions] == ["A", "B", "C"]


@pytest.mark.parametrize("people", [5, 30])
def test_a_question_costs_the_same_for_any_number_of_people(people, django_assert_max_num_queries):
    sit(quiz_of(QuestionFactory(), QuestionFactory()), *("a" * people))
    with django_assert_max_num_queries(22):
        discussion().show(None, on=DAY)


def test_topics_are_weighed_by_the_people_who_met_their_questions():
    quiz = quiz_of(QuestionFactory(topics=["foto"]), QuestionFactory(topics=["foto", "media sosial"]))
    people = [UserFactory() for _ in range(6)]
    for mode, correct in (("pre", 1), ("post", 2)):
        for person in people:
            finish(AttemptFactory(quiz=quiz, person=person, **ROOM | {"mode": mode}), correct=correct)
    assert topic_shares(class_result(ROOM["context"])) == (
        TopicShare("foto", 50, 100),
        TopicShare("media sosial", 0, 100),
    )


def test_a_small_class_has_no_topics():
    quiz = quiz_of(QuestionFactory(topics=["foto"]))
    for _ in range(4):
        finish(AttemptFactory(quiz=quiz, person=UserFactory(), **ROOM), correct=0)
    assert topic_shares(class_result(ROOM["context"])) == ()
