"""«Kirim lewat surel» for the papers of a session. The outbox is that of ``certificates`` (ADR 0034)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from certificates import sending
from certificates import services as certificates
from certificates.models import Letter
from elearning.people.models import User

from .. import delivery
from ..claimants import Claimant
from ..errors import TrainingError
from ..models import TrainingSession
from .certificates import certificate_of


@transaction.atomic
def mail_papers(session: TrainingSession, *, by: User, at: datetime) -> int:
    """A letter to everybody with an address whose paper is made and who has none yet; how many.

    Raises TrainingError: mail_missing.
    """
    if not sending.is_configured():
        raise TrainingError("mail_missing")
    made = [paper.certificate for paper in delivery.papers(session)]
    count = certificates.write_letters(made, by=by, at=at)
    if count:
        log(session, "training.certificates.mail", user=by, data={"letters": count})
    return count


@transaction.atomic
def mail_again(claimant: Claimant, *, round: int, by: User, at: datetime) -> Letter:
    """«Kirim ulang» for one person. Raises TrainingError: mail_missing, no_certificate; CertificateError as send_again."""
    if not sending.is_configured():
        raise TrainingError("mail_missing")
    certificate = certificate_of(claimant)
    if certificate is None:
        raise TrainingError("no_certificate")
    return certificates.send_again(certificate, round=round, by=by, at=at)
