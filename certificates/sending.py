"""Sending letters about papers from their outbox (ADR 0034); how that is done: elearning.mailing.sending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMessage
from django.utils import timezone

from elearning.lib.tasks import task
from elearning.mailing import sending
from elearning.mailing.sending import CHUNK, Outbox, Refused, headers_of, is_configured

from . import letters
from .models import Certificate, Letter

__all__ = ["is_configured", "send_due", "send_pending"]


@task(backend="background", queue_name="certificates")
def send_pending() -> int:
    """The queue's entry to ``send_due``; asks for another turn when there is more."""
    sent = send_due()
    if Letter.objects.due(timezone.now()).exists():
        send_pending.enqueue()
    return sent


def send_due(now: Callable[[], datetime] = timezone.now, *, most: int = CHUNK) -> int:
    """Send up to ``most`` letters that are due; how many the mail server took. Nothing to do costs one query."""
    return sending.send_due(LETTERS, now, most=most)


def _written(letter: Letter) -> EmailMessage:
    paper = letter.certificate
    if paper.state != Certificate.State.VALID:
        raise Refused("Sertifikat tidak lagi berlaku.", is_final=True)
    return EmailMessage(
        letters.subject_of(paper), letters.body_of(paper), to=[letter.address], headers=headers_of(letter)
    )


LETTERS = Outbox(lambda: Letter.objects.select_related("certificate"), _written)
