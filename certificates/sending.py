"""Sending letters from the outbox: at most once each by a machine, whatever happens to it (ADR 0034)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from elearning.lib.tasks import task

from . import letters
from .models import Certificate, Letter
from .querysets import MAX_ATTEMPTS

logger = logging.getLogger(__name__)

CHUNK = 25  # then other work of the queue has its turn
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
UNREACHABLE = timedelta(minutes=5)
SILENT = ("console", "dummy")  # backends that bring nothing to anybody


class Refused(Exception):
    """The mail server said no, in words. ``is_final``: it will never say yes."""

    def __init__(self, words: str, *, is_final: bool) -> None:
        super().__init__(words)
        self.is_final = is_final


def is_configured() -> bool:
    """Whether mail leaves this machine at all."""
    return settings.EMAIL_BACKEND.split(".")[-2] not in SILENT


@task(backend="background", queue_name="certificates")
def send_pending() -> int:
    """The queue's entry to ``send_due``; asks for another turn when there is more."""
    sent = send_due()
    if Letter.objects.due(timezone.now()).exists():
        send_pending.enqueue()
    return sent


def send_due(now: Callable[[], datetime] = timezone.now, *, most: int = CHUNK) -> int:
    """Send up to ``most`` letters that are due; how many the mail server took. Nothing to do costs one query."""
    if not Letter.objects.due(now()).exists():
        return 0
    post = get_connection()
    try:
        post.open()
    except OSError as error:  # also smtplib's: none of its errors here means that a letter was sent
        _wait_for_the_server(error, now())
        return 0
    sent = 0
    try:
        for _ in range(most):
            letter = _begin(now())
            if letter is None:
                break
            try:
                sent += _send(letter, post, now)
            except OSError as error:
                _leave_unsure(letter, error)
                _wait_for_the_server(error, now())
                break
    finally:
        post.close()
    return sent


def _begin(at: datetime) -> Letter | None:
    """Take the next letter, and store that it is being sent before anybody is spoken to."""
    with transaction.atomic():
        due = Letter.objects.due(at).order_by("due_at", "pk")
        if database.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        letter = due.first()
        if letter is None:
            return None
        Letter.objects.filter(pk=letter.pk).update(begun_at=at, attempts=letter.attempts + 1)
    return Letter.objects.select_related("certificate").get(pk=letter.pk)


def _send(letter: Letter, post: BaseEmailBackend, now: Callable[[], datetime]) -> bool:
    """Whether the mail server took it. Raises OSError when the line broke and nobody knows."""
    try:
        if letter.certificate.state != Certificate.State.VALID:
            raise Refused("Sertifikat tidak lagi berlaku.", is_final=True)
        _hand_over(_message(letter), post)
    except Refused as refusal:
        attempts = MAX_ATTEMPTS if refusal.is_final else letter.attempts
        pause = BACK_OFF[min(letter.attempts, len(BACK_OFF)) - 1]
        Letter.objects.filter(pk=letter.pk).update(
            begun_at=None, attempts=attempts, due_at=now() + pause, error=str(refusal)[:300]
        )
        return False
    ended = now()
    Letter.objects.filter(pk=letter.pk).update(sent_at=max(ended, letter.begun_at or ended), error="")
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


def _message(letter: Letter) -> EmailMessage:
    paper = letter.certificate
    return EmailMessage(
        letters.subject_of(paper),
        letters.body_of(paper),
        to=[letter.address],
        headers={"Message-ID": letters.message_id(str(letter.public_id)), "Auto-Submitted": "auto-generated"},
    )


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def _leave_unsure(letter: Letter, error: OSError) -> None:
    """``begun_at`` stays: no machine sends this one again."""
    logger.warning("A letter may or may not have been sent: %s, %s", letter.pk, type(error).__name__)
    Letter.objects.filter(pk=letter.pk).update(error=f"Sambungan terputus ({type(error).__name__}).")


def _wait_for_the_server(error: OSError, at: datetime) -> None:
    """Nobody's fault but the server's: no attempt is counted, and everything waits a while."""
    logger.warning("The mail server does not answer: %s", type(error).__name__)
    Letter.objects.due(at).update(
        due_at=at + UNREACHABLE, error=f"Server surel belum terjangkau ({type(error).__name__})."
    )
