"""Sending from an outbox: at most once each by a machine, whatever happens to it (ADR 0034, 0042)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from elearning.lib.addresses import absolute

from .models import MAX_ATTEMPTS, Message, Outgoing, OutgoingQuerySet, Stop
from .services import stop_address

logger = logging.getLogger(__name__)

CHUNK = 25  # then other work of the queue has its turn
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
UNREACHABLE = timedelta(minutes=5)
SILENT = ("console", "dummy")  # backends that bring nothing to anybody


class Refused(Exception):
    """Somebody said no, in words: the mail server, or the outbox itself. ``is_final``: it will never be yes."""

    def __init__(self, words: str, *, is_final: bool) -> None:
        super().__init__(words)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Outbox:
    """``rows``: all of them, with what ``write`` needs. ``write`` makes the mail of one row, or raises Refused."""

    rows: Callable[[], OutgoingQuerySet]
    write: Callable[[Any], EmailMessage]


def is_configured() -> bool:
    """Whether mail leaves this machine at all."""
    return settings.EMAIL_BACKEND.split(".")[-2] not in SILENT


def send_due(outbox: Outbox, now: Callable[[], datetime] = timezone.now, *, most: int = CHUNK) -> int:
    """Send up to ``most`` rows that are due; how many the mail server took. Nothing to do costs one query."""
    if not outbox.rows().due(now()).exists():
        return 0
    post = get_connection()
    try:
        post.open()
    except OSError as error:  # also smtplib's: none of its errors here means that a mail was sent
        _wait_for_the_server(outbox, error, now())
        return 0
    sent = 0
    try:
        for _ in range(most):
            row = _begin(outbox, now())
            if row is None:
                break
            try:
                sent += _send(outbox, row, post, now)
            except OSError as error:
                _leave_unsure(row, error)
                _wait_for_the_server(outbox, error, now())
                break
    finally:
        post.close()
    return sent


def _begin(outbox: Outbox, at: datetime) -> Outgoing | None:
    """Take the next row, and store that it is being sent before anybody is spoken to."""
    model = outbox.rows().model
    with transaction.atomic():
        due = model.objects.due(at).order_by("due_at", "pk").only("pk", "attempts")
        if database.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        row = due.first()
        if row is None:
            return None
        model.objects.filter(pk=row.pk).update(begun_at=at, attempts=row.attempts + 1)
    return outbox.rows().get(pk=row.pk)


def _send(outbox: Outbox, row: Outgoing, post: BaseEmailBackend, now: Callable[[], datetime]) -> bool:
    """Whether the mail server took it. Raises OSError when the line broke and nobody knows."""
    rows = type(row).objects.filter(pk=row.pk)
    try:
        _hand_over(outbox.write(row), post)
    except Refused as refusal:
        attempts = MAX_ATTEMPTS if refusal.is_final else row.attempts
        pause = BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
        rows.update(begun_at=None, attempts=attempts, due_at=now() + pause, error=str(refusal)[:300])
        return False
    ended = now()
    rows.update(sent_at=max(ended, row.begun_at or ended), error="")
    return True


def _hand_over(message: EmailMessage, post: BaseEmailBackend) -> None:
    """Raises Refused, and OSError as ``_send`` does."""
    try:
        message.message()
    except ValueError as error:  # an address or subject that is no header: nothing has left yet
        raise Refused(f"{type(error).__name__}: {error}", is_final=True) from error
    try:
        taken = post.send_messages([message])
    except SMTPRecipientsRefused as error:
        answers = list(error.recipients.values())
        raise Refused(_said(*answers[0]), is_final=all(code >= 500 for code, _ in answers)) from error
    except SMTPResponseException as error:
        raise Refused(_said(error.smtp_code, error.smtp_error), is_final=False) from error
    if not taken:
        raise Refused("Server surel tidak mengambil surat ini.", is_final=False)


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def _leave_unsure(row: Outgoing, error: OSError) -> None:
    """``begun_at`` stays: no machine sends this one again."""
    logger.warning("A mail may or may not have been sent: %s %s, %s", row._meta.label, row.pk, type(error).__name__)
    type(row).objects.filter(pk=row.pk).update(error=f"Sambungan terputus ({type(error).__name__}).")


def _wait_for_the_server(outbox: Outbox, error: OSError, at: datetime) -> None:
    """Nobody's fault but the server's: no attempt is counted, and everything waits a while."""
    logger.warning("The mail server does not answer: %s", type(error).__name__)
    outbox.rows().model.objects.due(at).update(
        due_at=at + UNREACHABLE, error=f"Server surel belum terjangkau ({type(error).__name__})."
    )


def headers_of(row: Outgoing) -> dict[str, str]:
    """A Message-ID that is the row's, so that a mailbox notices what came twice; and that no person wrote it."""
    return {"Message-ID": f"<{row.public_id}@{urlsplit(absolute('/')).hostname}>", "Auto-Submitted": "auto-generated"}


def _written(message: Message) -> EmailMessage:
    person = message.person
    if person is not None and not person.is_active:
        raise Refused("Akun penerima sudah tidak aktif.", is_final=True)
    if person is not None and message.topic and Stop.objects.filter(person=person, topic=message.topic).exists():
        raise Refused("Penerima berhenti menerima surel ini.", is_final=True)
    headers = headers_of(message)
    if person is not None and message.topic:  # RFC 8058: a mail program offers it beside the mail
        headers |= {"List-Unsubscribe": f"<{stop_address(person, message.topic)}>"}
        headers |= {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMessage(message.subject, message.body, to=[message.address], headers=headers)
    if message.attachment is not None:
        mail.attach(message.attachment_name, bytes(message.attachment), message.attachment_type)
    return mail


MESSAGES = Outbox(lambda: Message.objects.select_related("person"), _written)


def send_messages(now: Callable[[], datetime] = timezone.now, *, most: int = 100) -> int:
    """What rules have asked for and is due; how many the mail server took."""
    return send_due(MESSAGES, now, most=most)
