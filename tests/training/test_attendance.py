from datetime import timedelta
from uuid import uuid4

import pytest

from elearning.distribution.models import Receipt
from elearning.people.models import IdentityLevel
from elearning.training.errors import AttendanceError
from elearning.training.models import Attendance, AttendanceEvent, TrainingSession
from elearning.training.services import record_attendance, withdraw_attendance
from tests.factories.distribution import ReceiptFactory
from tests.factories.training import ParticipantFactory, SessionDayFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan(committee, day, noon):
    """A scan at the desk, with everything but what a test changes."""

    def record(participant, **changes):
        values = {"day": day, "by": committee, "nonce": uuid4(), "method": "pindai", "at": noon, "desk": "Meja 1"}
        return record_attendance(participant, **(values | changes))

    return record


@pytest.fixture
def withdraw(committee, day, noon):
    def take_back(participant, **changes):
        values = {"day": day, "reason": "Salah pindai", "by": committee, "nonce": uuid4(), "at": noon}
        return withdraw_attendance(participant, **(values | changes))

    return take_back


def refused(verb, *args, **kwargs) -> str:
    with pytest.raises(AttendanceError) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


def test_a_scan_marks_a_person_present(scan, participant, day, noon, committee):
    attendance = scan(participant)
    assert (attendance.participant, attendance.day) == (participant, day)
    assert (attendance.first.occurred_at, attendance.first.desk) == (noon, "Meja 1")
    assert attendance.first.recorded_by == committee


def test_a_scan_sent_twice_is_recorded_once(scan, participant):
    nonce = uuid4()
    assert scan(participant, nonce=nonce) == scan(participant, nonce=nonce)
    assert AttendanceEvent.objects.count() == 1


def test_a_second_scan_on_the_same_day_returns_the_first_and_is_kept_in_the_ledger(scan, participant, noon):
    first = scan(participant)
    again = scan(participant, at=noon + timedelta(minutes=5), desk="Meja 2")
    assert again == first
    assert again.first.desk == "Meja 1"
    assert Attendance.objects.count() == 1
    assert AttendanceEvent.objects.count() == 2


def test_the_desk_checks_who_somebody_is(scan, participant):
    scan(participant)
    participant.person.refresh_from_db()
    assert participant.person.identity_level == IdentityLevel.COMMITTEE_CHECKED


def test_each_day_is_marked_by_itself(scan, participant, session, noon):
    for offset, day in enumerate(session.days.all()):
        scan(participant, day=day, at=noon + timedelta(days=offset))
    assert participant.attendances.count() == 3


def test_a_day_that_has_passed_may_be_marked_from_paper(scan, participant, session, noon):
    first_day = session.days.first()
    assert scan(participant, day=first_day, at=noon + timedelta(days=2), method="kertas").day == first_day


def test_tomorrow_is_not_marked_today(scan, participant, session):
    assert refused(scan, participant, day=session.days.last()) == "day_ahead"


def test_the_day_is_that_of_the_place(scan, session, participant, noon):
    """At 16.30 UTC it is still the 3rd in WIB and already the 4th in WIT."""
    evening, second = noon.replace(hour=16, minute=30), session.days.all()[1]
    assert refused(scan, participant, day=second, at=evening) == "day_ahead"
    TrainingSession.objects.update(time_zone="Asia/Jayapura")
    participant.refresh_from_db()
    assert scan(participant, day=second, at=evening).day == second


def test_a_day_of_another_session_is_refused(scan, participant):
    assert refused(scan, participant, day=SessionDayFactory()) == "other_session"


def test_the_nonce_of_another_scan_is_refused(scan, participant, session, noon):
    nonce, other = uuid4(), ParticipantFactory(session=session)
    scan(participant, nonce=nonce)
    assert refused(scan, other, nonce=nonce) == "nonce_reused"
    assert refused(scan, participant, nonce=nonce, day=session.days.last(), at=noon) == "nonce_reused"
    assert not other.attendances.exists()


def test_the_nonce_of_a_scan_in_another_session_is_refused(scan, participant, noon):
    stranger = ParticipantFactory()
    nonce = uuid4()
    scan(stranger, day=stranger.session.days.get(), nonce=nonce)
    assert refused(scan, participant, nonce=nonce) == "nonce_reused"


@pytest.mark.parametrize(
    ("state", "code"), [("draf", "not_open"), ("ditutup", "session_closed"), ("terbit", "session_closed")]
)
def test_only_a_running_session_records(scan, withdraw, participant, state, code):
    TrainingSession.objects.update(state=state)
    assert refused(scan, participant) == code
    assert refused(withdraw, participant) == code


def test_a_scan_that_was_taken_is_answered_even_after_closing(scan, participant):
    nonce = uuid4()
    first = scan(participant, nonce=nonce)
    TrainingSession.objects.update(state=TrainingSession.State.CLOSED)
    assert scan(participant, nonce=nonce) == first


# Taking back


def test_a_mistake_is_taken_back_and_the_ledger_remembers_both(scan, withdraw, participant, committee):
    scan(participant)
    withdraw(participant, reason="Orang lain yang datang")
    assert not participant.attendances.exists()
    recorded, cancelled = AttendanceEvent.objects.order_by("pk")
    assert (recorded.kind, cancelled.kind) == ("masuk", "batal")
    assert (cancelled.note, cancelled.recorded_by) == ("Orang lain yang datang", committee)


def test_the_old_scan_does_not_bring_a_withdrawn_presence_back(scan, withdraw, participant):
    nonce = uuid4()
    scan(participant, nonce=nonce)
    withdraw(participant)
    assert refused(scan, participant, nonce=nonce) == "withdrawn"
    assert scan(participant).participant == participant


def test_a_press_that_was_meant_for_somebody_else_takes_nothing_back(scan, withdraw, session, participant):
    other, nonce = ParticipantFactory(session=session), uuid4()
    scan(participant, nonce=nonce)
    scan(other)
    assert refused(withdraw, other, nonce=nonce) == "nonce_reused"
    assert refused(withdraw, participant, nonce=nonce) == "nonce_reused"  # the nonce of its own scan
    assert Attendance.objects.count() == 2


@pytest.mark.parametrize(
    ("confirmed", "level"), [(False, IdentityLevel.SELF_DECLARED), (True, IdentityLevel.HEAD_CONFIRMED)]
)
def test_who_was_never_there_was_not_checked_by_the_panitia(scan, withdraw, participant, confirmed, level):
    if confirmed:
        ReceiptFactory(person=participant.person, state=Receipt.State.CONFIRMED)
    scan(participant)
    withdraw(participant)
    participant.person.refresh_from_db()
    assert participant.person.identity_level == level


def test_who_was_seen_on_another_day_stays_checked(scan, withdraw, participant, session, noon):
    scan(participant)
    scan(participant, day=session.days.last(), at=noon + timedelta(days=2))
    withdraw(participant)
    participant.person.refresh_from_db()
    assert participant.person.identity_level == IdentityLevel.COMMITTEE_CHECKED


def test_taking_back_twice_with_one_press_is_taking_back_once(scan, withdraw, participant):
    nonce = uuid4()
    scan(participant)
    withdraw(participant, nonce=nonce)
    withdraw(participant, nonce=nonce)
    assert AttendanceEvent.objects.filter(kind="batal").count() == 1


def test_a_reason_is_asked_for(scan, withdraw, participant):
    scan(participant)
    assert refused(withdraw, participant, reason="  ") == "reason_missing"
    assert participant.attendances.exists()


def test_who_is_not_present_cannot_be_taken_back(withdraw, participant):
    assert refused(withdraw, participant) == "not_present"


def test_events_are_never_edited(scan, participant):
    event = scan(participant).first
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
