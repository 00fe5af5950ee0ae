"""Two desks and two presses at the same moment, on PostgreSQL: SQLite has one writer and cannot show these races."""

from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client
from django.urls import reverse

from certificates.models import Batch, Certificate
from elearning.training import services
from elearning.training.errors import BadgeError, ReportError
from elearning.training.importing import Grid, Row
from elearning.training.models import Attendance, AttendanceEvent, Box, Participant, Report, ReportFile, TrainingSession
from elearning.training.services import checking, drafts
from elearning.training.services.participants import open_list
from elearning.training.session_forms import SessionForm
from tests.factories.files import jpeg
from tests.factories.training import ParticipantFactory, attend
from tests.threads import at_once, until_somebody_waits

from .test_admin import ADD, changed, edit, filled

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_desks_at_the_same_moment_produce_one_presence(participant, day, committee, noon):
    def scan(desk):
        one = Participant.objects.get(pk=participant.pk)
        return services.record_attendance(
            one, day=day, by=committee, nonce=uuid4(), method="pindai", at=noon, desk=desk
        ).pk  # fmt: skip

    assert len(set(at_once(scan, [f"Meja {number}" for number in range(8)]))) == 1
    assert Attendance.objects.count() == 1
    assert AttendanceEvent.objects.count() == 8


def test_one_scan_sent_by_eight_retries_is_one_event(participant, day, committee, noon):
    nonce = uuid4()

    def scan(_):
        one = Participant.objects.get(pk=participant.pk)
        return services.record_attendance(one, day=day, by=committee, nonce=nonce, method="pindai", at=noon).pk

    assert len(set(at_once(scan, range(8)))) == 1
    assert AttendanceEvent.objects.count() == 1


def test_two_desks_that_report_at_the_same_moment_produce_one_presence(session, participant, day, committee, noon):
    def report(number):
        scan = services.Scan(
            nonce=uuid4(), code=participant.badge_code, on=day.date, kind="masuk", method="pindai",
            desk=f"Meja {number}", occurred_at=noon - timedelta(minutes=number),
        )  # fmt: skip
        return services.take_in_scans(session, [scan], sent_at=noon, by=committee, at=noon)[0].status

    assert "present" in at_once(report, range(1, 9))
    assert Attendance.objects.get().first.desk == "Meja 8"
    assert AttendanceEvent.objects.count() == 8


def test_one_report_sent_by_eight_retries_is_stored_once(session, participant, day, committee, noon):
    scan = services.Scan(
        nonce=uuid4(), code=participant.badge_code, on=day.date, kind="masuk", method="pindai", desk="Meja 1",
        occurred_at=noon,
    )  # fmt: skip

    def report(_):
        return services.take_in_scans(session, [scan], sent_at=noon, by=committee, at=noon)[0].status

    assert at_once(report, range(8)) == ["present"] * 8
    assert AttendanceEvent.objects.count() == 1


def test_the_list_gives_each_line_once_when_four_people_add(session, committee, noon):
    def add(number):
        return services.add_participant(session, display_name=f"Contoh {number}", by=committee, at=noon).line

    assert sorted(at_once(add, range(8))) == list(range(1, 9))


def test_two_phones_at_once_claim_a_badge_once(participant, noon):
    def claim(_):
        try:
            services.claim_badge(Participant.objects.get(pk=participant.pk), at=noon)
        except BadgeError as error:
            return error.code
        return "taken"

    assert sorted(at_once(claim, range(6))) == ["claimed"] * 5 + ["taken"]


def test_a_session_issued_by_four_people_at_once_gives_one_certificate_each(session, committee, day, noon):
    for _ in range(12):
        attend(ParticipantFactory(session=session), day, by=committee, at=noon)
    evening = noon + timedelta(hours=5)
    services.close_list(session, by=committee, at=evening)
    batches = at_once(lambda _: services.issue_certificates(session, by=committee, at=evening).pk, range(4))
    assert len(set(batches)) == Batch.objects.count() == 1
    assert list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 13))


def test_two_people_at_one_box_at_the_same_moment_lose_nothing(session, committee, noon):
    def write(number):
        try:
            services.write_text(session, Box.COURSE, f"Tulisan {number}", seen="", by=committee, at=noon)
        except ReportError as error:
            return error.code
        return "saved"

    assert sorted(at_once(write, range(6))) == ["saved", *["written_meanwhile"] * 5]


def test_two_presses_at_the_same_moment_make_one_report_and_one_file(session, committee, noon):
    def press(_):
        report = services.make_report(session, with_names=False, by=committee, at=noon)
        return report.number, services.file_of(report, ReportFile.Format.DOCX, at=noon).sha256

    assert len(set(at_once(press, range(4)))) == 1
    assert Report.objects.count() == ReportFile.objects.count() == 1


def test_the_last_free_place_is_given_to_one_photo(session, committee, noon, monkeypatch):
    monkeypatch.setattr("elearning.training.services.report_files.MOST_PHOTOS", 1)

    def add(shade):
        try:
            services.add_photo(session, jpeg(colour=(shade, 0, 0)), file_name="a.jpg", by=committee, at=noon)
        except ReportError as error:
            return error.code
        return "kept"

    assert sorted(at_once(add, [0, 60, 120, 180])) == ["kept", *["too_many_photos"] * 3]


def test_an_import_is_undone_while_another_list_is_stored(session, committee, noon):
    """«Simpan» holds its draft and asks for the session; so does the undoing, in the same order."""
    rows = [Row(row=1, name="Rina Contoh")]
    batch = services.import_participants(session, rows, file_name="a", sha256="a", by=committee, at=noon).batch
    grid = Grid("P", [["Nama"], ["Arif Contoh"]])
    draft, _ = drafts.keep_draft(session, [grid], file_name="b", sha256="b", by=committee, at=noon)

    is_held = Event()

    def press(button):
        if button == "undo":
            is_held.wait(10)
            return services.undo_import(batch, by=committee, at=noon)
        with transaction.atomic():
            checking.locked(draft)
            is_held.set()
            until_somebody_waits()
            return open_list(session).pk

    assert at_once(press, ["save", "undo"]) == [session.pk, 1]


def test_a_form_that_is_being_saved_does_not_take_the_opening_back(session, committee, participant, noon, monkeypatch):
    """It writes the whole row, also what a colleague changes at that moment."""
    client, is_held = Client(), Event()
    committee.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(committee)
    TrainingSession.objects.update(state="draf")
    saves = SessionForm.save

    def slow_save(form, commit=True):
        is_held.set()
        until_somebody_waits()
        return saves(form, commit)

    monkeypatch.setattr(SessionForm, "save", slow_save)

    def press(button):
        if button == "open":
            is_held.wait(10)
            return services.open_session(session, by=committee, at=noon).state
        return client.post(edit(session), changed(session, city="Kota Baru")).status_code

    assert at_once(press, ["save", "open"]) == [302, "berjalan"]
    session.refresh_from_db()
    assert (session.state, session.city) == ("berjalan", "Kota Baru")


def test_a_new_session_whose_button_is_pressed_by_two_fingers_is_made_once(province, committee):
    committee.user_permissions.add(Permission.objects.get(codename="access_admin"))
    key = str(uuid4())

    def press(_):
        client = Client()
        client.force_login(committee)
        return client.post(reverse(ADD), filled(province, seen=key)).url

    assert len(set(at_once(press, range(3)))) == 1
    assert TrainingSession.objects.count() == 1
