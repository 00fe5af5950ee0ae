"""What desks recorded without a network arrives later: once, in the order in which it happened, and nothing is lost."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from elearning.people.models import IdentityLevel
from elearning.training import services
from elearning.training.desk_notes import notes_of
from elearning.training.models import Attendance, AttendanceEvent, DeskNote, TrainingSession
from tests.factories.training import ParticipantFactory

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def statuses(outcomes) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_a_report_makes_people_present_at_the_time_of_the_desk(report, kept_scan, participant, noon):
    assert statuses(report(kept_scan(participant))) == ["present"]
    first = Attendance.objects.get().first
    assert (first.happened_at, first.received_at, first.desk) == (noon - 30 * MINUTE, noon, "Meja 1")
    participant.person.refresh_from_db()
    assert participant.person.identity_level == IdentityLevel.COMMITTEE_CHECKED


def test_the_same_report_three_times_changes_nothing_and_is_answered_the_same(report, kept_scan, session, participant):
    queue = [
        kept_scan(participant),
        kept_scan(participant, desk="Meja 2"),
        kept_scan("K7M4Q2R9"),
        kept_scan(participant, kind="keluar"),
    ]
    answers = [statuses(report(*queue)) for _ in range(3)]
    assert answers == [["present", "again", "unknown", "left"]] * 3
    assert (AttendanceEvent.objects.count(), DeskNote.objects.count(), Attendance.objects.count()) == (3, 1, 1)


def test_the_earlier_scan_wins_though_it_arrives_later(report, kept_scan, participant, noon):
    report(kept_scan(participant, desk="Meja 3", occurred_at=noon - 20 * MINUTE))
    assert statuses(report(kept_scan(participant, desk="Meja 1", occurred_at=noon - 21 * MINUTE))) == ["present"]
    assert Attendance.objects.get().first.desk == "Meja 1"


def test_an_online_scan_gives_way_to_the_earlier_one_of_an_offline_desk(
    report, kept_scan, participant, day, committee, noon
):
    services.record_attendance(participant, day=day, by=committee, nonce=uuid4(), method="kode", at=noon, desk="Meja 1")
    report(kept_scan(participant, desk="Meja 2"), at=noon + MINUTE)
    assert Attendance.objects.get().first.desk == "Meja 2"


def test_a_desk_three_hours_off_is_put_right_and_what_it_told_is_kept(report, kept_scan, participant, noon):
    told = noon - 30 * MINUTE - timedelta(hours=3)
    report(kept_scan(participant, occurred_at=told), clock_ahead=timedelta(hours=-3))
    first = Attendance.objects.get().first
    assert (first.occurred_at, first.happened_at) == (told, noon - 30 * MINUTE)


def test_no_clock_moves_a_scan_out_of_its_day(report, kept_scan, participant, day, noon):
    report(kept_scan(participant, occurred_at=noon - timedelta(days=400)))
    attendance = Attendance.objects.get()
    assert (attendance.day, attendance.first.happened_at) == (day, noon)


def test_a_cancellation_after_the_scan_stands_when_the_scan_arrives(
    report, kept_scan, participant, day, committee, noon
):
    services.record_attendance(participant, day=day, by=committee, nonce=uuid4(), method="kode", at=noon - 40 * MINUTE)
    services.withdraw_attendance(
        participant, day=day, reason="Salah pindai", by=committee, nonce=uuid4(), at=noon - 20 * MINUTE
    )
    assert statuses(report(kept_scan(participant))) == ["withdrawn"]
    assert not Attendance.objects.exists()
    assert statuses(report(kept_scan(participant, occurred_at=noon - 10 * MINUTE))) == ["present"]


@pytest.mark.parametrize(
    ("state", "minutes", "status"),
    [("ditutup", 30, "present"), ("terbit", 30, "present"), ("ditutup", 5, "session_closed"), ("draf", 30, "not_open")],
)
def test_what_happened_before_closing_counts_when_it_arrives_after(
    report, kept_scan, participant, noon, state, minutes, status
):
    TrainingSession.objects.update(state=state, list_closed_at=None if state == "draf" else noon - 10 * MINUTE)
    assert statuses(report(kept_scan(participant, occurred_at=noon - minutes * MINUTE))) == [status]
    assert DeskNote.objects.count() == (status != "present")


def test_what_the_ledger_cannot_take_is_kept_as_a_note(report, kept_scan, participant, session, noon):
    stranger = ParticipantFactory()
    tomorrow = session.days.last().date
    queue = [
        kept_scan("bukan kode"), kept_scan(stranger), kept_scan(participant, on=tomorrow),
        kept_scan(participant, on=tomorrow + timedelta(days=30)),
    ]  # fmt: skip
    assert statuses(report(*queue)) == ["unknown", "other_session", "day_ahead", "other_day"]
    assert set(DeskNote.objects.values_list("session", "nonce")) == {(session.pk, one.nonce) for one in queue}
    assert not AttendanceEvent.objects.exists()


def test_the_nonce_of_another_scan_records_nothing_for_somebody_else(report, kept_scan, participant, session):
    first, other = kept_scan(participant), ParticipantFactory(session=session)
    report(first)
    assert statuses(report(replace(first, code=other.badge_code))) == ["nonce_reused"]
    assert not other.attendances.exists()
    assert statuses(report(first)) == ["present"]


def test_leaving_is_kept_beside_presence(report, kept_scan, participant, noon):
    assert statuses(report(kept_scan(participant, kind="keluar", occurred_at=noon))) == ["left"]
    assert not Attendance.objects.exists()
    report(kept_scan(participant))
    assert Attendance.objects.get().first.kind == "masuk"


@pytest.mark.parametrize("people", [1, 30])
def test_a_report_costs_the_same_for_any_number_of_scans(
    report, kept_scan, session, people, django_assert_max_num_queries
):
    queue = [kept_scan(ParticipantFactory(session=session)) for _ in range(people)]
    with django_assert_max_num_queries(15):
        report(*queue, kept_scan("K7M4Q2R9"))


# The hall


def test_four_desks_without_network_for_half_an_hour(report, kept_scan, session, participant, noon, day):
    """241 people, 12 scanned twice at their desk, 5 at two desks, clocks three minutes apart; everything is sent thrice."""
    dice = random.Random(241)
    people = [participant, *(ParticipantFactory(session=session) for _ in range(240))]
    clocks = {f"Meja {number}": (number - 2) * 3 * MINUTE for number in range(1, 5)}
    began = noon - 30 * MINUTE
    queues = {desk: [] for desk in clocks}

    def pass_by(person, desk, moment):
        queues[desk].append(kept_scan(person, desk=desk, occurred_at=moment + clocks[desk]))

    truth = {}
    for place, person in enumerate(people):
        desk, moment = f"Meja {1 + place % 4}", began + timedelta(seconds=7 * place)
        truth[person.pk] = (moment, desk)
        pass_by(person, desk, moment)
        if place < 12:
            pass_by(person, desk, moment + timedelta(seconds=40))
        elif place < 17:
            pass_by(person, f"Meja {1 + (place + 1) % 4}", moment + MINUTE)
    batches = [
        (desk, queue[start : start + 50]) for desk, queue in queues.items() for start in range(0, len(queue), 50)
    ] * 3
    dice.shuffle(batches)
    for desk, batch in batches:
        report(*batch, clock_ahead=clocks[desk])

    assert Attendance.objects.filter(day=day).count() == 241
    assert AttendanceEvent.objects.count() == 241 + 12 + 5
    assert not DeskNote.objects.exists()
    stored = {
        row.participant_id: (row.first.happened_at, row.first.desk)
        for row in Attendance.objects.select_related("first")
    }
    assert stored == truth
    twice = Counter(AttendanceEvent.objects.values_list("participant", flat=True))
    assert sorted(twice.values())[-18:] == [1, *[2] * 17]

    notes = next(notes for notes in notes_of(session) if notes.on == day.date)
    listed = {sighting.participant.pk: sighting.desks for sighting in notes.repeated}
    assert listed == {person.pk: 1 if place < 12 else 2 for place, person in enumerate(people[:17])}
    assert {clock.desk for clock in notes.clocks} == {"Meja 1", "Meja 3", "Meja 4"}  # the second one goes right
