"""A question that harms is found by its figures: which signals, who is held, what an editor may decide."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction

from elearning.people.models import User
from quizzes import services
from quizzes.bank import content_of
from quizzes.errors import HealthError
from quizzes.models import HealthCase, ItemStatistic, Question, QuestionReport, QuizStatistic
from quizzes.statistics.health import Facts, findings
from quizzes.statistics.words import ENOUGH
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuestionFactory, QuizFactory, answer
from tests.factories.refreshers import published_card
from tests.factories.refreshers import reverse as reverse_rule

LATER = NOON + timedelta(hours=1)
Decision, Status = HealthCase.Decision, Question.Status
SOUND = Facts(
    answers=60, facility=0.6, discrimination_percent=40, median_seconds=40, words=30, lures={"a": (10, -20.0)}
)  # fmt: skip


def signals(**changes):
    return {finding.signal: finding.holds for finding in findings(replace(SOUND, **changes))}


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, {}),
        ({"facility": 0.24}, {"terlalu-sulit": False}),
        ({"facility": 0.25}, {}),
        ({"facility": 0.96}, {"terlalu-mudah": False}),
        ({"facility": 0.1, "taught": False}, {}),  # before teaching nobody is to know it
        ({"facility": 0.99, "taught": True}, {}),  # after it everybody
        ({"discrimination_percent": 14}, {"beda-lemah": False}),
        ({"discrimination_percent": -5}, {"beda-negatif": False}),  # may be chance
        ({"discrimination_percent": -22}, {"beda-negatif": True}),
        ({"discrimination_percent": -22, "answers": 30}, {"beda-negatif": False}),
        ({"discrimination_percent": -5, "lures": {"a": (37, 2.0)}}, {"beda-negatif": True, "pengecoh-kuat": False}),
        ({"discrimination_percent": -5, "lures": {"a": (36, 2.0)}}, {"beda-negatif": False, "pengecoh-kuat": False}),
        ({"discrimination_percent": None}, {}),
        ({"lures": {"a": (5, 0.5)}}, {"pengecoh-kuat": False}),
        ({"lures": {"a": (4, 9.0)}}, {}),
        ({"median_seconds": 5}, {"terlalu-cepat": False}),
        ({"pairs": 40, "spoiled": 7}, {"berbalik-salah": False}),
        ({"pairs": 40, "spoiled": 6}, {}),
        ({"pairs": 12, "spoiled": 12}, {}),
        ({"answers": 29, "facility": 0, "discrimination_percent": -90}, {}),
    ],
)
def test_a_signal_is_raised_by_its_figure(changes, found):
    assert signals(**changes) == found


def learners_answer(quiz, bad, count, random, at):
    """Able people know more; one question has another option as its key than what they know."""
    for _ in range(count):
        ability = random.random()
        attempt = AttemptFactory(quiz=quiz, person=UserFactory(), at=at)
        for item in attempt.items.all():
            knows = random.random() < 0.25 + 0.7 * ability
            keys = {option.option.key: option.option_id for option in item.version.options.all()}
            if item.version.question_id == bad.pk:
                truth, others = keys["a"], [keys["b"], keys["c"]]  # «b» is what the key says
            else:
                truth, others = keys["b"], [keys["a"], keys["c"]]
            answer(attempt, item.position, {"options": [truth if knows else random.choice(others)]}, at=at)
        services.submit_attempt(attempt, at=at)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_wrong_key_is_held_before_sixty_attempts_and_the_sound_ones_are_not(seed):
    quiz, random = QuizFactory(questions=8, shuffle=False), Random(seed)  # the order of a shuffled paper is chance
    bad = quiz.quiz_questions.all()[3].question
    at, asked = NOON, 0
    while asked < 60 and Question.objects.get(pk=bad.pk).status != Status.HELD:
        learners_answer(quiz, bad, 5, random, at)
        asked, at = asked + 5, at + timedelta(hours=1)
        services.compute_statistics(at=at)
        services.raise_cases(at=at)
    assert asked < 60
    assert list(Question.objects.filter(status=Status.HELD)) == [bad]
    case = HealthCase.objects.get(question=bad, signal="beda-negatif")
    assert case.quarantined
    assert case.figures["answers"] >= ENOUGH
    assert case.figures["discrimination_percent"] < 0


@pytest.fixture
def publisher(superuser):
    return superuser


@pytest.fixture
def question(db):
    return QuestionFactory()


def with_figures(question, answers=60, **figures):
    """Stored figures of a question, as the job would have written them."""
    sound = {"facility": 0.6, "discrimination_percent": 40}
    ItemStatistic.objects.filter(question=question).delete()
    quiz = QuizFactory(questions=[question])
    row = QuizStatistic.objects.create(quiz=quiz, mode="mandiri", attempts=answers, computed_at=NOON)
    newest = question.versions.order_by("-number").first().number
    return ItemStatistic.objects.create(
        quiz_statistic=row, question=question, answers=answers, edition=newest, **{**sound, **figures}
    )


def report(question, count):
    for _ in range(count):
        QuestionReport.objects.create(version=question.versions.first(), text="Keliru.", created_on=NOON.date())


def open_case(question, **figures) -> HealthCase:
    with_figures(question, **figures or {"discrimination_percent": -50})
    services.raise_cases(at=NOON)
    return HealthCase.objects.get(question=question, closed_at=None)


def status_of(question):
    return Question.objects.get(pk=question.pk).status


def test_a_sound_question_opens_nothing(question):
    with_figures(question)
    assert services.raise_cases(at=NOON) == 0


def test_one_signal_opens_one_case(question):
    with_figures(question, facility=0.1)
    assert services.raise_cases(at=NOON) == 1
    assert services.raise_cases(at=LATER) == 0
    case = HealthCase.objects.get()
    assert (case.signal, case.quarantined, case.figures["facility"], case.figures["answers"]) == (
        "terlalu-sulit", False, 0.1, 60,
    )  # fmt: skip
    assert status_of(question) == Status.PUBLISHED


def test_the_database_holds_to_one_open_case(question):
    case = open_case(question)
    with pytest.raises(IntegrityError), transaction.atomic():
        HealthCase.objects.create(question=question, signal=case.signal, opened_at=NOON)


def test_a_case_that_became_worse_holds_its_question(question):
    with_figures(question, discrimination_percent=-1)
    services.raise_cases(at=NOON)
    with_figures(question, discrimination_percent=-60)
    assert services.raise_cases(at=LATER) == 0
    assert HealthCase.objects.get().quarantined
    assert status_of(question) == Status.HELD


def test_three_reports_hold_a_question_and_two_do_not(question):
    report(question, 2)
    assert services.raise_cases(at=NOON) == 0
    report(question, 1)
    assert services.raise_cases(at=NOON) == 1
    assert status_of(question) == Status.HELD


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETIRED])
def test_what_nobody_is_asked_needs_no_look(question, status):
    Question.objects.filter(pk=question.pk).update(status=status)
    with_figures(question, discrimination_percent=-50)
    report(question, 3)
    assert services.raise_cases(at=NOON) == 0


def test_a_changed_rule_opens_a_case_until_the_hold_ends(publisher):
    card = published_card()
    held = QuestionFactory(card=card)
    reverse_rule(card)
    at = held.holds.get().held_from + timedelta(hours=1)
    assert services.raise_cases(at=at) == 1
    case = HealthCase.objects.get()
    assert (case.question, case.signal) == (held, "aturan-berubah")
    services.decide_case(case, decision=Decision.LEFT, note="Kuncinya tetap benar.", by=publisher, at=at)
    assert not held.holds.unreleased().exists()
    assert services.raise_cases(at=at) == 0


def test_left_alone_a_question_is_asked_again(question, publisher):
    case = open_case(question)
    assert status_of(question) == Status.HELD
    closed = services.decide_case(case, decision=Decision.LEFT, note="Kebetulan.", by=publisher, at=LATER)
    assert (closed.decision, closed.note, closed.closed_by, closed.closed_at) == (
        "dibiarkan", "Kebetulan.", publisher, LATER,
    )  # fmt: skip
    assert status_of(question) == Status.PUBLISHED


def test_a_signal_left_alone_comes_back_when_twice_as_many_have_answered(question, publisher):
    services.decide_case(open_case(question), decision=Decision.LEFT, note="Kebetulan.", by=publisher, at=LATER)
    with_figures(question, answers=119, discrimination_percent=-50)
    assert services.raise_cases(at=LATER) == 0
    with_figures(question, answers=120, discrimination_percent=-50)
    assert services.raise_cases(at=LATER) == 1


def test_another_case_goes_on_holding_the_question(question, publisher):
    report(question, 3)
    with_figures(question, discrimination_percent=-50)
    assert services.raise_cases(at=NOON) == 2
    reported = HealthCase.objects.get(signal="dilaporkan")
    services.decide_case(reported, decision=Decision.LEFT, note="Laporannya keliru.", by=publisher, at=LATER)
    assert not QuestionReport.objects.filter(resolved_at=None).exists()
    assert status_of(question) == Status.HELD


def test_a_retired_question_closes_all_its_cases(question, publisher):
    report(question, 3)
    with_figures(question, discrimination_percent=-50)
    services.raise_cases(at=NOON)
    case = HealthCase.objects.filter(question=question).first()
    services.decide_case(case, decision=Decision.RETIRED, note="Tidak jelas.", by=publisher, at=LATER)
    assert status_of(question) == Status.RETIRED
    assert not HealthCase.objects.filter(closed_at=None).exists()


def new_edition(question, by: User, at):
    newest = question.versions.order_by("-number").first()
    services.publish_version(
        question, replace(content_of(newest), prompt="Apa yang benar?", reason="Jelas."), by=by, at=at
    )


def test_a_new_edition_answers_a_case(question, publisher):
    case = open_case(question)
    with pytest.raises(HealthError) as refused:
        services.decide_case(case, decision=Decision.NEW_VERSION, note="Diperjelas.", by=publisher, at=LATER)
    assert refused.value.code == "version_missing"
    new_edition(question, publisher, LATER)
    services.decide_case(case, decision=Decision.NEW_VERSION, note="Diperjelas.", by=publisher, at=LATER)
    assert status_of(question) == Status.PUBLISHED
    assert services.raise_cases(at=LATER) == 0, "the figures are of the edition before"


def test_the_job_closes_what_was_settled_elsewhere(question, publisher):
    case = open_case(question, facility=0.1)
    new_edition(question, publisher, LATER)
    services.raise_cases(at=LATER)
    case.refresh_from_db()
    assert (case.decision, case.closed_by) == ("versi-baru", publisher)


def test_a_new_edition_that_was_published_is_not_held_for_what_was_said_of_the_old_one(question, publisher):
    report(question, 3)
    services.raise_cases(at=NOON)
    new_edition(question, publisher, LATER)
    services.set_status(question, Status.PUBLISHED, by=publisher, at=LATER)
    assert services.raise_cases(at=LATER) == 0
    assert status_of(question) == Status.PUBLISHED
    assert HealthCase.objects.get().decision == "versi-baru"


def settle_reports(question, by):
    QuestionReport.objects.update(resolved_at=LATER)


def write_edition(question, by):
    new_edition(question, by, LATER)


@pytest.mark.parametrize("mend", [settle_reports, write_edition])
def test_a_question_that_is_held_stays_before_the_editors_until_somebody_decides(question, publisher, mend):
    report(question, 3)
    services.raise_cases(at=NOON)
    mend(question, publisher)
    services.raise_cases(at=LATER)
    assert HealthCase.objects.get().closed_at is None
    services.decide_case(HealthCase.objects.get(), decision=Decision.LEFT, note="Beres.", by=publisher, at=LATER)
    assert status_of(question) == Status.PUBLISHED


def test_reports_that_were_settled_close_their_case_where_the_question_is_asked_again(question, publisher):
    report(question, 3)
    services.raise_cases(at=NOON)
    QuestionReport.objects.update(resolved_at=LATER)
    services.set_status(question, Status.PUBLISHED, by=publisher, at=LATER)
    services.raise_cases(at=LATER)
    assert HealthCase.objects.get().decision == "dibiarkan"


@pytest.mark.parametrize(("note", "code"), [("", "note_missing"), ("  ", "note_missing"), ("x" * 201, "note_too_long")])
def test_a_decision_states_why(question, publisher, note, code):
    with pytest.raises(HealthError) as refused:
        services.decide_case(open_case(question), decision=Decision.LEFT, note=note, by=publisher, at=LATER)
    assert refused.value.code == code


def test_a_case_is_decided_once(question, publisher):
    case = open_case(question)
    services.decide_case(case, decision=Decision.LEFT, note="Kebetulan.", by=publisher, at=LATER)
    with pytest.raises(HealthError) as refused:
        services.decide_case(case, decision=Decision.RETIRED, note="Lain.", by=publisher, at=LATER)
    assert refused.value.code == "case_closed"
