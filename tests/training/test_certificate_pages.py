"""P8 and P9: issue, watch, correct, revoke, restore."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from certificates import services as certificates
from certificates import tasks
from certificates.errors import CertificateError
from elearning.training import services
from elearning.training.models import CommitteeMember
from elearning.training.services.certificates import certificate_of
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]


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
    assert "Belum pernah hadir" in text
    assert "Nama terpanjang" in text
    assert "Nomor urut 1 sampai 2 tahun 2024" in text
    assert "Terbitkan 2 sertifikat?" in words(desk_client.get(page("issue", session)))
    assert not certificate_of(participant)


def test_issuing_asks_once_then_shows_how_many_are_made(desk_client, issued, session):
    text = words(desk_client.get(page("certificates", session)))
    assert "0 dari 1 dibuat · ± 1 menit lagi. Anda boleh menutup halaman ini." in text
    tasks.render_due()
    text = words(desk_client.get(page("certificates", session)))
    assert "1 dari 1 dibuat. Semua PDF siap." in text
    assert page("download_certificate", session, issued.public_id) in text
    paper = desk_client.get(page("download_certificate", session, issued.public_id))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")


def test_issuing_an_open_list_is_refused_in_words(desk_client, session, participant):
    assert "Daftar hadir masih terbuka" in words(desk_client.post(page("issue", session), follow=True))


def test_a_name_is_corrected_in_two_presses(desk_client, issued, session):
    url = page("correct_certificate", session, issued.public_id)
    assert "ditandai Revisi 1" in words(desk_client.get(url))
    response = desk_client.post(url, {"recipient_name": "Drs. Arif Contoh", "reason": "Salah tulis"}, follow=True)
    assert "terbit ulang sebagai Revisi 1" in words(response)
    assert certificate_of(issued).facts["name"] == "Drs. Arif Contoh"
    assert "terlalu panjang" in words(desk_client.post(url, {"recipient_name": "W" * 120, "reason": "x"}))


@pytest.mark.parametrize("keeps_the_register", [False, True])
def test_nobody_corrects_the_own_paper(client, issued, session, province, keeps_the_register):
    CommitteeMember.objects.create(session=session, person=issued.person)
    OfficeHoldingFactory(unit=province, person=issued.person, role="committee")
    client.force_login(issued.person)
    paper = certificate_of(issued)
    url = page("correct_certificate", session, issued.public_id)
    sent = {"recipient_name": "Prof. Arif Contoh", "reason": "Salah tulis"}
    if keeps_the_register:
        url = reverse("certificates:replace", args=[paper.code])
    assert "Sertifikat ini atas nama Anda sendiri" in words(client.post(url, sent))
    assert certificate_of(issued) == paper
    with pytest.raises(CertificateError) as refused:
        certificates.replace(paper, recipient_name="Prof. Arif", reason="x", by=issued.person, at=paper.issued_at)
    assert refused.value.code == "own_paper"
    certificates.revoke(paper, reason="Ganda", by=session.created_by, at=paper.issued_at)
    with pytest.raises(CertificateError) as refused:
        certificates.restore(paper, by=issued.person, at=paper.issued_at)
    assert refused.value.code == "own_paper"


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
