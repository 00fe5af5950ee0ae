"""The screens of figures: what they say below and above thirty answers, without names, at a constant cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quizzes import charts, services
from quizzes.editorial import meanings
from quizzes.models import HealthCase, HealthSignal, ItemStatistic, QuestionReport, QuizStatistic
from quizzes.statistics.changes import Changes
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuestionFactory, QuizFactory, finish

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def quiz(db):
    return QuizFactory(questions=2, shuffle=False)


@pytest.fixture
def editor(client, home, superuser):
    client.force_login(superuser)
    return client


def work_out(quiz, count, mode="mandiri", **more):
    for number in range(count):
        person = UserFactory(display_name=f"Orang Rahasia Contoh {number}")
        finish(AttemptFactory(quiz=quiz, person=person, mode=mode, **more), correct=number % 3)
    services.compute_statistics(at=LATER)


def page(client, name, *args):
    return client.get(reverse(f"quizzes_admin:{name}", args=args)).content.decode()


def test_below_thirty_people_a_screen_gives_no_figure(editor, quiz):
    work_out(quiz, 12)
    shown = page(editor, "quiz_statistics", quiz.pk, "mandiri")
    assert "belum cukup data (n = 12)" in shown
    assert "Peta soal" not in shown
    assert "Dihitung: pengerjaan pertama" in shown


@pytest.mark.parametrize(("people", "tells"), [(4, False), (5, True)])
def test_fewer_than_five_people_are_not_told_apart(editor, quiz, people, tells):
    work_out(quiz, people)
    of_quiz = page(editor, "quiz_statistics", quiz.pk, "mandiri")
    of_question = page(editor, "question_statistics", quiz.quiz_questions.first().question_id)
    assert ("50–59" in of_quiz) is tells
    assert ("Pemilih" in of_question) is tells


def test_from_thirty_people_on_it_does_and_names_nobody(editor, quiz):
    work_out(quiz, 30)
    first = quiz.quiz_questions.first().question
    shown = [
        page(editor, "statistics"),
        page(editor, "quiz_statistics", quiz.pk, "mandiri"),
        page(editor, "question_statistics", first.pk),
    ]
    assert all("belum cukup data" not in each for each in shown)
    assert all("Orang Rahasia" not in each for each in shown)
    assert "Peta soal" in shown[1]
    assert "50,0%" in shown[0]


def test_a_quiz_that_nobody_has_taken_has_no_screen(editor, quiz):
    address = reverse("quizzes_admin:quiz_statistics", args=[quiz.pk, "mandiri"])
    assert editor.get(address).status_code == 404


def with_pairs(question, cells):
    changes = Changes()
    changes.cells.update(cells)
    changes.corrected = sum(cells.values())
    row = QuizStatistic.objects.create(
        quiz=QuizFactory(questions=[question]), mode="post", attempts=9, computed_at=NOON
    )
    ItemStatistic.objects.create(quiz_statistic=row, question=question, answers=9, pairs=changes.stored())


@pytest.mark.parametrize(("people", "is_shown"), [(4, False), (5, True)])
def test_fewer_than_five_people_show_no_flow(editor, people, is_shown):
    question = QuestionFactory()
    with_pairs(question, {("a", "b"): people})
    assert ("Dari pre-test ke post-test" in page(editor, "question_statistics", question.pk)) is is_shown


def test_the_flow_says_what_became_of_wrong_beliefs(editor):
    question = QuestionFactory()
    with_pairs(question, {("a", "b"): 5, ("b", "a"): 2, ("a", "a"): 1, ("", "c"): 1})
    shown = page(editor, "question_statistics", question.pk)
    assert "5 menjadi benar; 1 tetap pada salah paham yang sama; 1 pindah ke salah paham lain" in shown
    assert "2 benar menjadi salah" in shown


def queries(client, name, *args):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(f"quizzes_admin:{name}", args=args)).status_code == 200
    return len(captured)


def stored(count):
    """A quiz with so many questions, each with figures and an open case."""
    quiz = QuizFactory(questions=count)
    row = QuizStatistic.objects.create(quiz=quiz, mode="mandiri", attempts=40, distribution=[4] * 10, computed_at=NOON)
    for each in quiz.quiz_questions.select_related("question"):
        HealthCase.objects.create(question=each.question, signal="terlalu-sulit", opened_at=NOON)
        ItemStatistic.objects.create(
            quiz_statistic=row, question=each.question, answers=40, facility=0.5, discrimination_percent=20,
            options={"a": {"chosen": 20, "lead_percent": -3.0}},
        )  # fmt: skip
    return quiz


def test_every_screen_costs_the_same_for_one_row_and_for_thirty(editor):
    few, many = stored(1), None
    question = few.quiz_questions.first().question
    listed, cases = queries(editor, "statistics"), queries(editor, "health_cases")
    one, alone = (
        queries(editor, "quiz_statistics", few.pk, "mandiri"),
        queries(editor, "question_statistics", question.pk),
    )
    many = stored(30)
    for _ in range(5):
        row = QuizStatistic.objects.create(quiz=QuizFactory(questions=[]), mode="pre", attempts=9, computed_at=NOON)
        ItemStatistic.objects.create(
            quiz_statistic=row, question=question, answers=9, options={"a": {"chosen": 9, "lead_percent": 1.0}}
        )
    assert queries(editor, "statistics") == listed
    assert queries(editor, "health_cases") == cases
    assert queries(editor, "quiz_statistics", many.pk, "mandiri") == one
    assert queries(editor, "question_statistics", question.pk) == alone


def test_the_number_of_signs_is_the_number_of_rows_behind_its_link(editor):
    quiz = stored(2)
    question = quiz.quiz_questions.first().question
    HealthCase.objects.create(question=question, signal="beda-lemah", opened_at=NOON)
    shown = page(editor, "quiz_statistics", quiz.pk, "mandiri")
    address, count = re.search(rf'href="([^"]+\?soal={question.pk})">(\d+) tanda', shown).groups()
    assert len(editor.get(address).context["rows"]) == int(count) == 2


def test_an_editor_leaves_a_question_with_a_reason(editor):
    question = QuestionFactory()
    for _ in range(3):
        QuestionReport.objects.create(version=question.current, text="Keliru.", created_on=NOON.date())
    services.raise_cases(at=NOON)
    case = HealthCase.objects.get()
    address = reverse("quizzes_admin:health_case", args=[case.pk])
    assert "Soal: Ditahan" not in editor.get(address).content.decode()
    refused = editor.post(address, {"decision": "dibiarkan", "note": ""})
    assert "Tulis alasan keputusan Anda." in refused.content.decode()
    assert editor.post(address, {"decision": "versi-baru", "note": "Diperbaiki."}).status_code == 200
    assert editor.post(address, {"decision": "dibiarkan", "note": "Kuncinya benar."}).status_code == 302
    case.refresh_from_db()
    question.refresh_from_db()
    assert (case.decision, question.status) == ("dibiarkan", "terbit")
    again = editor.post(address, {"decision": "pensiun", "note": "Lain."})
    assert "sudah diputuskan orang lain" in again.content.decode()


def test_the_queue_shows_one_signal_and_what_was_decided(editor, superuser):
    stored(1)
    HealthCase.objects.create(question=QuestionFactory(), signal="beda-lemah", opened_at=NOON)
    queue = reverse("quizzes_admin:health_cases")
    assert len(editor.get(queue).context["rows"]) == 2
    assert len(editor.get(queue, {"tanda": "beda-lemah"}).context["rows"]) == 1
    assert len(editor.get(queue, {"keadaan": "selesai"}).context["rows"]) == 0


def test_a_question_that_has_no_single_answer_shows_no_flow(editor):
    question = QuestionFactory(type="urutkan")
    with_pairs(question, {("", ""): 9})
    assert "Dari pre-test ke post-test" not in page(editor, "question_statistics", question.pk)


def test_each_case_says_what_to_do(editor):
    case = HealthCase.objects.create(
        question=QuestionFactory(), signal="beda-negatif", opened_at=NOON, figures={"facility": 0.98}
    )
    for shown in (page(editor, "health_cases"), page(editor, "health_case", case.pk)):
        assert meanings.OF_SIGNAL["beda-negatif"] in shown
        assert "98%" in shown


def test_each_figure_says_what_it_means(editor):
    quiz = stored(1)
    shown = page(editor, "quiz_statistics", quiz.pk, "mandiri")
    told = [*meanings.OF_QUIZ.values(), *meanings.OF_ITEM.values()]
    assert [meaning for _, meaning in told if meaning not in shown] == []
    assert "Batas lulus 70%" in shown


@pytest.mark.once
def test_every_signal_has_its_advice():
    assert set(meanings.OF_SIGNAL) == set(HealthSignal)


@pytest.mark.once
@pytest.mark.parametrize(
    ("answers", "facility", "discrimination", "mode", "said"),
    [
        (29, 0.5, 40, "mandiri", "belum cukup data (n = 29)"), (30, 0.5, 40, "mandiri", "baik"),
        (30, 0.1, 40, "mandiri", "terlalu sulit"), (30, 0.1, 40, "pre", "baik"), (30, 0.99, 40, "post", "baik"),
        (30, 0.99, 40, "mandiri", "terlalu mudah"), (30, 0.99, 5, "mandiri", "kurang membedakan"),
        (30, 0.1, -5, "mandiri", "yang paham justru salah"), (30, 1.0, None, "post", "baik"),
    ],
)  # fmt: skip
def test_the_figures_of_a_question_in_two_words(answers, facility, discrimination, mode, said):
    item = ItemStatistic(answers=answers, facility=facility, discrimination_percent=discrimination)
    assert meanings.in_words(item, mode) == said


@pytest.mark.once
@given(st.dictionaries(st.tuples(st.sampled_from("abx"), st.sampled_from("abx")), st.integers(1, 50), min_size=1))
def test_blocks_of_a_flow_stay_within_the_picture_and_hold_everybody(cells):
    shown = charts.flow_chart(cells, {"a": "A", "b": "B", "x": "X"})
    for side in (shown.before, shown.after):
        assert sum(block.people for block in side) == sum(cells.values())
        assert all(block.y >= 0 and block.y + block.height <= shown.height + 0.5 for block in side)
    assert len(shown.bands) == len(cells)


@pytest.mark.once
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_bars_stay_within_the_picture(counts):
    for bar in charts.bars(counts, [str(number) for number in range(len(counts))]):
        assert 0 <= bar.x <= bar.x + bar.width <= charts.WIDTH
        assert bar.y >= 0
