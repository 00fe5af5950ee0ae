"""«Kirim per orang»: who can be reached, what was sent, what went wrong (ADR 0034)."""

import pytest
from django.core import mail

from certificates import sending
from certificates.models import CertificateFile, Letter
from elearning.training import services
from elearning.training.services.certificates import certificate_of
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PEOPLE = (
    {"display_name": "Rina Contoh", "email": "rina@contoh.example", "nip": "197209141998032903"},
    {"display_name": "Made Contoh", "email": None, "phone": "+6281200000001"},
    {"display_name": "Suharto", "email": "suharto@contoh.example"},
)


@pytest.fixture
def made(session, committee, day, noon):
    for person in PEOPLE:
        attend(ParticipantFactory(session=session, person=UserFactory(**person)), day, by=committee, at=noon)
    session = services.close_list(session, by=committee, at=noon)
    for paper in services.issue_certificates(session, by=committee, at=noon).certificates.all():
        CertificateFile.objects.create(
            certificate=paper, pdf=f"{paper.code}.pdf", sha256="0" * 64, size=1, rendered_at=noon
        )
    return session


def test_mail_is_asked_once_and_goes_to_everybody_with_an_address(desk_client, made):
    shown = words(desk_client.get(page("hand_over", made)))
    assert "2 dari 3 orang punya alamat surel" in shown
    assert "Kirim surel kepada 2 orang?" in words(desk_client.get(page("mail_papers", made)))
    for said in ("2 surel menunggu dikirim", "Tidak ada surel baru"):
        assert said in words(desk_client.post(page("mail_papers", made), follow=True))
    assert sending.send_due() == 2
    assert sorted(letter.to[0] for letter in mail.outbox) == ["rina@contoh.example", "suharto@contoh.example"]
    assert "2 terkirim" in words(desk_client.get(page("hand_over", made)))
    assert desk_client.get(page("mail_papers", made)).url == page("hand_over", made)


def test_whatsapp_opens_for_who_gave_a_number_and_names_only_that_person(desk_client, made):
    response = desk_client.get(page("hand_over", made))
    links = [row.whatsapp for row in response.context["page"]]
    assert [bool(link) for link in links] == [False, True, False]
    assert links[1].startswith("https://wa.me/6281200000001?text=")
    assert "Rina" not in links[1]
    assert "197209141998032903" not in words(response)


def test_what_failed_is_listed_by_name_and_can_be_sent_again(desk_client, made, noon):
    services.mail_papers(made, by=UserFactory(), at=noon)
    Letter.objects.filter(address="rina@contoh.example").update(attempts=5, error="550 no such user")
    shown = words(desk_client.get(page("hand_over", made)))
    assert "1 surel perlu dilihat" in shown
    assert "550 no such user" in shown
    rina = made.participants.get(person__display_name="Rina Contoh")
    for _ in range(2):
        desk_client.post(page("mail_again", made, rina.public_id), {"round": "1"})
    assert Letter.objects.filter(certificate=certificate_of(rina)).count() == 2


@pytest.mark.parametrize("sent", ["", "x", "-1", "99999999"])
def test_a_round_that_is_none_is_refused(desk_client, made, sent):
    person = made.participants.first()
    assert desk_client.post(page("mail_again", made, person.public_id), {"round": sent}).status_code == 400


def test_without_a_mail_server_nothing_is_promised(desk_client, made, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "Surel belum diatur" in words(desk_client.get(page("hand_over", made)))
    assert "belum diatur" in words(desk_client.post(page("mail_papers", made), follow=True))
    assert not Letter.objects.exists()


def test_a_revoked_paper_is_neither_listed_nor_in_the_files(desk_client, made, committee, noon):
    rina = made.participants.get(person__display_name="Rina Contoh")
    number = certificate_of(rina).number
    services.revoke_certificate(rina, reason="Ganda", typed_number=number, by=committee, at=noon)
    assert "Rina Contoh" not in words(desk_client.get(page("hand_over", made)))
