"""Letters: once each by a machine, whatever happens, and a list of those that nobody is sure of (ADR 0034)."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction

from certificates import letters, sending, services
from certificates.models import Certificate, CertificateFile, Letter
from certificates.services import CertificateError
from elearning.mailing import sending as mailing
from elearning.mailing.models import MAX_ATTEMPTS, Progress
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture
def by(db):
    return UserFactory()


@pytest.fixture
def paper(db):
    return made(UserFactory(display_name="Rina Contoh, S.Pd.", email="rina@contoh.example", nip="197209141998032903"))


def made(holder, **claim) -> Certificate:
    """With a file that nobody had to draw."""
    certificate = make_certificate(holder=holder, nip=holder.nip or "", **claim)
    CertificateFile.objects.create(
        certificate=certificate, pdf=f"{certificate.code}.pdf", sha256="0" * 64, size=1, rendered_at=AT
    )  # fmt: skip
    return certificate


def all_papers():
    return Certificate.objects.select_related("file", "holder")


def write(by, at=AT) -> int:
    return services.write_letters(all_papers(), by=by, at=at)


def send(at=AT) -> int:
    return sending.send_due(lambda: at)


class Post(EmailBackend):
    """A mail server that answers as the test wants: an exception, or by taking the letter."""

    answers: list = []

    def send_messages(self, messages):
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        return super().send_messages(messages)


@pytest.fixture
def post(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Post"
    monkeypatch.setattr(Post, "answers", [])
    return Post.answers


# Once


def test_everybody_with_an_address_is_written_to_once(paper, by):
    made(UserFactory(email=None))
    assert write(by) == 1
    assert write(by) == 0
    assert [send(), send()] == [1, 0]
    assert mail.outbox[0].to == ["rina@contoh.example"]


def test_the_letter_holds_a_link_and_neither_the_paper_nor_a_nip(paper, by):
    write(by)
    send()
    letter = mail.outbox[0]
    assert letter.subject == "Sertifikat Anda: Menjaga netralitas pada pemilihan"
    assert letters.page_of(paper) in letter.body
    assert "Rina Contoh, S.Pd." in letter.body
    assert "197209141998032903" not in letter.body
    assert letter.attachments == []
    assert letter.extra_headers["Message-ID"].startswith(f"<{Letter.objects.get().public_id}@")


def test_the_database_keeps_one_letter_per_paper_address_and_round(paper, by):
    write(by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(certificate=paper, address="RINA@contoh.example", asked_at=AT, asked_by=by, due_at=AT)


@pytest.mark.parametrize("changed", ["revoked", "replaced", "expired", "not_made"])
def test_who_has_no_paper_to_fetch_is_not_written_to(changed, by):
    from datetime import date

    holder = UserFactory(email="a@contoh.example")
    if changed == "not_made":
        make_certificate(holder=holder)
    else:
        paper = made(holder, valid_until=date(2024, 10, 5) if changed == "expired" else None)
    if changed == "revoked":
        services.revoke(paper, reason="Ganda", by=by, at=AT)
    if changed == "replaced":
        services.replace(paper, recipient_name="Rina Baru", reason="Gelar", by=by, at=AT)
    assert write(by, at=LATER) == 0


def test_a_paper_revoked_while_its_letter_waits_is_not_announced(paper, by):
    write(by)
    services.revoke(paper, reason="Ganda", by=by, at=AT)
    assert send() == 0
    assert mail.outbox == []
    assert Letter.objects.failed().count() == 1


def test_a_letter_is_gone_with_the_transaction_that_wrote_it(paper, by):
    with transaction.atomic():
        write(by)
        transaction.set_rollback(True)
    assert send() == 0


# When things break


def test_a_worker_that_dies_in_the_middle_neither_doubles_nor_hides_the_letter(paper, by, post):
    write(by)
    post.append(KeyboardInterrupt())  # as a signal: nothing after it is stored
    with pytest.raises(KeyboardInterrupt):
        send()
    assert send(LATER) == 0
    assert mail.outbox == []
    assert Letter.objects.get().progress(at=AT) == Progress.SENDING
    assert Letter.objects.get().progress(at=LATER) == Progress.UNSURE
    services.send_again(paper, round=1, by=by, at=LATER)
    assert send(LATER) == 1


def test_a_worker_that_dies_before_it_speaks_loses_nothing(paper, by, monkeypatch):
    write(by)
    monkeypatch.setattr(mailing, "_begin", lambda outbox, at: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        send()
    monkeypatch.undo()
    assert send() == 1


def test_a_refusal_is_tried_again_later_and_given_up_after_five(paper, by, post):
    write(by)
    post.extend(smtplib.SMTPDataError(451, b"busy") for _ in range(MAX_ATTEMPTS))
    assert [send(), send()] == [0, 0]
    assert len(post) == MAX_ATTEMPTS - 1, "not before its time"
    moments = [AT + timedelta(minutes=minutes) for minutes in (2, 8, 40, 200)]
    assert [send(moment) for moment in moments] == [0, 0, 0, 0]
    assert (send(LATER), post) == (0, [])
    letter = Letter.objects.failed().get()
    assert (letter.attempts, letter.error) == (5, "451 busy")


def test_an_address_that_does_not_exist_is_given_up_at_once_and_the_others_go_out(paper, by, post):
    made(UserFactory(email="budi@contoh.example"))
    write(by)
    post.append(smtplib.SMTPRecipientsRefused({"rina@contoh.example": (550, b"no such user")}))
    assert send() == 1
    assert Letter.objects.failed().get().error == "550 no such user"


def test_a_line_that_breaks_leaves_one_unsure_and_the_rest_waiting(paper, by, post):
    made(UserFactory(email="budi@contoh.example"))
    write(by)
    post.append(smtplib.SMTPServerDisconnected())
    assert send() == 0
    assert sorted(one.progress(at=AT) for one in Letter.objects.all()) == ["belum pasti", "menunggu"]
    assert send(AT + timedelta(minutes=1)) == 0
    assert send(AT + timedelta(minutes=6)) == 1
    assert len(mail.outbox) == 1


def test_a_server_that_is_down_costs_no_attempt(paper, by, monkeypatch):
    write(by)
    monkeypatch.setattr(EmailBackend, "open", lambda self: (_ for _ in ()).throw(ConnectionRefusedError()))
    assert send() == 0
    letter = Letter.objects.get()
    assert (letter.attempts, letter.begun_at) == (0, None)
    assert "belum terjangkau" in letter.error
    monkeypatch.undo()
    assert send(AT + timedelta(minutes=5)) == 1
    assert Letter.objects.get().error == ""


def test_one_turn_of_the_worker_is_bounded(by):
    for number in range(3):
        made(UserFactory(email=f"a{number}@contoh.example"))
    write(by)
    assert [sending.send_due(lambda: AT, most=2), send(), send()] == [2, 1, 0]


def test_an_empty_run_costs_one_query(paper, by, django_assert_num_queries):
    write(by)
    send()
    with django_assert_num_queries(1):
        assert send(LATER) == 0


# Again


def test_kirim_ulang_goes_to_the_address_of_today_and_a_double_press_asks_once(paper, by):
    write(by)
    send()
    paper.holder.email = "baru@contoh.example"
    paper.holder.save(update_fields=["email"])
    first = services.send_again(paper, round=1, by=by, at=LATER)
    assert services.send_again(paper, round=1, by=by, at=LATER) == first
    assert send(LATER) == 1
    assert mail.outbox[-1].to == ["baru@contoh.example"]


def test_kirim_ulang_waits_while_a_letter_is_on_its_way(paper, by):
    write(by)
    assert refused(services.send_again, paper, round=1, by=by, at=AT) == "letter_waiting"


def test_kirim_ulang_wants_an_address_and_a_valid_paper(by):
    paper = made(UserFactory(email=None))
    assert refused(services.send_again, paper, round=0, by=by, at=AT) == "no_address"
    services.revoke(paper, reason="Ganda", by=by, at=AT)
    assert refused(services.send_again, paper, round=0, by=by, at=AT) == "not_valid"
    assert refused(services.send_again, make_certificate(), round=0, by=by, at=AT) == "not_made"


def refused(verb, *args, **kwargs) -> str:
    with pytest.raises(CertificateError) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


# The text for one person


def test_the_text_for_one_person_stays_short_and_holds_no_nip(paper, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://netralitas.kabupaten-contoh.go.id"
    paper.facts |= {"name": "N" * 120, "title": "T" * 200, "activity": "A" * 160}
    text = letters.message_of(paper)
    assert len(text) <= letters.MESSAGE_LENGTH
    assert "N" * 120 in text
    assert letters.page_of(paper) in text
    assert letters.whatsapp_to("+62 812-000", "a b") == "https://wa.me/62812000?text=a%20b"
