"""Letters about papers: written here, in one transaction, and sent by a worker (ADR 0034)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from elearning.mailing.models import MAX_ATTEMPTS
from elearning.people.models import User

from ..errors import CertificateError
from ..models import Certificate, Letter
from ..standing import has_ended


@transaction.atomic
def write_letters(certificates: Iterable[Certificate], *, by: User, at: datetime) -> int:
    """A letter for each of these papers that may have one and has none; how many.

    Pressing twice writes nothing twice: ``one_letter_per_address_and_round`` has the last word.
    """
    rows = [
        Letter(certificate=paper, address=address, asked_at=at, asked_by=by, due_at=at)
        for paper in certificates
        if (address := address_for(paper, at=at))
    ]
    asked = {row.certificate_id for row in rows}
    known = set(Letter.objects.filter(certificate__in=asked).values_list("certificate", flat=True))
    fresh = [row for row in rows if row.certificate_id not in known]
    Letter.objects.bulk_create(fresh, ignore_conflicts=True)
    _wake()
    return len(fresh)


def address_for(paper: Certificate, *, at: datetime) -> str:
    """Where to write that this paper is ready; empty when there is nothing to tell or nobody to tell it to.

    ``paper`` with its file and holder fetched.
    """
    is_valid = paper.state == Certificate.State.VALID and not has_ended(paper.facts, at=at)
    return (paper.holder.email or "") if is_valid and hasattr(paper, "file") and paper.holder else ""


@transaction.atomic
def send_again(certificate: Certificate, *, round: int, by: User, at: datetime) -> Letter:
    """«Kirim ulang», to the address of today. ``round`` is what the page offered, so a double press asks once.

    Raises CertificateError: not_valid, not_made, no_address, letter_waiting.
    """
    paper = Certificate.objects.select_for_update(of=("self",)).select_related("holder").get(pk=certificate.pk)
    if paper.state != Certificate.State.VALID or has_ended(paper.facts, at=at):
        raise CertificateError("not_valid")
    if not hasattr(paper, "file"):
        raise CertificateError("not_made")
    if not paper.holder or not paper.holder.email:
        raise CertificateError("no_address")
    last = paper.letters.order_by("round").last()
    if last is not None and round <= last.round:
        return last
    if last is not None and last.begun_at is None and last.attempts < MAX_ATTEMPTS:
        raise CertificateError("letter_waiting")
    letter = Letter.objects.create(
        certificate=paper, address=paper.holder.email, round=last.round + 1 if last else 0,
        asked_at=at, asked_by=by, due_at=at,
    )  # fmt: skip
    log(paper, "certificates.mail", user=by, data={"round": letter.round})
    _wake()
    return letter


def _wake() -> None:
    from ..sending import send_pending

    transaction.on_commit(send_pending.enqueue)
