"""The overview, the list and the import, as a committee sees them."""

import pytest
from django.urls import reverse

from elearning.training import services
from elearning.training.models import TrainingSession
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuizFactory
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]


# The overview


def test_a_draft_shows_its_gaps_with_links(client, superuser, draft):
    client.force_login(superuser)
    draft.signatories.all().delete()
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
    with django_assert_num_queries(21):  # six of them note who saw whose data
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
