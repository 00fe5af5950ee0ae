"""A wrong key is corrected in the learner's favour, once, and whoever gained reads why (ADR 0021)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quizzes import reactions, services
from quizzes.bank import OptionContent, content_of
from quizzes.correcting import Marked, Outcome, can_judge, corrected, exact
from quizzes.editorial.recounting import with_results
from quizzes.errors import CorrectionError
from quizzes.grading import Grade, summed
from quizzes.models import Attempt, CorrectedResult, KeyCorrection, LateDecision, Mark, Question, QuestionHold
from quizzes.services.marking import decimal_of
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    NOON,
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    answer,
    chosen,
    finish,
    first_question,
    rekeyed,
    right,
    sat,
    waiting_answer,
    wrong,
)
from tests.threads import at_once

LATER = NOON + timedelta(days=160)
FRACTIONS = st.fractions(min_value=0, max_value=1, max_denominator=26)
STATES = st.lists(st.tuples(FRACTIONS, FRACTIONS, st.booleans()), min_size=1, max_size=12)


def graded(marks: list[Marked]) -> Grade:
    return summed(marks, {m.position: exact(m.fraction) for m in marks}, {m.position for m in marks if m.is_void})


class TestTheRule:
    @given(STATES, st.sets(st.integers(0, 11)))
    def test_no_key_takes_anything_from_anybody(self, states, keyed):
        marks = [Marked(place, decimal_of(had), Decimal(1), is_void) for place, (had, _, is_void) in enumerate(states)]
        gains = {place: new for place, (_, new, _) in enumerate(states) if place in keyed}
        grade = graded(marks)
        before = Outcome(grade.points, grade.percent)
        after = corrected(marks, gains, before)
        assert after.percent >= before.percent
        assert after.points >= before.points
        assert corrected(marks, gains, after) == after

    def test_every_part_that_26_options_can_give_is_read_as_what_it_was(self):
        shapes = ((right, wrong) for right in range(1, 26) for wrong in range(1, 27 - right))
        parts = {
            Fraction(hits, right) - Fraction(misses, wrong)
            for right, wrong in shapes
            for hits in range(right + 1)
            for misses in range(wrong + 1)
        }
        assert not {part for part in parts if part >= 0 and exact(decimal_of(part)) != part}

    def test_thirds_add_up(self):
        marks = [Marked(place, decimal_of(Fraction(1, 3)), Decimal(1)) for place in (1, 2, 3)]
        assert corrected(marks, {3: Fraction(1, 3)}, Outcome(Decimal("0.999"), 32)) == Outcome(Decimal("1.000"), 33)

    @pytest.mark.parametrize(
        ("response", "fits"),
        [
            ({}, True),
            ({"options": [1, 2]}, True),
            ({"options": [1, 9]}, False),
            ({"order": [2, None, 1]}, True),
            ({"order": [2, 9, None]}, False),
            ({"pairs": {"1": 2}}, True),
            ({"pairs": {"9": 2}}, False),
            ({"pairs": {"1": 9}}, False),
        ],
    )
    def test_an_answer_is_judged_where_all_it_names_is_left(self, response, fits):
        assert can_judge(response, [1, 2, 3]) is fits


@pytest.fixture
def editor(db):
    return UserFactory()


@pytest.fixture
def quiz(db):
    return QuizFactory(questions=[QuestionFactory() for _ in range(2)], shuffle=False)


def correct(version, **changes):
    plain = {"reason": "Kunci lama keliru.", "by": UserFactory(), "at": LATER}
    return services.correct_key(version, **{**plain, **changes})


def test_only_those_who_gain_are_marked_again_and_nobody_loses(quiz):
    gains, loses, blank = sat(quiz, "a"), sat(quiz, "b"), sat(quiz, "")
    version = rekeyed(first_question(quiz), "a")
    preview = services.preview_correction(version)
    assert (preview.scores_changed, preview.now_passing, preview.failing, preview.scanned) == (1, 1, 0, 3)
    assert str(preview) == "1 nilai berubah, 1 orang menjadi lulus, 0 gugur."
    assert not KeyCorrection.objects.exists()

    correction = correct(version)
    row = CorrectedResult.objects.get()
    assert (row.correction, row.attempt) == (correction, gains)
    assert (row.percent_before, row.percent_after, row.passed_before, row.passed_after) == (50, 100, False, True)
    mark = Mark.objects.get(reason=Mark.Reason.CORRECTION)
    assert (mark.item.attempt, mark.fraction, mark.key_version) == (gains, 1, version)
    assert [Attempt.objects.get(pk=each.pk).score_percent for each in (gains, loses, blank)] == [100, 100, 50]


def test_two_attempts_of_one_person_are_one_who_passes(quiz):
    person = UserFactory()
    for _ in range(2):
        sat(quiz, "a", person=person)
    finish(AttemptFactory(quiz=quiz, guest_key=uuid4()), correct=0)
    guest = AttemptFactory(quiz=quiz, guest_key=uuid4())
    for item in guest.items.all():
        answer(guest, item.position, chosen(item, "a") if item.position == 1 else right(item))
    services.submit_attempt(guest, at=NOON)
    version = rekeyed(first_question(quiz), "a")
    assert str(services.preview_correction(version)) == "4 nilai berubah, 2 orang menjadi lulus, 0 gugur."
    made = with_results(KeyCorrection.objects.filter(pk=correct(version).pk)).get()
    assert (made.changed, made.passing) == (4, 2)


def test_a_second_run_changes_nothing_and_says_so(quiz):
    sat(quiz, "a")
    version = rekeyed(first_question(quiz), "a")
    assert correct(version)
    marks = Mark.objects.count()
    assert services.preview_correction(version).scores_changed == 0
    assert correct(version) is None
    assert (Mark.objects.count(), KeyCorrection.objects.count(), CorrectedResult.objects.count()) == (marks, 1, 1)


def test_an_option_that_the_new_edition_lacks_keeps_its_mark(db):
    question = QuestionFactory(type="jodohkan")
    quiz = QuizFactory(questions=[question])
    attempt = AttemptFactory(quiz=quiz, person=UserFactory())
    item = attempt.items.get()
    left = {row.option.key: row.option_id for row in item.version.options.all()}
    answer(attempt, 1, {"pairs": {str(left["a"]): left["a"], str(left["b"]): left["b"], str(left["c"]): left["b"]}})
    services.submit_attempt(attempt, at=NOON)
    content = content_of(question.current)
    fewer = replace(content, options=content.options[:2], reason="Baris ketiga dihapus.")
    version = services.publish_version(question, fewer, by=None, at=LATER)
    assert services.preview_correction(version).scores_changed == 0
    assert correct(version) is None


def test_a_void_question_stays_void(quiz):
    from elearning.regulations.models import RuleCard
    from elearning.regulations.services import record_publication

    question = first_question(quiz)
    attempt = AttemptFactory(quiz=quiz, person=UserFactory())
    item = attempt.items.get(position=1)
    answer(attempt, 1, chosen(item, "a"))
    answer(attempt, 2, wrong(attempt.items.get(position=2)))
    publication = record_publication(RuleCard.objects.first(), by=None, at=NOON)
    began = NOON + timedelta(minutes=1)
    QuestionHold.objects.create(question=question, publication=publication, held_from=began, created_at=began)
    services.submit_attempt(attempt, at=NOON + timedelta(minutes=5))
    version = rekeyed(question, "a")
    assert correct(version) is None
    assert Mark.objects.get(item=item).reason == Mark.Reason.VOID


def test_attempts_that_run_or_were_given_up_are_left_alone(quiz):
    running = AttemptFactory(quiz=quiz, person=UserFactory())
    answer(running, 1, chosen(running.items.get(position=1), "a"))
    services.restart_attempt(AttemptFactory(quiz=quiz, person=UserFactory()), at=NOON)
    version = rekeyed(first_question(quiz), "a")
    assert services.preview_correction(version).scanned == 0


def test_an_attempt_sent_after_the_correction_is_judged_by_the_key_that_holds(quiz):
    sat(quiz, "a")
    running = AttemptFactory(quiz=quiz, person=UserFactory())
    answer(running, 1, chosen(running.items.get(position=1), "a"))
    version = rekeyed(first_question(quiz), "a")
    correct(version)
    sent = services.submit_attempt(running, at=LATER)
    assert sent.score_percent == 50
    assert Mark.objects.get(item__attempt=sent, item__position=1).key_version == version


def test_a_key_corrected_while_all_are_still_at_work_judges_them_when_they_send(quiz):
    running = AttemptFactory(quiz=quiz, person=UserFactory())
    answer(running, 1, chosen(running.items.get(position=1), "a"))
    version = rekeyed(first_question(quiz), "a")
    preview = services.preview_correction(version)
    assert (preview.scores_changed, preview.to_come) == (0, 1)
    assert not correct(version).results.exists()
    assert services.preview_correction(version).to_come == 0
    assert correct(version) is None, "written down once"
    assert services.submit_attempt(running, at=LATER).score_percent == 50


def test_an_answer_that_waits_for_the_committee_is_judged_by_the_corrected_key(quiz):
    attempt = sat(quiz, "")
    late = waiting_answer(attempt, 1, chosen(attempt.items.get(position=1), "a"), at=NOON + timedelta(hours=1))
    correct(rekeyed(first_question(quiz), "a"))
    services.decide_late_answer(late, counts=True, by=UserFactory(), at=LATER)
    attempt.refresh_from_db()
    assert attempt.score_percent == 100


def test_what_was_sent_while_a_correction_was_made_is_found_by_the_clock(quiz, monkeypatch):
    sat(quiz, "a")
    running = AttemptFactory(quiz=quiz, person=UserFactory())
    for item in running.items.all():
        answer(running, item.position, chosen(item, "a") if item.position == 1 else right(item))
    made = correct(rekeyed(first_question(quiz), "a"))
    with monkeypatch.context() as unseen:  # the correction was not stored yet when the paper was marked
        unseen.setattr("quizzes.services.marking.corrections_to", lambda attempt: {})
        attempt = services.submit_attempt(running, at=LATER)
    assert attempt.score_percent == 50
    services.repeat_corrections(at=LATER + timedelta(hours=1))
    services.repeat_corrections(at=LATER + timedelta(hours=2))
    attempt.refresh_from_db()
    assert attempt.score_percent == 100
    again = attempt.corrections.get().correction
    assert (again.reason, again.made_by) == (made.reason, made.made_by)
    assert KeyCorrection.objects.count() == 2


def test_a_decision_on_a_late_answer_takes_no_correction_back(quiz):
    person = UserFactory()
    attempt = sat(quiz, "a", person=person)
    late = waiting_answer(attempt, 2, wrong(attempt.items.get(position=2)), at=NOON + timedelta(hours=1))
    correct(rekeyed(first_question(quiz), "a"))
    services.decide_late_answer(late, counts=True, by=UserFactory(), at=LATER)
    services.decide_late_answer(late, counts=False, by=UserFactory(), at=LATER)
    attempt.refresh_from_db()
    assert attempt.score_percent == 100
    assert LateDecision.objects.count() == 2


def test_a_newer_correction_builds_on_the_older_one(quiz):
    first, second = sat(quiz, "a"), sat(quiz, "c")
    correct(rekeyed(first_question(quiz), "a"))
    correct(rekeyed(first_question(quiz), "c"))
    assert {Attempt.objects.get(pk=each.pk).score_percent for each in (first, second)} == {100}


def test_what_follows_from_passing_follows(quiz, monkeypatch):
    told = []
    monkeypatch.setattr(reactions, "_reactions", [lambda attempt, *, at: told.append((attempt.pk, attempt.passed, at))])
    gains = sat(quiz, "a")
    sat(quiz, "b")
    told.clear()
    correct(rekeyed(first_question(quiz), "a"))
    assert told == [(gains.pk, True, LATER)]


class TestRefusals:
    def code(self, version, **changes) -> str:
        with pytest.raises(CorrectionError) as refusal:
            correct(version, **changes)
        assert not KeyCorrection.objects.exists()
        return refusal.value.code

    def test_a_correction_needs_its_reason(self, quiz):
        sat(quiz, "a")
        assert self.code(rekeyed(first_question(quiz), "a"), reason="  ") == "reason_missing"

    def test_the_first_edition_corrects_nothing(self, quiz):
        assert self.code(first_question(quiz).current) == "first_version"

    def test_an_edition_that_was_replaced_corrects_nothing(self, quiz):
        older = rekeyed(first_question(quiz), "a")
        rekeyed(first_question(quiz), "c")
        assert self.code(older) == "not_newest"

    def test_a_doubtful_key_changes_no_result(self, quiz):
        question = first_question(quiz)
        services.set_status(question, Question.Status.DRAFT, by=None, at=LATER)
        question.refresh_from_db()
        version = rekeyed(question, "a", certainty="perlu-dicek")
        assert self.code(version) == "doubtful"


@pytest.mark.parametrize("act", ["preview", "apply"])
def test_thirty_gains_cost_as_many_queries_as_one(quiz, act, monkeypatch):
    monkeypatch.setattr(reactions, "_reactions", [])

    def cost(count: int) -> int:
        for _ in range(count):
            sat(quiz, "a" if count == 1 else "c")
        version = rekeyed(first_question(quiz), "a" if count == 1 else "c")
        with CaptureQueriesContext(connection) as captured:
            if act == "preview":
                assert services.preview_correction(version).scores_changed == count
            else:
                correct(version, by=by)
        if act == "preview":
            correct(version, by=by)
        return len(captured)

    by = UserFactory()
    assert cost(1) == cost(30)


def test_batches_find_everybody(quiz, monkeypatch):
    monkeypatch.setattr("quizzes.services.correcting.BATCH", 2)
    for key in "aabaa":
        sat(quiz, key)
    version = rekeyed(first_question(quiz), "a")
    assert services.preview_correction(version).scores_changed == 4
    assert correct(version).results.count() == 4


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_write_each_gain_once(noon):
    quiz = QuizFactory(questions=[QuestionFactory() for _ in range(2)], shuffle=False)
    for _ in range(5):
        sat(quiz, "a")
    version, by = rekeyed(first_question(quiz), "a"), UserFactory()
    made = at_once(lambda _: correct(version, by=by), range(4))
    assert [each is None for each in made].count(False) == 1
    assert CorrectedResult.objects.count() == Mark.objects.filter(reason="koreksi").count() == 5


class TestTheLearner:
    SENTENCE = "Nilai Anda naik dari 50 menjadi 100 karena kunci soal 1 dikoreksi pada 12 Maret 2025. Anda kini lulus."

    @pytest.fixture
    def attempt(self, quiz, client):
        person = UserFactory()
        client.force_login(person)
        return sat(quiz, "a", person=person)

    def test_reads_on_both_pages_what_rose_and_why(self, client, home, quiz, attempt):
        correct(rekeyed(first_question(quiz), "a", explanation="Pembahasan yang baru."))
        for address in (reverse("dashboard:profile"), reverse("quizzes:result", args=[attempt.public_id])):
            page = client.get(address).content.decode()
            assert f"{self.SENTENCE} Alasan: Kunci lama keliru." in page
        assert "Jawaban yang benar, dikoreksi 12 Maret 2025" in page
        assert "Kunci lama, yang keliru" in page
        assert "Pembahasan yang baru." in page

    def test_whoever_gained_nothing_reads_the_key_that_holds_and_no_gain(self, client, home, quiz, attempt):
        other = UserFactory()
        kept = sat(quiz, "b", person=other)
        correct(rekeyed(first_question(quiz), "a"))
        client.force_login(other)
        page = client.get(reverse("quizzes:result", args=[kept.public_id])).content.decode()
        assert "Kunci lama, yang keliru" in page
        assert "Nilai Anda naik" not in page

    def test_a_pre_test_keeps_key_and_reason_closed(self, client, home, quiz):
        person = UserFactory()
        client.force_login(person)
        attempt = sat(quiz, "a", person=person, mode="pre", context="session:1")
        correct(rekeyed(first_question(quiz), "a"))
        for address in (reverse("dashboard:profile"), reverse("quizzes:result", args=[attempt.public_id])):
            page = client.get(address).content.decode()
            assert "Nilai Anda naik dari 50 menjadi 100" in page
            assert "Kunci lama" not in page


def test_part_marks_rise_without_full_marks(db):
    """A gain is a gain, however small; the whole percent may stay."""
    question = QuestionFactory(type="pilihan-banyak")
    quiz = QuizFactory(questions=[question])
    attempt = AttemptFactory(quiz=quiz, person=UserFactory())
    answer(attempt, 1, chosen(attempt.items.get(), "a"))
    services.submit_attempt(attempt, at=NOON)
    version = rekeyed(question, "a")
    assert correct(version).results.get().percent_after == 100


def test_options_are_known_by_identity_and_not_by_their_place(quiz):
    attempt = sat(quiz, "a")
    question = first_question(quiz)
    content = content_of(question.current)
    turned = tuple(replace(option, is_correct=option.key == "a", text=f"{option.text}.") for option in content.options)
    added = OptionContent("Pilihan yang baru")
    version = services.publish_version(
        question, replace(content, options=(added, *reversed(turned)), reason="Kunci."), by=None, at=LATER
    )
    assert correct(version).results.get().attempt == attempt
