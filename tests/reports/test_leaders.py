"""A leader reads numbers on their base, and no way leads from them to a person."""

from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elearning.distribution.models import CascadeNode, Receipt
from elearning.people.models import OfficeRole, Unit
from elearning.reports import leadership
from elearning.training.models import Participant, TrainingSession
from quizzes.models import Attempt
from tests.factories.distribution import HandoutFactory, ReceiptFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import AttemptFactory, QuizFactory, finish
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client, kenanga):
    """Leads the kecamatan: what is above or beside it stays unseen."""
    person = OfficeHoldingFactory(unit=kenanga.unit, role=OfficeRole.LEADER).person
    client.force_login(person)
    return person


def page_of(client) -> str:
    return unescape(client.get("/pimpinan/").content.decode())


def units_of(kenanga):
    here = Unit.objects.get(pk=kenanga.unit.pk)  # units are kept by name, so later ones move it
    return Unit.objects.filter(path__startswith=here.path)


def sits(session, quiz, *, before: int, after: int | None):
    """A participant who got ``before`` and ``after`` right of two."""
    participant = ParticipantFactory(session=session)
    for mode, correct in ((Attempt.Mode.PRE_TEST, before), (Attempt.Mode.POST_TEST, after)):
        if correct is not None:
            attempt = AttemptFactory(quiz=quiz, person=participant.person, mode=mode, context=session.context)
            finish(attempt, correct=correct)
    return participant


@pytest.mark.parametrize("role", [None, OfficeRole.HEAD, OfficeRole.COMMITTEE])
def test_only_a_leader_comes_in(client, kenanga, role):
    unit = UnitFactory()
    client.force_login(OfficeHoldingFactory(unit=unit, role=role).person if role else UserFactory())
    assert client.get("/pimpinan/").status_code == 403


def test_whoever_did_not_sign_in_is_asked_to(client):
    assert client.get("/pimpinan/").url.startswith("/masuk/")


def test_a_leader_whose_office_ended_stays_outside(client, kenanga):
    former = OfficeHoldingFactory(unit=kenanga.unit, role=OfficeRole.LEADER, ends_on=date(2024, 6, 1)).person
    client.force_login(former)
    assert client.get("/pimpinan/").status_code == 403


def test_a_leader_lands_here(client, leader):
    assert client.get("/beranda/").url == "/pimpinan/"


def test_nothing_measured_is_not_a_zero(client, leader):
    page = page_of(client)
    assert "Belum ada data" in page
    assert "Belum ada sosialisasi." in page
    assert "0 dari" not in page.replace("<b>0</b>", "")


def test_the_numbers_are_those_of_the_camat(client, leader, kenanga):
    CascadeNode.objects.update(staff_target=8, staff_target_source="kepala")
    for status in ("selesai", "selesai", "belajar", "gagal", "belum"):
        kenanga.person(status)
    stranger = kenanga.person("selesai", unit=None)  # came through the link only
    sent_away = kenanga.person("selesai")
    Receipt.objects.filter(person=sent_away).update(state=Receipt.State.REJECTED)
    kenanga.person("selesai", unit=UnitFactory(), joined=False)  # works elsewhere
    (row,) = leadership.coverage(units_of(kenanga))
    turnout = kenanga.staff.turnout(8)
    assert (row.finished, row.base) == (turnout.finished, turnout.base) == (3, 8)
    page = page_of(client)
    assert "3 dari 8 ASN selesai" in page
    assert stranger.display_name not in page


def test_more_people_than_the_target_make_the_base_larger(kenanga):
    CascadeNode.objects.update(staff_target=1, staff_target_source="kepala")
    for _ in range(6):
        kenanga.person("selesai")
    (row,) = leadership.coverage(units_of(kenanga))
    assert (row.finished, row.base) == (6, 6)


def test_a_group_below_five_is_neither_shown_nor_summed(client, leader, kenanga):
    small = UnitFactory(parent=kenanga.unit, name="SD Sangat Kecil Contoh", kind="sekolah")
    HandoutFactory(unit=small, course=kenanga.handout.course, staff_target=4)
    kenanga.person("selesai", unit=small, joined=False)
    page = page_of(client)
    assert "< 5 orang" in page
    assert "dari 4" not in page
    total = leadership.total_of(leadership.coverage(units_of(kenanga)))
    assert (total.base, total.units, total.small) == (0, 0, 1)


def test_a_school_below_a_counted_kecamatan_is_not_counted_twice(kenanga):
    CascadeNode.objects.update(staff_target=20, staff_target_source="kepala")
    school = UnitFactory(parent=kenanga.unit, kind="sekolah")
    HandoutFactory(unit=school, course=kenanga.handout.course, staff_target=10)
    kenanga.person("selesai", unit=school, joined=False)
    total = leadership.total_of(leadership.coverage(units_of(kenanga)))
    assert (total.finished, total.base, total.units) == (1, 20, 1)


def test_kecamatan_that_began_stand_on_all_of_them(kenanga):
    UnitFactory(kind="kecamatan")
    assert leadership.subdistricts_started(Unit.objects.all()) == (0, 2)
    kenanga.person("belajar")
    assert leadership.subdistricts_started(Unit.objects.all()) == (1, 2)


def test_a_deputy_fills_a_seat_and_a_walk_in_is_counted_apart(client, leader, kenanga):
    session = TrainingSessionFactory(open=True, unit=kenanga.unit)
    day = session.days.get()
    present, absent, represented = ParticipantFactory.create_batch(3, session=session)
    deputy = ParticipantFactory(session=session, origin=Participant.Origin.DEPUTY, deputy_for=represented)
    walk_in = ParticipantFactory(session=session, origin=Participant.Origin.WALK_IN)
    for one in (present, deputy, walk_in):
        attend(one, day, by=leader, at=session.created_at)
    (counted,) = leadership.sessions(units_of(kenanga))
    assert (counted.invited, counted.came, counted.deputies, counted.walk_ins) == (3, 2, 1, 1)
    page = page_of(client)
    assert "2 dari 3 undangan, 1 diwakili" in page
    assert all(one.person.display_name not in page for one in (present, absent, deputy, walk_in))


def test_sosialisasi_of_others_and_drafts_are_not_listed(kenanga):
    TrainingSessionFactory(open=True)
    TrainingSessionFactory(unit=kenanga.unit)
    assert not leadership.sessions(units_of(kenanga)).exists()


def test_means_are_taken_over_those_who_did_both(client, leader, kenanga):
    quiz = QuizFactory(questions=2)
    session = TrainingSessionFactory(open=True, unit=kenanga.unit, pre_test=quiz, post_test=quiz)
    for _ in range(5):
        sits(session, quiz, before=1, after=2)
    sits(session, quiz, before=0, after=None)
    page = page_of(client)
    assert "50% → 100%" in page
    assert "n = 5 orang" in page


def test_means_of_fewer_than_five_are_not_shown(client, leader, kenanga):
    quiz = QuizFactory(questions=2)
    session = TrainingSessionFactory(open=True, unit=kenanga.unit, pre_test=quiz, post_test=quiz)
    for _ in range(4):
        sits(session, quiz, before=1, after=2)
    page = page_of(client)
    assert "Tidak ditampilkan: < 5 orang" in page
    assert "n = 4" not in page


def test_the_page_takes_as_many_queries_for_thirty_as_for_one(client, leader, kenanga):
    def queries_now() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/pimpinan/").status_code == 200
        return len(captured)

    def one_more(number: int) -> None:
        unit = UnitFactory(parent=Unit.objects.get(pk=kenanga.unit.pk), name=f"Sekolah Contoh {number}", kind="sekolah")
        HandoutFactory(unit=unit, course=kenanga.handout.course, staff_target=10)
        session = TrainingSessionFactory(unit=unit, state=TrainingSession.State.OPEN)
        participant = ParticipantFactory(session=session, person=UserFactory(unit=unit))
        attend(participant, session.days.get(), by=leader, at=session.created_at)
        ReceiptFactory(handout=kenanga.handout, person=participant.person)

    one_more(0)
    queries_now()
    alone = queries_now()
    for number in range(1, 30):
        one_more(number)
    assert queries_now() == alone
