"""A leader reads numbers on their base, and no way leads from them to a person."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import openpyxl
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elearning.distribution.models import CascadeNode
from elearning.people.models import OfficeRole, Unit
from elearning.reports import leadership
from elearning.reports.services import reckon
from elearning.training.models import Participant, TrainingSession
from quizzes.models import Attempt
from tests.factories.distribution import HandoutFactory, ReceiptFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, finish, first_question
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client, kenanga):
    """Leads the kecamatan: what is above or beside it stays unseen."""
    person = OfficeHoldingFactory(unit=kenanga.unit, role=OfficeRole.LEADER).person
    client.force_login(person)
    return person


@pytest.fixture
def schools(kenanga, quiz):
    """Below the kecamatan: one school of three, one of five, one of seven people who all did the quiz, and one of none."""
    first_question(quiz).topics.add("media sosial")
    made = []
    for people in (3, 5, 7, 0):
        parent = Unit.objects.get(pk=kenanga.unit.pk)
        school = UnitFactory(parent=parent, name=f"SD Contoh dengan {people}", kind="sekolah")
        for _ in range(people):
            kenanga.person("selesai", unit=school, joined=False)
        made.append(school)
    CascadeNode.objects.update(staff_target=20, staff_target_source="kepala")
    reckon(kenanga.handout.course, at=NOON)
    return made


def page_of(client, name: str = "", **query) -> str:
    return unescape(client.get(f"/pimpinan/{name}", query).content.decode())


def heat(client, **query) -> dict[str, list[str]]:
    """By unit the words of each cell of the table."""
    page = client.get("/pimpinan/topik/", query).content.decode()
    rows = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in re.findall(r"<tr>(.*?)</tr>", page, re.S))
    plain = ([unescape(" ".join(re.sub(r"<[^>]+>", " ", cell).split())) for cell in row] for row in rows)
    return {row[0]: row[1:] for row in plain}


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


def test_a_leader_whose_office_ended_stays_outside(client, kenanga):
    former = OfficeHoldingFactory(unit=kenanga.unit, role=OfficeRole.LEADER, ends_on=date(2024, 6, 1)).person
    client.force_login(former)
    assert client.get("/pimpinan/").status_code == 403


def test_a_leader_lands_here(client, leader):
    assert client.get("/beranda/").url == "/pimpinan/"


def test_nothing_measured_is_not_a_zero(client, leader):
    page = page_of(client)
    assert "Data muncul setelah sedikitnya 5 orang menyelesaikan kuis di satu kecamatan." in page
    assert "0 dari" not in page.replace("<b>0</b>", "")
    assert "Belum ada sosialisasi." in page_of(client, "sosialisasi/")


def test_each_number_has_its_base_and_the_hour_it_was_counted(client, leader, schools):
    page = page_of(client)
    assert '15</b> <span class="number__base">dari 20' in page
    assert "pukul 12.00 WIB" in page
    assert "Media sosial: 100% benar" not in page  # what everybody knows is no weakness
    assert "Angka ini menunjukkan jawaban kuis, bukan pelanggaran." in page_of(client, "topik/")


def test_a_small_group_cannot_be_subtracted(client, leader, schools):
    rows = heat(client)
    assert rows["Seluruhnya 15 dari 20 ASN selesai"] == ["100% n = 15"]
    assert rows["SD Contoh dengan 3 < 5 orang"] == ["< 5"]
    assert rows["SD Contoh dengan 5 < 5 orang"] == ["< 5"]  # or 15 - 5 - 7 would tell the three
    assert rows["SD Contoh dengan 7 7 ASN terdaftar"] == ["100% n = 7"]
    assert rows["SD Contoh dengan 0 Belum ada data"] == ["– Belum ada data"]


def test_the_spreadsheet_hides_what_the_screen_hides(client, leader, schools):
    book = openpyxl.load_workbook(BytesIO(client.get("/pimpinan/ringkasan.xlsx").content))
    rows = {row[0]: row[4:] for row in book.active.iter_rows(values_only=True) if "langsung" not in str(row[3])}
    assert rows["SD Contoh dengan 3"] == rows["SD Contoh dengan 5"] == ("< 5",) * 5
    assert rows["SD Contoh dengan 7"][2:] == (7, 100, 7)
    assert rows["SD Contoh dengan 0"] == ("Belum ada data", "Belum ada data", 0, "Belum ada data", "Belum ada data")


def test_the_paper_is_one_sheet_that_can_be_read_aloud(client, leader, schools):
    with pikepdf.open(BytesIO(client.get("/pimpinan/ringkasan.pdf").content)) as paper:
        assert len(paper.pages) == 1
        assert paper.Root.Lang == "id"


def test_a_leader_goes_down_to_units_and_never_to_persons(client, leader, kenanga, schools):
    school = schools[2]
    pages = [page_of(client), page_of(client, "topik/"), page_of(client, unit=school.public_id)]
    pages.append(page_of(client, "topik/", unit=school.public_id))
    people = kenanga.unit.people.model.objects.exclude(pk=leader.pk)
    for page in pages:
        assert not [person for person in people if person.display_name in page or str(person.public_id) in page]
        assert "/camat/" not in page
    assert f"unit={school.public_id}" not in pages[1]  # nothing lies below a school


def test_a_unit_beside_his_own_does_not_exist_for_him(client, leader, kenanga):
    beside = UnitFactory()
    reckon(kenanga.handout.course, at=NOON)
    for name in ("", "topik/", "sosialisasi/", "ringkasan.xlsx", "ringkasan.pdf"):
        assert client.get(f"/pimpinan/{name}", {"unit": beside.public_id}).status_code == 404
    assert client.get("/pimpinan/", {"unit": "bukan-unit"}).status_code == 404
    assert client.get("/pimpinan/", {"kursus": "tidak-ada"}).status_code == 404


def test_every_leader_sees_the_same_pattern(client, kenanga, schools):
    """Also one whose own unit is small."""
    pages = []
    for unit in (kenanga.unit, schools[0]):
        client.force_login(OfficeHoldingFactory(unit=unit, role=OfficeRole.LEADER).person)
        pages.append(heat(client, unit=schools[0].public_id))
    assert pages[0] == pages[1] == {"Unit kerja": ["Media sosial"], "Seluruhnya < 5 orang": ["< 5"]}


def test_who_leads_two_units_chooses(client, leader, kenanga):
    other = OfficeHoldingFactory(
        unit=UnitFactory(name="Kecamatan Melati Contoh"), person=leader, role=OfficeRole.LEADER
    )
    assert "Anda juga memimpin" in page_of(client)
    assert "Ringkasan: Kecamatan Melati Contoh" in page_of(client, unit=other.unit.public_id)


def test_kecamatan_that_need_help_come_first(kenanga):
    province = UnitFactory(name="Provinsi Contoh", kind="provinsi")
    Unit.objects.get(pk=kenanga.unit.pk).move(province, "sorted-child")
    other = UnitFactory(parent=Unit.objects.get(pk=province.pk), name="Kecamatan Melati Contoh")
    HandoutFactory(unit=other, course=kenanga.handout.course)
    CascadeNode.objects.update(staff_target=10, staff_target_source="kepala")
    kenanga.person("selesai", unit=Unit.objects.get(pk=kenanga.unit.pk))
    reckon(kenanga.handout.course, at=NOON)
    (here,) = leadership.courses_of(Unit.objects.get(pk=province.pk))
    assert [row.unit.name for row in leadership.neediest(here)] == [other.name, kenanga.unit.name]


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
    page = page_of(client, "sosialisasi/")
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
    reckon(kenanga.handout.course, at=NOON)
    assert "n = 5 orang" in page_of(client, "sosialisasi/")
    page = page_of(client)
    assert "50 → 100" in page
    assert "n = 5 peserta" in page


def test_means_of_fewer_than_five_are_not_shown(client, leader, kenanga):
    quiz = QuizFactory(questions=2)
    session = TrainingSessionFactory(open=True, unit=kenanga.unit, pre_test=quiz, post_test=quiz)
    for _ in range(4):
        sits(session, quiz, before=1, after=2)
    reckon(kenanga.handout.course, at=NOON)
    page = page_of(client, "sosialisasi/") + page_of(client)
    assert "Tidak ditampilkan: < 5 orang" in page
    assert "n = 4" not in page


@pytest.mark.parametrize("name", ["", "topik/", "sosialisasi/", "ringkasan.xlsx"])
def test_a_page_takes_as_many_queries_for_thirty_units_as_for_one(client, leader, kenanga, name):
    def queries_now() -> int:
        reckon(kenanga.handout.course, at=NOON)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/pimpinan/{name}").status_code == 200
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
