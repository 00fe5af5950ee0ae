"""The outbox of the house: once for each recipient, rule and day, whoever asks how often (ADR 0042)."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction

from elearning.mailing import sending, services
from elearning.mailing.models import MAX_ATTEMPTS, Message, Progress, Stop
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2024, 10, 14, 1, tzinfo=UTC)
DAY = date(2024, 10, 14)


@pytest.fixture
def camat():
    return UserFactory(email="camat@contoh.example")


def post(person, **changed):
    asked = {"rule": "ringkasan", "due_on": DAY, "subject": "Ringkasan", "body": "29 dari 52", "at": AT, **changed}
    return services.post(person, **asked)


def send(at=AT):
    return sending.send_messages(lambda: at)


class TestPosting:
    def test_five_times_asked_is_once_written_and_once_sent(self, camat):
        for _ in range(5):
            post(camat)
            send()
        assert [one.to for one in mail.outbox] == [["camat@contoh.example"]]
        assert Message.objects.get().progress(at=AT) == Progress.SENT

    def test_another_rule_key_or_day_is_another_mail(self, camat):
        for changed in ({}, {"rule": "lain"}, {"key": "dua"}, {"due_on": DAY + timedelta(days=1)}):
            post(camat, **changed)
        assert Message.objects.count() == 4

    def test_somebody_without_an_account_is_written_to_once_too(self):
        for address in ("sekda@contoh.example", "Sekda@contoh.example"):
            post(None, address=address)
        assert Message.objects.count() == 1

    @pytest.mark.parametrize("fields", [{"email": None}, {"email": "a@contoh.example", "is_active": False}])
    def test_nothing_is_written_where_nobody_reads(self, fields):
        assert post(UserFactory(**fields)) is None
        assert not Message.objects.exists()

    def test_the_database_holds_it_too(self, camat):
        row = post(camat)
        row.pk, row.public_id = None, "00000000-0000-4000-8000-000000000000"
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    def test_a_file_goes_along(self, camat):
        post(camat, attachment=services.Attachment("laporan.pdf", b"%PDF-1.7"))
        send()
        name, content, kind = mail.outbox[0].attachments[0]
        assert (name, content, kind) == ("laporan.pdf", b"%PDF-1.7", "application/pdf")

    def test_a_subject_is_one_line(self, camat):
        assert post(camat, subject="Ringkasan\nBcc: x@contoh.example").subject == "Ringkasan Bcc: x@contoh.example"


class TestSending:
    @pytest.fixture
    def answers(self, monkeypatch):
        """What the mail server says, one after the other; an exception is raised."""
        said = []

        def send_messages(self, messages):
            if said and said[0] is not None:
                raise said.pop(0)
            return len(messages)

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
        return said

    def test_a_busy_server_is_asked_again_and_at_last_no_more(self, camat, answers):
        post(camat)
        answers.extend(smtplib.SMTPDataError(451, b"busy") for _ in range(MAX_ATTEMPTS))
        for day in range(MAX_ATTEMPTS + 2):
            send(AT + timedelta(days=day))
        assert Message.objects.get().progress(at=AT) == Progress.FAILED
        assert answers == []

    def test_a_line_that_broke_is_never_tried_again_by_a_machine(self, camat, answers):
        post(camat)
        answers.append(ConnectionResetError())
        assert [send(), send(AT + timedelta(days=1))] == [0, 0]
        assert Message.objects.get().progress(at=AT) == Progress.UNSURE

    def test_a_worker_killed_while_sending_leaves_a_row_of_which_nobody_knows(self, camat, answers):
        post(camat)
        answers.append(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            send()
        assert send(AT + timedelta(days=1)) == 0
        assert Message.objects.get().progress(at=AT + timedelta(days=1)) == Progress.UNSURE

    def test_nothing_to_send_costs_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            send()


class TestStopping:
    def test_who_stopped_a_topic_gets_nothing_of_it_not_even_what_waits(self, camat):
        post(camat, topic="pengingat")
        services.stop(camat, "pengingat", at=AT)
        assert send() == 0
        assert post(camat, topic="pengingat", rule="lain") is None
        assert post(camat, topic="ringkasan", rule="lain") is not None
        services.resume(camat, "pengingat")
        assert post(camat, topic="pengingat", rule="lagi") is not None

    def test_the_address_in_a_mail_shows_a_button_and_only_the_press_stops(self, camat, client):
        address = services.stop_address(camat, "pengingat").partition("://")[2]
        path = address[address.index("/") :]
        for _ in range(2):
            assert client.get(path).status_code == 200
        assert not Stop.objects.exists()
        for _ in range(2):
            client.post(path)
        assert Stop.objects.get().person == camat
        client.post(path, {"resume": "1"})
        assert not Stop.objects.exists()

    @pytest.mark.parametrize("token", ["salah", "WzEsInBlbmdpbmdhdCJd:1abc:xyz"])
    def test_a_made_up_address_stops_nobody(self, client, token):
        assert client.get(f"/surel/berhenti/{token}/").status_code == 404
        assert client.post(f"/surel/berhenti/{token}/").status_code == 404
