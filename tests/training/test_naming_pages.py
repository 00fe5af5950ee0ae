"""The screens of the name-proofing round, the participant's and the committee's."""

import pytest

from certificates import corrections
from certificates.models import CorrectionRequest
from elearning.training import services
from elearning.training.models import NameProof
from elearning.training.services.certificates import certificate_of
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]

NAME, WANTED = "Drs. H. Arif Contoh, M.Si.", "Drs. H. Arief Contoh, M.Si."


@pytest.fixture
def own(client, participant):
    client.force_login(participant.person)
    return client


# The participant


def test_the_name_is_drawn_with_the_size_and_lines_of_the_paper(own, session, participant):
    text = words(own.get(page("taking_part", session)))
    assert "Beginilah nama Anda akan tercetak" in text
    assert '<svg viewBox="0 0 650 74"' in text
    assert 'font-size="28.0"' in text
    participant.person.display_name = (
        "Prof. Dr. Hj. Siti Nurhaliza Kusumaningrum Contoh, S.Pd., M.Si., M.Pd., Ph.D., CA."
    )
    participant.person.save(update_fields=["display_name"])
    assert words(own.get(page("taking_part", session))).count("<text ") == 2


def test_looking_says_nothing_and_one_press_confirms(own, session, participant):
    own.get(page("taking_part", session))
    assert not NameProof.objects.exists()
    text = words(own.post(page("confirm_name", session), {"shown": NAME}, follow=True))
    assert "Sudah Anda konfirmasi" in text
    assert "Ya, sudah benar" not in text


def test_a_name_that_moved_meanwhile_is_shown_again(own, session):
    text = words(own.post(page("confirm_name", session), {"shown": "Nama Lama"}, follow=True))
    assert "berubah sejak halaman dibuka" in text
    assert not NameProof.objects.exists()


def test_a_correction_goes_to_the_committee_and_is_shown_as_waiting(own, session):
    text = words(own.post(page("change_name", session), {"name": WANTED, "position": "Camat"}, follow=True))
    assert "menunggu keputusan panitia" in text
    assert WANTED in words(own.get(page("change_name", session)))


def test_capitals_are_asked_about_and_kept_when_they_are_meant(own, session):
    url, shouted = page("change_name", session), {"name": "ARIF CONTOH"}
    response = own.post(url, shouted)
    assert [doubt.code for doubt in response.context["form"].doubts] == ["all_capitals"]
    assert not NameProof.objects.exists()
    own.post(url, shouted | {"sure": "ARIF CONTOH"})
    assert NameProof.objects.get().name == "ARIF CONTOH"


def test_double_spaces_are_taken_out_only_by_who_presses_that(own, session):
    url, typed = page("change_name", session), {"name": "Arif  Contoh"}
    assert "Pakai «Arif Contoh»" in words(own.post(url, typed))
    own.post(url, typed | {"instead": "Arif Contoh"})
    own.post(url, typed | {"sure": "Arif  Contoh"})
    assert list(NameProof.objects.values_list("name", "outcome")) == [("Arif Contoh", "ditarik"), ("Arif  Contoh", "")]


def test_a_better_name_that_is_no_name_is_refused_and_never_cut(own, session):
    for odd in ("A" * 130, "Arif\x00Contoh", "Arif 3201123456789012"):
        own.post(page("change_name", session), {"name": "Arif  Contoh", "instead": odd})
    assert not NameProof.objects.exists()


def test_a_form_sent_twice_is_one_wish(own, session):
    for _ in range(2):
        own.post(page("change_name", session), {"name": WANTED, "position": "Camat"})
    assert NameProof.objects.count() == 1


def test_an_answer_for_one_name_is_no_answer_for_another(own, session):
    response = own.post(page("change_name", session), {"name": "ARIEF CONTOH", "sure": "ARIF CONTOH"})
    assert response.context["form"].doubts
    assert not NameProof.objects.exists()


def test_a_letter_that_the_paper_lacks_is_named_beside_the_name(own, session):
    text = words(own.post(page("change_name", session), {"name": "Arif 漢 Contoh"}))
    assert "Huruf «漢» pada «Arif 漢 Contoh»" in text


def test_a_draft_asks_nobody(client, draft):
    participant = ParticipantFactory(session=draft)
    client.force_login(participant.person)
    assert "Beginilah nama" not in words(client.get(page("taking_part", draft)))
    assert client.get(page("change_name", draft)).status_code == 404


def test_a_stranger_answers_for_nobody(client, session, participant):
    client.force_login(UserFactory())
    assert client.post(page("confirm_name", session), {"shown": NAME}).status_code == 404
    assert client.get(page("change_name", session)).status_code == 404


def test_the_page_of_a_participant_with_a_paper_asks_no_more(client, issued, session):
    client.force_login(issued.person)
    assert "Beginilah nama" not in words(client.get(page("taking_part", session)))
    refused = words(client.post(page("change_name", session), {"name": WANTED}))
    assert "sudah terbit" in refused


# The committee


def test_the_committee_sees_three_numbers_and_both_names_side_by_side(desk_client, session, participant, noon):
    services.propose_name(participant, name=WANTED, position="", by=participant.person, at=noon)
    services.confirm_name(other := ParticipantFactory(session=session), shown=other.person.display_name, at=noon)
    ParticipantFactory(session=session)
    text = words(desk_client.get(page("names", session)))
    assert "1 dikonfirmasi · 1 diubah · 1 belum menjawab" in text
    assert NAME in text
    assert WANTED in text
    silent = words(desk_client.get(page("names", session), {"jawaban": "belum"}))
    assert other.person.display_name not in silent
    assert desk_client.get(page("names", session), {"jawaban": "x", "page": "abc"}).status_code == 200


def test_one_press_agrees_and_a_second_one_is_told_that_it_is_done(desk_client, session, participant, noon):
    proof = services.propose_name(participant, name=WANTED, position="", by=participant.person, at=noon)
    url = page("approve_name", session, proof.public_id)
    assert "Disetujui" in words(desk_client.post(url, follow=True))
    participant.person.refresh_from_db()
    assert participant.person.display_name == WANTED
    assert "sudah diputuskan" in words(desk_client.post(url, follow=True))


def test_a_refusal_asks_for_its_reason_and_the_participant_reads_it(desk_client, session, participant, noon):
    proof = services.propose_name(participant, name=WANTED, position="", by=participant.person, at=noon)
    url = page("decline_name", session, proof.public_id)
    assert desk_client.post(url, {"answer": ""}).context["form"].has_error("answer", "required")
    desk_client.post(url, {"answer": "Sesuai SK lama."})
    desk_client.force_login(participant.person)
    assert "tidak disetujui panitia: Sesuai SK lama." in words(desk_client.get(page("taking_part", session)))


def test_who_proposed_a_name_is_offered_no_button_and_is_refused(desk_client, session, participant):
    desk_client.post(page("propose_name", session, participant.public_id), {"name": WANTED})
    proof = NameProof.objects.get()
    assert "Anda yang mengusulkan" in words(desk_client.get(page("names", session)))
    refused = desk_client.post(page("approve_name", session, proof.public_id), follow=True)
    assert "Anda sendiri yang mengusulkan" in words(refused)
    proof.refresh_from_db()
    assert proof.is_waiting


def test_a_change_of_another_session_is_not_found_here(desk_client, session, noon):
    stranger = ParticipantFactory(session__slug="lain")
    proof = services.propose_name(stranger, name=WANTED, position="", by=stranger.person, at=noon)
    assert desk_client.post(page("approve_name", session, proof.public_id)).status_code == 404
    assert desk_client.get(page("decline_name", session, proof.public_id)).status_code == 404


def test_a_paper_that_is_out_is_corrected_on_its_own_page(desk_client, session, issued):
    response = desk_client.get(page("propose_name", session, issued.public_id))
    assert response.url == page("correct_certificate", session, issued.public_id)


@pytest.mark.parametrize("name", ["W" * 120, "A" * 120, '<b>Arif</b> & "Contoh"', "Li 漢"])
def test_any_name_on_the_list_can_be_looked_at(client, session, name):
    participant = ParticipantFactory(session=session, person=UserFactory(display_name=name))
    client.force_login(participant.person)
    text = words(client.get(page("taking_part", session)))
    assert "<b>Arif" not in text
    client.post(page("confirm_name", session), {"shown": name})
    assert NameProof.objects.exists() == name.startswith("<b>")


@pytest.fixture
def asked(issued, noon):
    return corrections.request_correction(certificate_of(issued), wanted_name=WANTED, note="Ejaan", at=noon)


def test_a_later_request_arrives_in_the_same_list_and_one_press_issues_anew(desk_client, session, issued, asked):
    text = words(desk_client.get(page("names", session)))
    assert "1 permintaan perbaikan sertifikat" in text
    assert "Keterangan: Ejaan" in text
    url = page("approve_correction", session, asked.certificate.code)
    assert "terbit ulang sebagai Revisi 1" in words(desk_client.post(url, follow=True))
    assert certificate_of(issued).facts["name"] == WANTED
    assert CorrectionRequest.objects.get().outcome == "diperbaiki"
    assert "sudah diputuskan" in words(desk_client.post(url, follow=True))


def test_a_later_request_is_declined_with_a_reason(desk_client, session, issued, asked):
    url = page("decline_correction", session, asked.certificate.code)
    assert desk_client.post(url, {"answer": " "}).context["form"].has_error("answer", "required")
    desk_client.post(url, {"answer": "Belum tercatat."})
    assert CorrectionRequest.objects.get().answer == "Belum tercatat."
    assert certificate_of(issued).revision == 0


@pytest.mark.parametrize("code", ["XXXX", "A1B2-C3D4-E5F6", "K7M4Q2R9T5W6"])
def test_a_code_without_a_request_is_not_found(desk_client, session, issued, code):
    assert desk_client.get(page("decline_correction", session, code)).status_code == 404


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_of_names_costs_the_same_for_any_number(
    desk_client, session, noon, people, django_assert_max_num_queries
):
    for one in ParticipantFactory.create_batch(people, session=session):
        services.propose_name(one, name=WANTED, position="", by=one.person, at=noon)
    with django_assert_max_num_queries(20):
        desk_client.get(page("names", session))


def test_an_empty_session_says_what_to_do_first(desk_client, session):
    assert "Belum ada peserta" in words(desk_client.get(page("names", session)))
