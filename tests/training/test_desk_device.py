"""What travels between a desk and the server: the list without NIP, and the queue as it was kept."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from elearning.training import services
from elearning.training.models import Attendance, AttendanceEvent, DeskNote, TrainingSession
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def row(participant, **changes) -> dict:
    made = {
        "nonce": str(uuid4()), "code": participant.badge_code, "on": "2024-10-03", "kind": "masuk", "method": "pindai",
        "desk": "Meja 3", "occurred_at": "2024-10-03T04:30:00Z",
    }  # fmt: skip
    return made | changes


def send(client, session, *rows, sent_at="2024-10-03T05:00:00Z", **changes):
    body = {"sent_at": sent_at, "scans": list(rows)} | changes
    return client.post(page("take_in_scans", session), json.dumps(body), content_type="application/json")


def test_the_list_names_everybody_and_holds_no_nip(desk_client, session, committee, day, noon):
    person = UserFactory(display_name="Drs. H. Arif Contoh, M.Si.", nip="197209141998031903")
    attend(ParticipantFactory(session=session, person=person), day, by=committee, at=noon)
    told = desk_client.get(page("desk_list", session)).json()
    assert told["people"][0][:3] == [1, session.participants.get().badge_code, "Drs. H. Arif Contoh, M.Si."]
    assert told["present"] == {"2024-10-03": {"1": [noon.isoformat(), "Meja 1"]}}
    assert "19720914" not in json.dumps(told)


def test_a_list_that_the_device_has_is_not_sent_again(desk_client, session, participant):
    response = desk_client.get(page("desk_list", session))
    mark = response.json()["mark"]
    assert "no-store" in response["Cache-Control"]
    assert desk_client.get(page("desk_list", session), {"sidik": mark}).status_code == 204
    ParticipantFactory(session=session)
    assert desk_client.get(page("desk_list", session), {"sidik": mark}).status_code == 200


@pytest.mark.parametrize("state", ["draf", "ditutup", "terbit"])
def test_a_list_that_is_not_open_is_taken_to_no_device(desk_client, session, participant, state):
    TrainingSession.objects.update(state=state)
    assert desk_client.get(page("desk_list", session)).json() == {"is_open": False}


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_costs_the_same_for_any_number_of_people(
    desk_client, session, committee, day, noon, people, django_assert_max_num_queries
):
    for _ in range(people):
        attend(ParticipantFactory(session=session), day, by=committee, at=noon)
    with django_assert_max_num_queries(16):
        desk_client.get(page("desk_list", session))


def test_each_scan_has_its_own_answer(desk_client, session, participant, committee, day, noon):
    other = ParticipantFactory(session=session)
    attend(other, day, by=committee, at=noon - timedelta(hours=1))
    reply = send(desk_client, session, row(participant), row(other), row(ParticipantFactory())).json()
    first, again, strange = reply["scans"]
    assert (first["status"], first["name"], first["line"]) == ("present", "Drs. H. Arif Contoh, M.Si.", 1)
    assert (again["status"], again["words"]) == ("again", "Sudah hadir pukul 11.00 WIB di Meja 1.")
    assert (strange["status"], strange["words"]) == ("other_session", "Kode ini milik sosialisasi lain.")
    assert "name" not in strange
    assert (reply["is_open"], reply["clock_off"]) == (True, 0)


def test_a_row_that_says_nothing_hinders_no_other(desk_client, session, participant):
    bad = [
        None, 7, {}, row(participant, nonce="x"), row(participant, kind="batal"), row(participant, method="kertas"),
        row(participant, on="kemarin"), row(participant, occurred_at="2024-10-03T04:30:00"), row(participant, code=7),
        row(participant, occurred_at="0001-01-01T00:00:00Z"), row(participant, desk=None),
    ]  # fmt: skip
    reply = send(desk_client, session, *bad, row(participant)).json()
    assert [scan["status"] for scan in reply["scans"]] == ["present", *["unreadable"] * len(bad)]
    assert AttendanceEvent.objects.count() == 1


def test_odd_codes_and_names_of_desks_are_kept_as_text(desk_client, session, participant):
    odd = row(participant, code="\x00 <b>apa</b> " * 30, desk="\x00Meja\n" * 30)
    assert send(desk_client, session, odd).json()["scans"][0]["status"] == "unknown"
    note = DeskNote.objects.get()
    assert len(note.code) <= 40
    assert note.desk.isprintable()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"[" * 100_000, b'{"sent_at": "kini", "scans": []}'])
def test_what_is_no_batch_is_refused_whole(desk_client, session, body):
    response = desk_client.post(page("take_in_scans", session), body, content_type="application/json")
    assert response.status_code == 400


def test_a_batch_has_a_limit(desk_client, session, participant):
    assert send(desk_client, session, *(row(participant) for _ in range(101))).status_code == 400
    assert not AttendanceEvent.objects.exists()


def test_a_clock_three_hours_off_is_said_and_put_right(desk_client, session, participant, noon):
    told = row(participant, occurred_at="2024-10-03T01:30:00Z")
    reply = send(desk_client, session, told, sent_at="2024-10-03T02:00:00Z").json()
    assert reply["clock_off"] == 180
    assert Attendance.objects.get().first.happened_at == noon - timedelta(minutes=30)
    text = words(desk_client.get(page("desk_notes", session)))
    assert "Meja 3: jamnya terlambat 3 jam" in text


def test_a_desk_is_told_when_the_list_is_closed(desk_client, session, participant, committee):
    services.close_list(session, by=committee, at=timezone.now())
    reply = send(desk_client, session, row(participant)).json()
    assert (reply["is_open"], reply["scans"][0]["status"]) == (False, "present")  # it happened before


def test_nobody_else_reports_for_a_session(client, session, participant, other_committee):
    for person in (participant.person, other_committee):
        client.force_login(person)
        assert send(client, session, row(participant)).status_code in (403, 404)
    assert not AttendanceEvent.objects.exists()


def test_the_page_without_network_knows_nobody(client, home):
    response = client.get(reverse("training:desk_shell"))
    assert response.status_code == 200
    assert "csrfmiddlewaretoken" not in words(response)
    assert not response.cookies


# Leaving


def test_leaving_is_recorded_and_shown_beside_coming(desk_client, session, participant, committee, day, noon):
    attend(participant, day, by=committee, at=noon - timedelta(hours=4))
    desk_client.post(page("name_desk", session), {"desk": "Meja 2"})
    form = {"code": participant.badge_code, "nonce": uuid4(), "kind": "keluar"}
    response = desk_client.post(page("desk", session), form, follow=True)
    assert "Pulang pukul 12.00 WIB" in words(response)
    assert response.context["form"]["kind"].value() == "keluar"  # the next one leaves, too
    assert Attendance.objects.get().first.kind == "masuk"
    text = words(desk_client.get(page("participant", session, participant.public_id)))
    assert "Hadir pukul 08.00 WIB" in text
    assert "Pulang pukul 12.00 WIB di Meja 2" in text


def test_leaving_is_recorded_by_name_and_by_the_badge(desk_client, session, participant):
    response = desk_client.get(page("desk", session), {"q": "arif", "arah": "pulang"})
    assert 'aria-label="Pulang: Drs. H. Arif Contoh, M.Si."' in words(response)
    url = page("check_in", session, participant.public_id)
    desk_client.post(url, {"nonce": uuid4(), "kind": "keluar"})
    assert AttendanceEvent.objects.get().kind == "keluar"
    assert not Attendance.objects.exists()


def test_a_wrong_person_is_one_press_away_from_being_taken_back(desk_client, session, participant):
    form = {"code": participant.badge_code, "nonce": uuid4()}
    person = page("check_in", session, participant.public_id)
    assert f'href="{person}"' in words(desk_client.post(page("desk", session), form, follow=True))
    undo = page("withdraw_attendance", session, participant.public_id, "2024-10-03")
    assert f'href="{undo}"' in words(desk_client.get(person))


# The counter


def test_the_counter_says_how_fast_and_where(desk_client, session, committee, day, noon):
    for place in range(5):
        attend(ParticipantFactory(session=session), day, by=committee, at=noon - timedelta(minutes=3 * place))
    other = ParticipantFactory(session=session)
    services.record_attendance(
        other, day=day, by=committee, nonce=uuid4(), method="kode", at=noon, desk="Meja 3"
    )  # fmt: skip
    ParticipantFactory(session=session)
    text = words(desk_client.get(page("desk", session)))
    assert "6 dari 7 hadir · 5 per 10 menit · Meja 1 paling ramai" in text


def test_the_counter_says_nothing_that_was_not_measured(desk_client, session, participant):
    assert ">0 dari 1 hadir<" in words(desk_client.get(page("desk", session)))
