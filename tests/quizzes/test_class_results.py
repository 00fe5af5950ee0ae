"""What a class learnt between two tests: the same people, the marks that count now, and nothing of fewer than five."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes import class_results, services
from quizzes.class_results import ClassResult, Means, class_result, paired_means
from quizzes.models import LateDecision
from quizzes.statistics.classes import ClassTally, Paper
from quizzes.statistics.items import UNIT, Scored
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    NOON,
    AttemptFactory,
    DrawRuleFactory,
    QuestionFactory,
    QuizFactory,
    answer,
    finish,
    rekeyed,
    waiting_answer,
    wrong,
)

pytestmark = pytest.mark.django_db
HERE = "session:contoh"
LATER = NOON + timedelta(hours=1)


def sits(quiz, *pairs, context=HERE):
    """A new person for each (right before, right after); None for a test he did not do."""
    people = []
    for corrects in pairs:
        people.append(UserFactory())
        for mode, correct in zip(("pre", "post"), corrects, strict=True):
            if correct is not None:
                finish(AttemptFactory(quiz=quiz, person=people[-1], mode=mode, context=context), correct=correct)
    return people


@pytest.fixture
def quiz(db):
    return QuizFactory(questions=[QuestionFactory(topics=["foto"]), QuestionFactory(topics=["pesan"])], shuffle=False)


def test_only_people_who_did_both_are_compared(quiz):
    sits(quiz, *[(1, 2)] * 5, (0, None), (None, 0))
    found = class_result(HERE)
    assert (found.sat_before, found.sat_after, found.sat_both, found.people) == (6, 6, 5, 5)
    assert (found.mean_before, found.mean_after, found.rose, found.stayed, found.fell) == (50, 100, 5, 0, 0)
    assert found.gain.gain == 1


def test_another_occasion_and_guests_do_not_count(quiz):
    sits(quiz, *[(1, 2)] * 5)
    sits(quiz, *[(0, 0)] * 5, context="session:lain")
    finish(AttemptFactory(quiz=quiz, mode="post", context=HERE), correct=0)
    assert class_result(HERE).mean_after == 100


def test_each_questions_turns_are_counted_and_its_beliefs_followed(quiz):
    sits(quiz, *[(1, 2)] * 4, (2, 1))
    found = {each.edition.question_id: each for each in class_result(HERE).questions}
    first, second = (found[row.question_id] for row in quiz.quiz_questions.all())
    assert (first.before.percent, first.after.percent, first.turned.kept) == (100, 100, 5)
    assert (second.before.percent, second.after.percent, second.before.people) == (20, 80, 5)
    assert (second.turned.corrected, second.turned.spoiled) == (4, 1)
    assert dict(second.flow.fates)["menjadi benar"] == 4
    assert dict(second.flow.rows)["A"] == (0, 4)
    assert class_result(HERE).questions[0].edition == second.edition  # the weakest first


def test_four_people_are_not_told(quiz):
    sits(quiz, *[(1, 2)] * 4)
    found = class_result(HERE)
    assert (found.sat_both, found.people, found.mean_before, found.questions, found.weak_topics) == (4, 0, None, (), ())
    assert paired_means([HERE]) == {HERE: Means(4, None, None)}


def test_where_too_few_did_both_the_last_test_stands_alone(quiz):
    sits(quiz, *[(None, 1)] * 5, (0, 0))
    found = class_result(HERE)
    assert (found.is_paired, found.people, found.mean_before, found.gain) == (False, 6, None, None)
    assert [each.before for each in found.questions] == [None, None]
    assert all(each.turned is None and each.flow is None for each in found.questions)


def test_a_session_with_only_a_pre_test_says_what_to_teach_and_keeps_the_answers_back(quiz):
    sits(quiz, *[(1, None)] * 5)
    found = class_result(HERE, tells_answers=False)
    assert (found.has_before, found.has_after, found.weak_topics[0].name) == (True, False, "pesan")
    assert found.weak_topics[0].belief is None
    assert class_result(HERE).weak_topics[0].belief.people == 5


def test_the_weakest_topic_names_the_belief_and_the_card_behind_it(quiz):
    sits(quiz, *[(1, 1)] * 5)
    (topic,) = class_result(HERE).weak_topics
    assert (topic.name, topic.percent) == ("pesan", 0)
    assert (topic.belief.text, topic.belief.people, topic.belief.asked) == ("Boleh, asal luar jam kerja", 5, 5)
    assert topic.cards[0][1].startswith("/kartu/")


def test_what_everybody_knows_is_no_weakness(quiz):
    sits(quiz, *[(0, 2)] * 5)
    assert class_result(HERE).weak_topics == ()


def test_nobody_yet():
    found = class_result(HERE)
    assert (found.sat_before, found.sat_after, found.people) == (0, 0, 0)
    assert paired_means([HERE]) == {}


def test_the_means_of_a_list_are_those_of_the_page(quiz):
    sits(quiz, *[(0, 1)] * 3, *[(1, 2)] * 2, (2, None))
    found = class_result(HERE)
    assert paired_means([HERE, "session:lain"]) == {HERE: Means(5, found.mean_before, found.mean_after)}
    assert (found.mean_before, found.mean_after) == (20, 70)


def test_of_two_quizzes_in_one_test_the_first_that_was_finished_counts(quiz):
    """The committee chose another quiz while people were in the first."""
    people = sits(quiz, *[(1, 1)] * 5)
    finish(AttemptFactory(person=people[0], mode="post", context=HERE, at=LATER), correct=2, at=LATER)
    assert (class_result(HERE).people, class_result(HERE).mean_after) == (5, 50)


def test_a_corrected_key_counts_as_it_counts_now(quiz):
    sits(quiz, *[(1, 1)] * 5)
    question = quiz.quiz_questions.last().question
    services.correct_key(rekeyed(question, "a", at=LATER), reason="Kunci lama keliru.", by=UserFactory(), at=LATER)
    found = class_result(HERE)
    assert (found.mean_before, found.mean_after) == (100, 100)
    shown = next(each for each in found.questions if each.edition.question_id == question.pk)
    assert (shown.after.percent, dict(shown.flow.fates)["tetap benar"]) == (100, 5)
    assert found.weak_topics == ()


def test_a_late_answer_counts_once_the_committee_has_said_so(quiz):
    sits(quiz, *[(1, 2)] * 4)
    person = UserFactory()
    finish(AttemptFactory(quiz=quiz, person=person, mode="pre", context=HERE), correct=1)
    attempt = AttemptFactory(quiz=quiz, person=person, mode="post", context=HERE)
    answer(attempt, 1, wrong(attempt.items.get(position=1)))
    services.submit_attempt(attempt, at=NOON)
    waits = [waiting_answer(attempt, position) for position in (1, 2)]
    assert class_result(HERE).mean_after == 80
    for one in waits:
        services.decide_late_answer(one, counts=True, by=UserFactory(), at=LATER)
    assert class_result(HERE).mean_after == 100
    assert LateDecision.objects.count() == 2


def test_of_parallel_draws_only_what_was_met_twice_is_followed():
    for _ in range(4):
        QuestionFactory(topics=["media sosial"])
    quiz = DrawRuleFactory(topic="media sosial", count=2).quiz
    sits(quiz, *[(1, 2)] * 8)
    found = class_result(HERE)
    assert (found.people, found.gain.gain, found.papers_differ) == (8, 1, True)
    assert all(each.turned is None or each.turned.people >= 5 for each in found.questions)
    assert all(each.before is None or each.before.people < 8 for each in found.questions)


def test_papers_differ_also_where_no_question_was_met_by_enough():
    """Four people met each question, so nothing is told of any but that the papers were not the same."""
    assert ClassResult(8, 8, 8, people=8, left_out=4).papers_differ
    assert not ClassResult(8, 8, 8, people=8).papers_differ


def test_a_question_whose_answer_is_no_single_option_has_no_flow():
    quiz = QuizFactory(questions=[QuestionFactory(type="urutkan"), QuestionFactory(type="pilihan-banyak")])
    sits(quiz, *[(2, 2)] * 5)
    assert [each.flow for each in class_result(HERE).questions] == [None, None]


def test_conclusions_need_thirty_people_and_counts_do_not(quiz):
    sits(quiz, *[(1, 2)] * 12)
    found = class_result(HERE)
    assert (found.gain_words, found.interval_words, found.mean_after) == ("belum cukup data (n = 12)", "", 100)


def test_queries_do_not_grow_with_the_people(quiz, monkeypatch):
    sits(quiz, *[(0, 1)] * 5)
    costs = []
    for more in ([], [(1, 2)] * 25):
        sits(quiz, *more)
        with CaptureQueriesContext(connection) as captured:
            class_result(HERE)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    whole = class_result(HERE)
    monkeypatch.setattr(class_results, "PORTION", 4)
    assert class_result(HERE) == whole  # portions change nothing


def test_queries_do_not_grow_with_the_questions():
    costs = []
    for count in (1, 12):
        questions = [QuestionFactory(topics=["foto", f"topik {number}"]) for number in range(count)]
        sits(QuizFactory(questions=questions), *[(0, 0)] * 5, context=f"session:{count}")
        with CaptureQueriesContext(connection) as captured:
            class_result(f"session:{count}")
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.once
def test_memory_grows_with_scores_and_questions_and_not_with_people():
    tally, sizes = ClassTally(), []
    for count in range(1, 2001):
        papers = [
            Paper(10 * ((count + shift) % 11), [Scored(n, 1, UNIT * (count % 2), chosen=("a",)) for n in range(5)])
            for shift in (0, 3)
        ]
        tally.add(*papers)
        if count in (1000, 2000):
            cells = sum(len(changes.cells) for changes in tally.changes.values())
            sizes.append(len(tally.scores) + len(tally.before) + len(tally.after) + cells)
    assert sizes[0] == sizes[1]
    assert tally.people == 2000


@pytest.mark.once
def test_rising_staying_and_falling_are_counted():
    tally = ClassTally()
    for before, after in ((10, 20), (10, 10), (20, 10), (0, 100)):
        tally.add(Paper(before, ()), Paper(after, ()))
    assert (tally.moved(), tally.means()) == ((2, 1, 1), (10, 35))
