"""«Catatan meja»: whatever desks do not agree on is listed, with times and desks."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import ProtectedError

from elearning.training import services
from elearning.training.desk_batches import read_batch
from elearning.training.desk_notes import notes_of
from elearning.training.importing.layout import MASKED
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def notes(session, day):
    return lambda: next(found for found in notes_of(session) if found.on == day.date)


def test_two_desks_that_scanned_one_person_are_named_with_their_times(
    report, kept_scan, session, participant, notes, desk_client, noon, at_noon
):  # fmt: skip
    report(kept_scan(participant, desk="Meja 3", occurred_at=noon - 225 * MINUTE))
    report(kept_scan(participant, desk="Meja 1", occurred_at=noon - 226 * MINUTE))
    (row,) = notes().repeated
    assert [event.desk for event in row.events] == ["Meja 1", "Meja 3"]
    assert row.desks == 2
    assert "Meja 1 08.14 WIB, Meja 3 08.15 WIB" in words(desk_client.get(page("desk_notes", session)))


def test_a_cancellation_that_met_a_late_scan_is_named(report, kept_scan, participant, notes, day, committee, noon):
    attend(participant, day, by=committee, at=noon - 50 * MINUTE)
    services.withdraw_attendance(
        participant, day=day, reason="Salah", by=committee, nonce=uuid4(), at=noon - 20 * MINUTE
    )
    assert not notes().overruled
    report(kept_scan(participant))
    (row,) = notes().overruled
    assert [event.kind for event in row.events] == ["masuk", "batal"]
    assert not notes().repeated


def test_who_left_without_having_come_is_named_until_the_coming_arrives(report, kept_scan, participant, notes, noon):
    report(kept_scan(participant, kind="keluar", occurred_at=noon))
    assert [row.participant for row in notes().left_unseen] == [participant]
    report(kept_scan(participant))
    assert not notes().left_unseen


def test_somebody_who_was_represented_and_came_as_well_is_named(notes, participant, day, committee, noon):
    services.welcome_deputy(
        participant, display_name="Wakil Contoh", day=day, by=committee, nonce=uuid4(), at=noon, desk="Meja 1"
    )
    assert not notes().represented
    services.record_attendance(participant, day=day, by=committee, nonce=uuid4(), method="kode", at=noon)
    assert [row.participant for row in notes().represented] == [participant]


def test_codes_that_nobody_here_wears_are_listed_with_their_reason(report, kept_scan, session, notes):
    report(kept_scan("K7M4Q2R9"), kept_scan(ParticipantFactory()))
    assert notes().refused[0].code == "K7M4-Q2R9"
    assert [row.events[0].reason for row in notes().refused] == ["unknown", "other_session"]
    assert notes().refused[1].participant is None  # no name of another session's people


def test_a_scan_of_a_day_that_is_none_is_listed_under_that_day(report, kept_scan, session, participant, day):
    report(kept_scan(participant, on=day.date + timedelta(days=40)))
    assert [found.count for found in notes_of(session) if found.on == day.date + timedelta(days=40)] == [1]


def test_a_quiet_day_says_so(desk_client, session, participant, at_noon):
    assert "Belum ada catatan" in words(desk_client.get(page("desk_notes", session)))


def test_a_session_with_people_in_it_is_not_deleted(session, participant):
    with pytest.raises(ProtectedError):
        session.delete()


def test_an_identity_card_shown_to_a_desk_leaves_no_nik(session, committee, noon, day, notes):
    scan = {
        "nonce": str(uuid4()), "code": "3201123456789012", "on": str(day.date), "kind": "masuk", "method": "pindai",
        "desk": "3201123456789012", "occurred_at": noon.isoformat(),
    }  # fmt: skip
    batch = read_batch(json.dumps({"sent_at": noon.isoformat(), "scans": [scan]}).encode())
    services.take_in_scans(session, batch.scans, sent_at=batch.sent_at, by=committee, at=noon)
    (note,) = notes().refused[0].events
    assert (note.code, note.desk, notes().refused[0].code) == (MASKED, MASKED, MASKED)
