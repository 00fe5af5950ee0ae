"""What the clock counts for leaders is what camat see, once an hour, by one process, and without anything small."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from elearning.distribution.models import CascadeNode, Receipt
from elearning.people.models import Unit
from elearning.reports.models import Reckoning, TopicFigures, UnitFigures
from elearning.reports.services import reckon
from quizzes.models import Attempt
from tests.factories.cascade import StaffEntryFactory
from tests.factories.distribution import HandoutFactory, ReceiptFactory
from tests.factories.people import UnitFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, QuizPageFactory, finish, first_question, sat
from tests.factories.training import ParticipantFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(kenanga):
    """Kenanga and its neighbours become kecamatan of one province."""
    province = UnitFactory(name="Provinsi Contoh", kind="provinsi")
    Unit.objects.get(pk=kenanga.unit.pk).move(province, "sorted-child")
    kenanga.unit.refresh_from_db()
    return province


def figures(unit, *, is_direct=False) -> UnitFigures:
    return UnitFigures.objects.get(unit=unit, is_direct=is_direct)


def state_staff(unit, number: int) -> None:
    CascadeNode.objects.filter(unit=unit).update(staff_target=number, staff_target_source="kepala")


def test_the_numbers_are_those_of_the_camat(kenanga):
    state_staff(kenanga.unit, 8)
    for status in ("selesai", "selesai", "belajar", "gagal", "belum"):
        kenanga.person(status)
    kenanga.person("selesai", unit=None)  # came through the link only
    Receipt.objects.filter(person=kenanga.person("selesai")).update(state=Receipt.State.REJECTED)
    kenanga.person("selesai", unit=UnitFactory(), joined=False)  # works elsewhere
    reckon(kenanga.handout.course, at=NOON)
    seen = kenanga.staff.turnout(8)
    row = figures(kenanga.unit)
    assert (row.reached, row.base, row.registered) == (seen.finished, seen.base, seen.registered) == (3, 8, 6)
    assert (row.nodes, row.stated, row.silent, row.depth) == (1, 1, 0, 1)


def test_who_stands_on_the_list_of_the_camat_counts_as_he_counts_them(kenanga):
    state_staff(kenanga.unit, 2)
    for number in range(4):
        StaffEntryFactory(in_unit=kenanga.unit, name=f"Belum Terdaftar {number} Contoh")
    listed = kenanga.person("selesai", unit=None, joined=False)
    StaffEntryFactory(in_unit=kenanga.unit, person=listed, name=listed.display_name)
    reckon(kenanga.handout.course, at=NOON)
    seen, row = kenanga.staff.turnout(2), figures(kenanga.unit)
    assert (row.reached, row.base) == (seen.finished, seen.base) == (1, 5)


def test_reach_counts_only_nodes_that_stated_their_staff_and_says_how_many(kenanga, province):
    state_staff(kenanga.unit, 20)
    silent = UnitFactory(parent=Unit.objects.get(pk=province.pk), name="Kecamatan Diam Contoh")
    HandoutFactory(unit=silent, course=kenanga.handout.course)
    for _ in range(6):
        kenanga.person("selesai")
    kenanga.person("selesai", unit=silent, joined=False)
    school = UnitFactory(parent=Unit.objects.get(pk=kenanga.unit.pk), kind="sekolah")
    HandoutFactory(unit=school, course=kenanga.handout.course, staff_target=10)  # is counted with the kecamatan above
    reckon(kenanga.handout.course, at=NOON)
    row = figures(province)
    assert (row.reached, row.base, row.nodes, row.stated) == (6, 20, 3, 2)
    assert (row.registered, row.finished) == (7, 7)
    assert row.subdistricts == row.subdistricts_begun == 2


def test_people_of_a_desa_count_for_the_desa_only(kenanga):
    village = UnitFactory(parent=Unit.objects.get(pk=kenanga.unit.pk), kind="desa")
    for _ in range(5):
        kenanga.person("selesai", unit=village, joined=False)
        kenanga.person()
    reckon(kenanga.handout.course, at=NOON)
    assert (figures(village).finished, figures(kenanga.unit).finished) == (5, 0)


def test_what_is_hidden_is_not_stored_and_cannot_be_subtracted(kenanga, province):
    others = [UnitFactory(parent=Unit.objects.get(pk=province.pk)) for _ in range(3)]
    for unit, people in zip([kenanga.unit, *others], (7, 3, 6, 9), strict=True):
        for _ in range(people):
            kenanga.person(unit=unit, joined=False)
    reckon(kenanga.handout.course, at=NOON)
    assert [figures(unit).registered for unit in (kenanga.unit, *others)] == [7, None, None, 9]
    assert figures(province).registered == 25
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitFigures.objects.filter(unit=others[0]).update(registered=3)


def test_a_small_stated_staff_cannot_be_subtracted_among_units_that_stated_none(kenanga, province):
    """Kenanga states 20, another one 4, a third nothing: 24 of the province must not leave the four."""
    state_staff(kenanga.unit, 20)
    others = [UnitFactory(parent=Unit.objects.get(pk=province.pk)) for _ in range(2)]
    HandoutFactory(unit=others[0], course=kenanga.handout.course, staff_target=4)
    for unit in (*others, kenanga.unit):
        for _ in range(4 if unit == others[0] else 9):
            kenanga.person("selesai", unit=unit, joined=False)
    reckon(kenanga.handout.course, at=NOON)
    assert (figures(province).reached, figures(province).base) == (13, 24)
    assert [figures(unit).base for unit in (kenanga.unit, others[0])] == [None, None]
    assert [figures(unit).finished for unit in (kenanga.unit, *others)] == [None, None, None]


def test_a_topic_tells_the_first_attempt_of_five_people_and_what_most_of_them_got_wrong(kenanga, quiz):
    quiz.shuffle = False
    question = first_question(quiz)
    question.topics.add("media sosial")
    wrong = question.current.options.get(option__key="a")
    for number in range(6):
        person = kenanga.person()
        sat(quiz, "a" if number else "b", person=person)
        sat(quiz, "b", person=person, at=NOON + timedelta(hours=1))  # a later attempt changes nothing
    reckon(kenanga.handout.course, at=NOON)
    row = TopicFigures.objects.get(unit=kenanga.unit, topic="media sosial")
    assert (row.people, round(row.percent)) == (6, 17)
    assert (row.belief, row.belief_people, row.belief_asked) == (wrong.text, 5, 6)
    assert row.card is not None


def test_a_wrong_answer_of_fewer_than_five_is_not_told(kenanga, quiz):
    quiz.shuffle = False
    first_question(quiz).topics.add("kampanye")
    for number in range(6):
        sat(quiz, "a" if number < 4 else "b", person=kenanga.person())
    reckon(kenanga.handout.course, at=NOON)
    row = TopicFigures.objects.get(unit=kenanga.unit, topic="kampanye")
    assert (row.people, row.belief, row.belief_people) == (6, "", None)


def test_fidelity_compares_those_who_were_taught_with_those_at_home_on_the_same_questions(kenanga, quiz):
    session = TrainingSessionFactory(open=True, unit=kenanga.unit, pre_test=quiz, post_test=quiz)
    for _ in range(5):
        person = ParticipantFactory(session=session, person__unit=kenanga.unit).person
        for mode, correct in (("pre", 1), ("post", 2)):
            finish(AttemptFactory(quiz=quiz, person=person, mode=mode, context=session.context), correct=correct)
        finish(AttemptFactory(quiz=quiz, person=kenanga.person()), correct=1)
    elsewhere = QuizFactory()
    QuizPageFactory(parent=kenanga.handout.course, quiz=elsewhere)
    finish(AttemptFactory(quiz=elsewhere, person=kenanga.person()), correct=0)  # questions that no class met
    reckon(kenanga.handout.course, at=NOON)
    row = figures(kenanga.unit)
    assert (row.first_hand, row.second_hand, row.shared_questions) == (5, 6, 2)
    assert (row.first_hand_percent, row.second_hand_percent) == (100, 50)
    assert (row.pairs, row.mean_before, row.mean_after) == (5, 50, 100)


def test_days_to_the_first_who_joined_are_those_of_nodes_that_a_session_opened(kenanga):
    CascadeNode.objects.update(opening=CascadeNode.Opening.ATTENDED, opened_at=NOON)
    for days in (4, 2):
        ReceiptFactory(handout=kenanga.handout, joined_at=NOON + timedelta(days=days))
    reckon(kenanga.handout.course, at=NOON)
    row = figures(kenanga.unit)
    assert (row.timed_nodes, row.days_to_first_join) == (1, 2.0)


def test_who_finished_is_told_by_week(kenanga):
    for _ in range(5):
        kenanga.person("selesai")
    reckon(kenanga.handout.course, at=NOON + timedelta(weeks=2))
    assert figures(kenanga.unit).weeks == [0] * 9 + [5, 0, 0]


def test_counted_again_it_writes_the_same(kenanga):
    kenanga.person("selesai")
    for _ in range(2):
        assert reckon(kenanga.handout.course, at=NOON)
    assert UnitFigures.objects.filter(unit=kenanga.unit).count() == 1


def test_a_second_process_leaves_the_course_to_the_first_until_its_lease_ends(kenanga):
    course = kenanga.handout.course
    Reckoning.objects.create(course=course, leased_until=NOON + timedelta(minutes=10))
    assert not reckon(course, at=NOON)
    assert reckon(course, at=NOON + timedelta(minutes=10))


def test_killed_while_it_writes_the_old_figures_stay(kenanga, monkeypatch):
    course = kenanga.handout.course
    reckon(course, at=NOON)
    monkeypatch.setattr("elearning.reports.services.topic_rows", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        reckon(course, at=NOON + timedelta(hours=1))
    assert figures(kenanga.unit)
    assert Reckoning.objects.get(course=course).counted_at == NOON


def test_counting_takes_as_many_queries_for_thirty_units_as_for_one(kenanga, quiz):
    def queries_now() -> int:
        with CaptureQueriesContext(connection) as captured:
            reckon(kenanga.handout.course, at=NOON)
        return len(captured)

    sat(quiz, "a", person=kenanga.person())
    queries_now()
    alone = queries_now()
    for _ in range(29):
        kenanga.person(unit=UnitFactory(parent=Unit.objects.get(pk=kenanga.unit.pk)))
    sat(quiz, "a", person=kenanga.person())
    assert queries_now() == alone
    assert Attempt.objects.count() == 2
