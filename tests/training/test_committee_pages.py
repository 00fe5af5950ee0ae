"""The overview, the list and the import, as a committee sees them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from elearning.people.models import User
from elearning.training import services
from elearning.training.models import Participant, TrainingSession
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuizFactory
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

from .spreadsheets import ARIF, MADE, RINA, xlsx
from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


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
    assert not TrainingSession.objects.get().test_is_open("pre", noon)


# The list


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_costs_the_same_for_any_number_of_people(
    desk_client, session, committee, day, noon, people, django_assert_num_queries
):
    for _ in range(people):
        attend(ParticipantFactory(session=session), day, by=committee, at=noon)
    desk_client.get(page("participants", session))  # the site and its settings are looked up once
    with django_assert_num_queries(14):
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


def test_a_broken_nip_is_listed_and_its_person_is_saved_without_it(desk_client, session):
    broken = [*ARIF[:2], 197809122005011003, *ARIF[3:]]
    response = upload(desk_client, session, xlsx(broken, RINA))
    text = words(response)
    assert "NIP dirusak Excel" in text
    assert "2 baris dibaca · 1 siap · 1 NIP belum lengkap" in text
    desk_client.post(page("save_import", session), {"rows": carried(response)})
    assert set(User.objects.exclude(nip=None).values_list("nip", flat=True)) == {"199002142021212902"}
    arif = session.participants.get(nip_is_incomplete=True)
    assert "NIP belum lengkap" in words(desk_client.get(page("participants", session)))
    address = page("complete_nip", session, arif.public_id)
    assert "19780912 200501" in words(desk_client.get(address))
    assert "18 angka" in words(desk_client.post(address, {"typed": "12"}))
    desk_client.post(address, {"typed": "1003"})
    assert User.objects.filter(nip="197809122005011003", display_name=ARIF[1]).exists()
    assert "tidak perlu dilengkapi" in words(desk_client.get(address))


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (b"", "a.xlsx", "Berkas ini kosong"),
        (b"MZ", "a.exe", "bukan XLSX, XLS, ODS, atau CSV"),
        (xlsx(ARIF, header=["x"]), "a.xlsx", "tidak ditemukan dalam 20 baris pertama"),
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
