"""The registration desk, the badge on a phone, and the participant's own page."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from elearning.training import services
from elearning.training.models import Attendance, AttendanceEvent, TrainingSession
from quizzes.models import Attempt
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, finish
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


# The desk


def type_code(client, session, code, *, nonce=None, **query):
    url = page("desk", session) + (f"?hari={query['hari']}" if query else "")
    return client.post(url, {"code": code, "nonce": nonce or uuid4()}, follow=True)


def test_a_typed_code_marks_present_and_shows_the_stored_row(desk_client, session, participant):
    desk_client.post(page("name_desk", session), {"desk": "Meja 1"})
    text = words(type_code(desk_client, session, participant.badge_code.lower()))
    assert "No. 001 daftar hadir" in text
    assert participant.person.display_name in text
    assert Attendance.objects.get().first.desk == "Meja 1"
    assert Attendance.objects.get().first.method == AttendanceEvent.Method.CODE


def test_a_usb_scanner_types_the_whole_address(desk_client, session, participant):
    type_code(desk_client, session, f"https://contoh.example/p/{participant.badge_code}")
    assert Attendance.objects.get().participant == participant
    assert Attendance.objects.get().first.method == AttendanceEvent.Method.SCAN


def test_twice_is_no_error_and_says_when_and_where(desk_client, session, participant):
    desk_client.post(page("name_desk", session), {"desk": "Meja 1"})
    type_code(desk_client, session, participant.badge_code)
    assert "Sudah hadir pukul 12.00 WIB di Meja 1." in words(type_code(desk_client, session, participant.badge_code))
    assert Attendance.objects.count() == 1


def test_one_form_sent_twice_shows_the_same_success(desk_client, session, participant):
    nonce = uuid4()
    for _ in range(2):
        assert "Sudah hadir" not in words(type_code(desk_client, session, participant.badge_code, nonce=nonce))
    assert AttendanceEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("K7M4Q2R9", "Kode ini tidak kami temukan"),
        ("K7", "8 huruf dan angka"),
        ("OOOOOOOO", "tidak memakai O, I, L, 0, dan 1"),
        ("", "Ketik kode pada kartu"),
    ],
)
def test_a_wrong_code_says_what_to_do(desk_client, session, code, shown):
    assert shown in words(type_code(desk_client, session, code))


def test_the_code_of_another_session_is_named_so(desk_client, session, province):
    stranger = ParticipantFactory(session=TrainingSessionFactory(unit=province, open=True))
    assert "Kode ini milik sosialisasi lain." in words(type_code(desk_client, session, stranger.badge_code))
    assert not Attendance.objects.exists()


def test_a_refused_form_gets_a_fresh_nonce(desk_client, session, participant):
    nonce, other = uuid4(), ParticipantFactory(session=session)
    type_code(desk_client, session, participant.badge_code, nonce=nonce)
    response = type_code(desk_client, session, other.badge_code, nonce=nonce)
    assert "sudah dipakai untuk orang lain" in words(response)
    assert str(nonce) != str(response.context["form"]["nonce"].value())


def test_names_are_found_and_marked(desk_client, session, participant):
    response = desk_client.get(page("desk", session), {"q": "arif"})
    assert participant.person.display_name in words(response)
    url = page("check_in", session, participant.public_id)
    response = desk_client.post(url, {"nonce": uuid4()}, follow=True)
    assert "No. 001 daftar hadir" in words(response)
    assert Attendance.objects.get().first.method == "nama"


@pytest.mark.parametrize("people", [1, 30])
def test_the_desk_costs_the_same_for_any_number_of_people(
    desk_client, session, committee, day, noon, people, django_assert_max_num_queries
):
    for _ in range(people):
        attend(ParticipantFactory(session=session), day, by=committee, at=noon)
    with django_assert_max_num_queries(24):
        desk_client.get(page("desk", session), {"q": "contoh"})


def test_outside_its_days_the_desk_asks_for_the_day(desk_client, session, participant, noon):
    with time_machine.travel(noon + timedelta(days=10), tick=False):
        assert "Pilih hari yang dicatat" in words(desk_client.get(page("desk", session)))
        type_code(desk_client, session, participant.badge_code, hari="2024-10-04")
    assert str(Attendance.objects.get().day.date) == "2024-10-04"


def test_looking_at_a_person_records_nothing(desk_client, session, participant):
    for _ in range(5):
        assert desk_client.get(page("check_in", session, participant.public_id)).status_code == 200
    assert not AttendanceEvent.objects.exists()


def test_a_deputy_and_a_walk_in_are_welcomed(desk_client, session, participant):
    desk_client.post(
        page("deputy", session, participant.public_id), {"display_name": "Wakil Contoh, S.E.", "nonce": uuid4()}
    )
    response = desk_client.post(
        page("walk_in", session), {"display_name": "Tambahan Contoh", "nonce": uuid4()}, follow=True
    )
    assert "No. 003 daftar hadir" in words(response)
    assert list(session.participants.order_by("line").values_list("origin", flat=True)) == [
        "undangan", "wakil", "tambahan",
    ]  # fmt: skip
    again = desk_client.post(
        page("deputy", session, participant.public_id), {"display_name": "Lain Contoh", "nonce": uuid4()}
    )
    assert "sudah diwakili" in words(again)


@pytest.mark.parametrize("name", ["DeputyForm", "WalkInForm"])
def test_the_door_asks_no_more_than_three_fields(name):
    from elearning.training import forms

    assert len([field for field in getattr(forms, name)() if not field.is_hidden]) <= 3


def test_a_mistake_is_taken_back_with_a_reason(desk_client, session, participant, committee, day, noon):
    attend(participant, day, by=committee, at=noon)
    url = page("withdraw_attendance", session, participant.public_id, "2024-10-03")
    assert "Tulis alasan pembatalan" in words(desk_client.post(url, {"nonce": uuid4()}))
    desk_client.post(url, {"reason": "Salah pindai", "nonce": uuid4()})
    assert not Attendance.objects.exists()


def test_a_closed_list_records_nothing(desk_client, session, participant):
    TrainingSession.objects.update(state="ditutup")
    assert "Daftar hadir sudah ditutup" in words(desk_client.get(page("desk", session)))
    type_code(desk_client, session, participant.badge_code)
    assert not Attendance.objects.exists()


# The badge


def badge(participant):
    return reverse("training:badge", args=[participant.badge_code])


def test_five_looks_claim_nothing_and_one_press_does(client, participant):
    for _ in range(5):
        response = client.get(badge(participant))
        assert response.status_code == 200
    assert "Anda: D. H. A. C." in words(response)
    assert participant.person.display_name not in words(response)
    participant.refresh_from_db()
    assert participant.claimed_at is None
    response = client.post(badge(participant))
    assert response.url == reverse("dashboard:code")
    participant.refresh_from_db()
    assert participant.claimed_at is not None
    assert client.session["_auth_user_id"] == str(participant.person.pk)


def test_the_second_phone_is_told_how_to_come_in(client, participant, noon):
    services.claim_badge(participant, at=noon)
    for method in (client.get, client.post):
        response = method(badge(participant))
        assert response.status_code == 403
        assert "Kode ini sudah dipakai di HP lain" in words(response)
    assert "_auth_user_id" not in client.session


def test_who_has_a_code_already_keeps_it(client, participant, noon):
    services.first_code(participant.person, at=noon)
    assert client.post(badge(participant)).url == page("taking_part", participant.session)
    assert participant.person.codes.get().revoked_at is None


def test_the_committee_is_led_to_the_check_in(desk_client, participant):
    response = desk_client.get(badge(participant))
    assert response.url.startswith(page("check_in", participant.session, participant.public_id))
    response = desk_client.get(response.url)
    nonce = response.context["nonce"]
    desk_client.post(response.request["PATH_INFO"], {"nonce": nonce, "method": "pindai"})
    assert Attendance.objects.get().first.method == "pindai"
    participant.refresh_from_db()
    assert participant.claimed_at is None


def test_the_committee_of_another_session_is_a_visitor_here(client, participant, other_committee):
    client.force_login(other_committee)
    assert client.get(badge(participant)).status_code == 200


def test_the_owner_is_led_to_the_session(client, participant):
    client.force_login(participant.person)
    assert client.get(badge(participant)).url == page("taking_part", participant.session)


def test_a_badge_after_its_session_opens_nothing(client, participant, noon):
    with time_machine.travel(noon + timedelta(days=10), tick=False):
        assert "hanya bisa dipakai selama sosialisasi berjalan" in words(client.get(badge(participant)))
        assert client.post(badge(participant)).status_code == 403


def test_unknown_codes_are_counted_and_known_ones_are_not(client, participant):
    for _ in range(30):
        assert client.get(badge(participant)).status_code == 200
    statuses = [client.get("/p/K7M4Q2R9").status_code for _ in range(25)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


@pytest.mark.parametrize("ending", ["", "/"])
def test_the_address_of_a_badge_needs_no_closing_slash(client, participant, ending):
    assert client.get(f"/p/{participant.badge_code}{ending}").status_code == 200


def test_the_committee_lets_another_phone_take_the_badge(desk_client, session, participant, noon):
    services.claim_badge(participant, at=noon)
    desk_client.post(page("release_badge", session, participant.public_id))
    participant.refresh_from_db()
    assert participant.claimed_at is None


# The participant's page


def test_only_participants_see_their_page(client, session, participant, committee):
    url = page("taking_part", session)
    assert client.get(url).status_code == 302
    for person, status in ((UserFactory(), 404), (committee, 404), (participant.person, 200)):
        client.force_login(person)
        assert client.get(url).status_code == status
        assert client.post(page("start_test", session, "pre")).status_code == (404 if status == 404 else 302)


def test_an_open_test_is_begun_by_a_press(client, session, participant, committee, noon):
    session.pre_test = QuizFactory()
    session.save(update_fields=["pre_test"])
    client.force_login(participant.person)
    url = page("taking_part", session)
    assert "Belum dibuka panitia" in words(client.get(url))
    assert "belum dibuka atau sudah ditutup" in words(client.post(page("start_test", session, "pre"), follow=True))
    services.open_test(session, "pre", by=committee, at=noon)
    assert "Pre-test terbuka" in words(client.get(url))
    assert not Attempt.objects.exists()
    response = client.post(page("start_test", session, "pre"))
    assert response.url == reverse("quizzes:attempt", args=[Attempt.objects.get().public_id])
    assert client.get(response.url).status_code == 200
    assert "Lanjutkan dari soal terakhir" in words(client.get(url))


def test_the_explanations_wait_for_the_own_post_test(client, session, participant):
    session.pre_test = session.post_test = quiz = QuizFactory(questions=[QuestionFactory()])
    session.save(update_fields=["pre_test", "post_test"])
    client.force_login(participant.person)
    waits = "Pembahasan dibuka setelah post-test."
    for mode, is_waiting in (("pre", True), ("post", False)):
        finish(AttemptFactory(quiz=quiz, person=participant.person, mode=mode, context=session.context), correct=1)
        assert (waits in words(client.get(page("taking_part", session)))) is is_waiting


def test_an_unknown_test_is_not_found(client, session, participant):
    client.force_login(participant.person)
    assert client.post(page("start_test", session, "lain")).status_code == 404


def test_the_page_of_a_participant_is_light(client, session, participant):
    client.force_login(participant.person)
    text = words(client.get(page("taking_part", session)))
    assert len(text) < 20_000
    assert "<script" not in text


@pytest.mark.parametrize(
    ("field", "typed"), [("display_name", "Rina Contoh 3201123456789012"), ("unit_name", "3201.1234.5678.9012")]
)
def test_a_nik_typed_beside_a_name_is_stored_nowhere(desk_client, session, day, at_noon, field, typed):
    data = {"display_name": "Rina Contoh", "nip": "", "unit_name": "", "nonce": str(uuid4())} | {field: typed}
    form = desk_client.post(page("walk_in", session), data).context["form"]
    assert form.errors.as_data()[field][0].code == "nik"
    assert not session.participants.exists()
