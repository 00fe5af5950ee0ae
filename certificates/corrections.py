"""«Minta perbaikan nama»: the holder asks, the register answers by a new paper or by a sentence (experience.md L10, P9)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.people.models import User

from .models import Certificate, CorrectionRequest
from .services import CertificateError, require_printable_name


@transaction.atomic
def request_correction(certificate: Certificate, *, wanted_name: str, note: str, at: datetime) -> CorrectionRequest:
    """Ask for another name on a valid paper. One request waits at a time; nothing changes until it is decided.

    Raises CertificateError: not_valid, name_missing, name_same, character_missing, name_too_long, request_waiting.
    """
    if certificate.state != Certificate.State.VALID:
        raise CertificateError("not_valid")
    if not wanted_name.strip():
        raise CertificateError("name_missing")
    if wanted_name == certificate.facts["name"]:
        raise CertificateError("name_same")
    require_printable_name(wanted_name)
    try:
        with transaction.atomic():
            return CorrectionRequest.objects.create(
                certificate=certificate, wanted_name=wanted_name, note=note.strip(), asked_at=at
            )
    except IntegrityError as error:  # one_open_request_per_certificate
        raise CertificateError("request_waiting") from error


@transaction.atomic
def decline_correction(request: CorrectionRequest, *, answer: str, by: User, at: datetime) -> CorrectionRequest:
    """Leave the paper as it is and tell the holder why. A correction itself is ``services.replace``.

    Raises CertificateError: reason_missing, request_decided.
    """
    if not answer.strip():
        raise CertificateError("reason_missing")
    held = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    if held.decided_at:
        raise CertificateError("request_decided")
    held.decided_at, held.decided_by = at, by
    held.outcome, held.answer = CorrectionRequest.Outcome.DECLINED, answer.strip()[:200]
    held.save(update_fields=["decided_at", "decided_by", "outcome", "answer"])
    log(held.certificate, "certificates.decline_correction", user=by)
    return held
