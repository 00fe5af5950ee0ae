"""What every new or changed paper needs: a code and its address, an entry in its history, a place in the queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from elearning.lib import codes
from elearning.lib.addresses import absolute
from elearning.people.models import User

from ..errors import CertificateError
from ..models import Certificate, CertificateEvent, RenderJob

State = Certificate.State
CODE_DRAWS = 5


def address_of(code: str) -> str:
    """Where a paper with this code is verified; printed on it, so it needs no dashes and no closing slash."""
    return absolute(f"/v/{code}")


def nip_digest(nip: str) -> str:
    """What «Cocokkan NIP» compares: an HMAC, so that a leaked table cannot be searched for a NIP."""
    return codes.digest(nip, key=settings.CODE_PEPPER) if nip else ""


def draw_codes(count: int) -> list[str]:
    """Distinct codes that no certificate has. The unique column has the last word."""
    for _ in range(CODE_DRAWS):
        drawn = [codes.generate(codes.LONG_LENGTH) for _ in range(count)]
        if len(set(drawn)) == count and not Certificate.objects.filter(code__in=drawn).exists():
            return drawn
    raise CertificateError("code_exhausted")


def record(
    certificates: Iterable[Certificate], kind: str, *, by: User | None, at: datetime, reason: str = "", note: str = ""
) -> None:
    CertificateEvent.objects.bulk_create(
        CertificateEvent(certificate=certificate, kind=kind, at=at, by=by, reason=reason, note=note)
        for certificate in certificates
    )


def hand_to_workers(certificates: Iterable[Certificate], at: datetime) -> None:
    """The outbox rows live in this transaction; the queue is only told that there is something to do."""
    from ..tasks import render_pending

    RenderJob.objects.bulk_create(RenderJob(certificate=certificate, created_at=at) for certificate in certificates)
    transaction.on_commit(render_pending.enqueue)
