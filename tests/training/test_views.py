"""What each screen lets whom do, and what it shows."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates import tasks
from elearning.people.models import User
from elearning.training import services
from elearning.training.models import Attendance, AttendanceEvent, Participant, TrainingSession
from elearning.training.services.certificates import certificate_of
from quizzes.models import Attempt
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.quizzes import QuizFactory
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

from .spreadsheets import ARIF, MADE, RINA, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(noon, home):
    with time_machine.travel(noon, tick=False):
        yield


@pytest.fixture
def desk_client(client, committee):
    client.force_login(committee)
    return client


@pytest.fixture
def issued(session, committee, participant, day, noon):
    """One certificate of this session is out, with its PDF still to be made."""
    attend(participant, day, by=committee, at=noon)
    services.close_list(session, by=committee, at=noon)
    services.issue_certificates(session, by=committee, at=noon)
    return participant


def page(name, session, *args):
    return reverse(f"training:{name}", args=[session.slug, *args])


def words(response) -> str:
    return response.content.decode()


# Who may see what

PAGES = [
    ("overview", "get"), ("open", "post"), ("close", "get"), ("close", "post"), ("reopen", "get"), ("reopen", "post"),
    ("participants", "get"), ("add_participant", "get"), ("add_participant", "post"), ("import", "get"),
    ("import", "post"), ("save_import", "post"), ("import_template", "get"), ("desk", "get"), ("desk", "post"),
    ("name_desk", "post"), ("walk_in", "get"), ("walk_in", "post"), ("badges", "get"), ("certificates", "get"),
    ("issue", "get"), ("issue", "post"),
]  # fmt: skip
PERSON_PAGES = [
    ("participant", "get"), ("check_in", "get"), ("check_in", "post"), ("deputy", "get"), ("deputy", "post"),
    ("release_badge", "post"), ("download_certificate", "get"), ("correct_certificate", "get"),
    ("correct_certificate", "post"), ("revoke_certificate", "get"), ("revoke_certificate", "post"),
    ("restore_certificate", "post"),
]  # fmt: skip


@pytest.fixture
def addresses(session, participant):
    """Every committee address of the room, as (method, url)."""
    batch = session.imports.create(
        file_name="a.xlsx", file_sha256="0", created_at=session.created_at, created_by=UserFactory()
    )  # fmt: skip
    found = [(method, page(name, session)) for name, method in PAGES]
    found += [(method, page(name, session, participant.public_id)) for name, method in PERSON_PAGES]
    found += [(method, page("undo_import", session, batch.public_id)) for method in ("get", "post")]
    day_page = page("withdraw_attendance", session, participant.public_id, "2024-10-03")
    found += [("get", day_page), ("post", day_page)]
    for name, method in (("open_test", "post"), ("close_test", "get"), ("close_test", "post")):
        found.append((method, page(name, session, "pre")))
    return found


def statuses(client, addresses):
    return {getattr(client, method)(url).status_code for method, url in addresses}


def test_every_committee_address_is_in_the_list(addresses):
    from elearning.training.urls import urlpatterns

    theirs = {"badge", "taking_part", "start_test"}
    tested = {name for name, _ in (*PAGES, *PERSON_PAGES)} | {
        "undo_import", "withdraw_attendance", "open_test", "close_test",
    }  # fmt: skip
    assert {pattern.name for pattern in urlpatterns} - theirs == tested


def test_anonymous_visitors_are_sent_to_sign_in(client, addresses):
    for method, url in addresses:
        response = getattr(client, method)(url)
        assert response.status_code == 302, url
        assert response.url.startswith(reverse("people:login"))


@pytest.mark.parametrize("who", ["stranger", "other committee", "head"])
def test_for_strangers_and_other_units_the_session_does_not_exist(client, addresses, session, other_committee, who):
    person = {"stranger": UserFactory, "other committee": lambda: other_committee, "head": UserFactory}[who]()
    if who == "head":
        OfficeHoldingFactory(unit=session.unit, person=person, role="head")
    client.force_login(person)
    assert statuses(client, addresses) == {404}


def test_a_participant_is_told_that_these_pages_are_for_the_committee(client, addresses, participant):
    client.force_login(participant.person)
    assert statuses(client, addresses) == {403}
    assert "Halaman ini untuk panitia" in words(client.get(addresses[0][1]))


@pytest.mark.parametrize("who", ["office", "member", "superuser"])
def test_the_committee_opens_every_page(client, addresses, session, committee, superuser, who):
    member = UserFactory()
    session_members = {"office": committee, "member": member, "superuser": superuser}
    services.join_committee(session, member)
    client.force_login(session_members[who])
    got = {url: client.get(url).status_code for method, url in addresses if method == "get"}
    of_certificates = [url for url in got if "/sertifikat/" in url and "/peserta/" in url]
    for url in of_certificates:
        assert got.pop(url) == 404, "there is no certificate yet"
    assert got.pop(page("close_test", session, "pre")) == 400
    assert got.pop(page("issue", session)) == 302
    assert set(got.values()) == {200}


def test_a_person_of_another_session_is_not_found_here(desk_client, session):
    stranger = ParticipantFactory()
    for name in ("participant", "check_in", "deputy"):
        assert desk_client.get(page(name, session, stranger.public_id)).status_code == 404


@pytest.mark.parametrize("on", ["2024-10-09", "kemarin", "2024-13-40"])
def test_a_day_that_is_not_one_of_the_session_is_not_found(desk_client, session, participant, on):
    assert desk_client.get(page("withdraw_attendance", session, participant.public_id, on)).status_code == 404
    assert desk_client.get(page("desk", session), {"hari": on}).status_code == 404


# The overview


def test_a_draft_shows_its_gaps_with_links(client, superuser, draft):
    client.force_login(superuser)
    TrainingSession.objects.update(signatory_name="")
    text = words(client.get(page("overview", draft)))
    assert "Siap dijalankan?" in text
    assert "Belum ada penanda tangan dengan jabatannya" in text
    assert reverse("trainingsession:edit", args=[draft.pk]) in text
    assert "4 (empat) JP" in text


def test_opening_with_gaps_says_what_is_missing(desk_client, draft):
    response = desk_client.post(page("open", draft), follow=True)
    assert "Belum ada peserta" in words(response)
    assert TrainingSession.objects.get().state == "draf"


def test_the_overview_counts_with_their_base(desk_client, session, participant, committee, day, noon):
    attend(participant, day, by=committee, at=noon)
    ParticipantFactory(session=session)
    text = words(desk_client.get(page("overview", session)))
    assert "1 dari 2" in text
    assert "Kamis, 3 Oktober 2024" in text


@pytest.mark.parametrize("people", [1, 30])
def test_the_overview_costs_the_same_for_any_number_of_people(
    desk_client, session, committee, day, noon, people, django_assert_max_num_queries
):
    session.pre_test = QuizFactory()
    session.save(update_fields=["pre_test"])
    for _ in range(people):
        attend(ParticipantFactory(session=session), day, by=committee, at=noon)
    with django_assert_max_num_queries(30):
        desk_client.get(page("overview", session))


def test_closing_the_list_asks_once_and_leads_to_the_certificates(desk_client, session, participant):
    assert "0 dari 1 peserta tercatat hadir" in words(desk_client.get(page("close", session)))
    assert TrainingSession.objects.get().state == "berjalan"
    assert desk_client.post(page("close", session)).url == page("certificates", session)
    assert desk_client.post(page("reopen", session)).url == page("overview", session)
    assert TrainingSession.objects.get().state == "berjalan"


def test_a_test_opens_and_closing_says_who_is_still_inside(desk_client, session, participant, noon):
    session.pre_test = QuizFactory()
    session.save(update_fields=["pre_test"])
    desk_client.post(page("open_test", session, "pre"))
    assert "Terbuka sejak 12.00 WIB" in words(desk_client.get(page("overview", session)))
    participant.session.refresh_from_db()
    services.start_test(participant, "pre", at=noon)
    assert "1 orang masih mengerjakan" in words(desk_client.get(page("close_test", session, "pre")))
    desk_client.post(page("close_test", session, "pre"))
    assert not TrainingSession.objects.get().test_is_open("pre")


# The list


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_costs_the_same_for_any_number_of_people(
    desk_client, session, committee, day, noon, people, django_assert_num_queries
):
    for _ in range(people):
        attend(ParticipantFactory(session=session), day, by=committee, at=noon)
    desk_client.get(page("participants", session))  # the site and its settings are looked up once
    with django_assert_num_queries(16):
        desk_client.get(page("participants", session))


def test_the_list_is_searched_by_name_unit_and_line(desk_client, session):
    for number in range(60):
        ParticipantFactory(session=session, person=UserFactory(display_name=f"Rekan Contoh {number}"))
    ParticipantFactory(session=session, person=UserFactory(display_name="Rina Contoh", unit_name="SD Kenanga"))
    url = page("participants", session)
    assert "Halaman 1 dari 2" in words(desk_client.get(url))
    for query in ("rina", "kenanga", "61"):
        text = words(desk_client.get(url, {"q": query}))
        assert "Rina Contoh" in text
        assert "1 dari 61 peserta cocok" in text
    assert "Tidak ada yang cocok" in words(desk_client.get(url, {"q": "tidak ada orangnya"}))


def test_an_empty_list_has_one_next_step(desk_client, session):
    assert "Belum ada peserta" in words(desk_client.get(page("participants", session)))


def test_a_person_is_added_by_form(desk_client, session):
    response = desk_client.post(
        page("add_participant", session), {"display_name": "Rina Contoh, S.Pd.", "employment_status": "pppk"}
    )
    assert response.url == page("participants", session)
    assert session.participants.get().person.employment_status == "pppk"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"display_name": ""}, "Tulis nama lengkap dengan gelar"),
        ({"display_name": "Rina Contoh", "nip": "1671011209780001"}, "Kami tidak menyimpan NIK"),
        ({"display_name": "Rina Contoh", "nip": "123"}, "18 angka"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_why(desk_client, session, typed, shown):
    response = desk_client.post(page("add_participant", session), typed)
    assert shown in words(response)
    assert not session.participants.exists()


# The import


def upload(client, session, content, name="peserta.xlsx"):
    return client.post(page("import", session), {"file": SimpleUploadedFile(name, content)})


def carried(response) -> str:
    return response.context["form"]["rows"].value()


def test_an_upload_stores_nothing_before_simpan(desk_client, session):
    response = upload(desk_client, session, xlsx(ARIF, RINA, MADE))
    assert "3 baris dibaca · 3 siap" in words(response)
    assert not Participant.objects.exists()
    assert not session.imports.exists()


def test_simpan_stores_what_was_shown_and_twice_adds_nobody(desk_client, session):
    rows = carried(upload(desk_client, session, xlsx(ARIF, RINA, MADE)))
    response = desk_client.post(page("save_import", session), {"rows": rows}, follow=True)
    assert "3 peserta ditambahkan." in words(response)
    response = desk_client.post(page("save_import", session), {"rows": rows}, follow=True)
    assert "0 peserta ditambahkan. 3 sudah ada di daftar." in words(response)
    assert session.participants.count() == 3
    again = upload(desk_client, session, xlsx(ARIF, RINA, MADE))
    assert "Semua baris yang siap sudah ada di daftar." in words(again)


def test_a_broken_nip_is_listed_with_row_and_column_and_not_saved(desk_client, session):
    broken = [*ARIF[:2], 197809122005011003, *ARIF[3:]]
    response = upload(desk_client, session, xlsx(broken, RINA))
    text = words(response)
    assert "NIP dirusak Excel" in text
    assert "2 baris dibaca · 1 siap · 1 perlu diperiksa" in text
    desk_client.post(page("save_import", session), {"rows": carried(response)})
    assert session.participants.get().person.display_name == "Rina Contoh, S.Pd."
    assert set(User.objects.exclude(nip=None).values_list("nip", flat=True)) == {"199002142021212902"}


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (b"", "a.xlsx", "Berkas ini kosong"),
        (b"MZ", "a.exe", "bukan XLSX atau CSV"),
        (xlsx(ARIF, header=["x"]), "a.xlsx", "tidak memuat judul kolom"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_that_nothing_was_saved(desk_client, session, content, name, shown):
    text = words(upload(desk_client, session, content, name))
    assert shown in text
    assert "Belum ada yang disimpan" in text


def test_a_preview_is_worth_nothing_in_other_hands_changed_or_old(client, session, committee, superuser, noon):
    client.force_login(committee)
    rows = carried(upload(client, session, xlsx(ARIF)))
    elsewhere = TrainingSessionFactory(unit=session.unit, open=True)
    stale = "Pratinjau ini sudah kedaluwarsa"
    assert stale in words(client.post(page("save_import", elsewhere), {"rows": rows}, follow=True))
    assert stale in words(client.post(page("save_import", session), {"rows": f"{rows}x"}, follow=True))
    assert stale in words(client.post(page("save_import", session), follow=True))
    with time_machine.travel(noon + timedelta(hours=3), tick=False):
        assert stale in words(client.post(page("save_import", session), {"rows": rows}, follow=True))
    client.force_login(superuser)
    assert stale in words(client.post(page("save_import", session), {"rows": rows}, follow=True))
    assert not Participant.objects.exists()


def test_an_import_is_undone_by_a_confirmed_press(desk_client, session):
    rows = carried(upload(desk_client, session, xlsx(ARIF, RINA)))
    desk_client.post(page("save_import", session), {"rows": rows})
    url = page("undo_import", session, session.imports.get().public_id)
    assert "2 peserta dari berkas ini keluar dari daftar" in words(desk_client.get(url))
    assert session.participants.count() == 2
    desk_client.post(url)
    assert not session.participants.exists()


def test_the_template_can_be_filled_and_uploaded(desk_client, session):
    response = desk_client.get(page("import_template", session))
    assert response["Content-Type"].endswith("sheet")
    assert "Tidak ada baris peserta" in words(upload(desk_client, session, response.content))


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


def test_a_usb_scanner_types_the_whole_address(desk_client, session, participant):
    type_code(desk_client, session, f"https://contoh.example/p/{participant.badge_code}")
    assert Attendance.objects.get().participant == participant


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


def test_an_unknown_test_is_not_found(client, session, participant):
    client.force_login(participant.person)
    assert client.post(page("start_test", session, "lain")).status_code == 404


def test_the_page_of_a_participant_is_light(client, session, participant):
    client.force_login(participant.person)
    text = words(client.get(page("taking_part", session)))
    assert len(text) < 20_000
    assert "<script" not in text


# Certificates


@pytest.mark.parametrize("people", [1, 30])
def test_the_certificate_page_costs_the_same_for_any_number_of_people(
    desk_client, session, committee, day, noon, people, django_assert_max_num_queries
):
    for _ in range(people):
        attend(ParticipantFactory(session=session), day, by=committee, at=noon)
    services.close_list(session, by=committee, at=noon)
    services.issue_certificates(session, by=committee, at=noon)
    with django_assert_max_num_queries(22):
        desk_client.get(page("certificates", session))


def test_the_list_of_the_eligible_names_what_a_paper_may_fail_on(desk_client, session, committee, day, noon):
    for name in ("Al Contoh", "Prof. Dr. Hj. Siti Nurhaliza Contoh, S.Pd., M.Si.", "Made Contoh"):
        participant = ParticipantFactory(session=session, person=UserFactory(display_name=name))
        if name != "Made Contoh":
            attend(participant, day, by=committee, at=noon)
    services.close_list(session, by=committee, at=noon)
    text = words(desk_client.get(page("certificates", session)))
    assert "2 memenuhi syarat · 1 belum" in text
    assert "belum pernah hadir" in text
    assert "Nama terpanjang" in text
    assert "Nomor urut 1 sampai 2 tahun 2024" in text
    assert "Terbitkan 2 sertifikat?" in words(desk_client.get(page("issue", session)))
    assert not certificate_of(participant)


def test_issuing_asks_once_then_shows_how_many_are_made(desk_client, issued, session):
    text = words(desk_client.get(page("certificates", session)))
    assert "0 dari 1 PDF dibuat" in text
    tasks.render_due()
    text = words(desk_client.get(page("certificates", session)))
    assert "1 dari 1 PDF dibuat" in text
    assert page("download_certificate", session, issued.public_id) in text
    paper = desk_client.get(page("download_certificate", session, issued.public_id))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")


def test_issuing_an_open_list_is_refused_in_words(desk_client, session, participant):
    assert "Daftar hadir masih terbuka" in words(desk_client.post(page("issue", session), follow=True))


def test_a_name_is_corrected_in_two_presses(desk_client, issued, session):
    url = page("correct_certificate", session, issued.public_id)
    assert "ditandai Revisi 1" in words(desk_client.get(url))
    response = desk_client.post(url, {"recipient_name": "Drs. Arif Contoh", "reason": "Salah tulis"}, follow=True)
    assert "terbit ulang sebagai revisi 1" in words(response)
    assert certificate_of(issued).facts["name"] == "Drs. Arif Contoh"
    assert "terlalu panjang" in words(desk_client.post(url, {"recipient_name": "W" * 120, "reason": "x"}))


def test_a_certificate_is_revoked_by_typing_its_number_and_restored_within_a_day(desk_client, issued, session, noon):
    url, certificate = page("revoke_certificate", session, issued.public_id), certificate_of(issued)
    wrong = desk_client.post(url, {"reason": "Ganda", "typed_number": "1"})
    assert "tidak sama dengan nomor sertifikat" in words(wrong)
    desk_client.post(url, {"reason": "Ganda", "typed_number": certificate.number})
    assert certificate_of(issued).state == "dicabut"
    person = page("participant", session, issued.public_id)
    assert "Pulihkan sertifikat" in words(desk_client.get(person))
    assert desk_client.get(url).status_code == 404
    with time_machine.travel(noon + timedelta(hours=25), tick=False):
        assert "Pulihkan sertifikat" not in words(desk_client.get(person))
    desk_client.post(page("restore_certificate", session, issued.public_id))
    assert certificate_of(issued).state == "berlaku"


def test_the_holder_finds_the_certificate_on_the_own_page(client, issued, session):
    client.force_login(issued.person)
    assert certificate_of(issued).number in words(client.get(page("taking_part", session)))


# What holds for all


def test_no_page_carries_inline_script_or_style(desk_client, addresses):
    for method, url in addresses:
        if method != "get" or "cetak" in url or "templat" in url:
            continue
        text = words(desk_client.get(url, follow=True))
        assert " style=" not in text, url
        assert "onclick" not in text
        assert "<script>" not in text


def test_no_sentence_shouts(desk_client, addresses):
    for method, url in addresses:
        if method == "get" and "cetak" not in url and "templat" not in url:
            body = words(desk_client.get(url, follow=True)).split("<main", 1)[-1].split("</main>")[0]
            assert "!" not in body.replace("<!--", ""), url
