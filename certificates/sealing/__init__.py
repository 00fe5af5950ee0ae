"""The seal on a finished paper, and papers that a certified provider signs (ADR 0032).

Where the organiser, or a unit above it, has a key in the settings, every paper of that unit is sealed or waits with its
reason. Without a key nothing is sealed and nothing claims to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from . import keys
from .errors import ExchangeError, SealError
from .keys import SealKey
from .names import is_test

if TYPE_CHECKING:
    from datetime import datetime

    from ..models import Certificate, CertificateFile

__all__ = ["ExchangeError", "SealError", "SealKey", "is_test", "keep_seal", "key_for", "seal"]


def key_for(certificate: Certificate) -> SealKey | None:
    """The key that must seal this paper, ready for use; None where the organiser has none.

    Asked before the paper is drawn: one that waits for its key costs no drawing.
    Raises SealError: those of ``keys.load``, key_not_yet, key_expired, time_stamp.
    """
    name = keys.name_for(certificate.unit)
    if not name:
        return None
    from . import signing

    key = keys.load(name)
    key.require_in_force(timezone.now())
    signing.require_answering(key)
    return key


def seal(pdf: bytes, certificate: Certificate, key: SealKey | None) -> bytes:
    """The bytes that are handed out: ``pdf`` as it is, with the seal behind it where there is a key.

    The signature states the moment of issue (or that from which the key is in force), not that of the worker: the same
    paper gets the same bytes whenever it is made. Raises SealError: time_stamp, token.
    """
    if key is None:
        return pdf
    from . import signing

    claimed = max(certificate.issued_at, key.certificate.not_valid_before_utc)
    awaits_provider = certificate.template_version.content.get("signature_mode") == "tte"
    return signing.sign(pdf, key, claimed_at=claimed, may_be_signed_later=awaits_provider)


def keep_seal(file: CertificateFile, content: bytes, key: SealKey | None, *, at: datetime) -> None:
    """The row that says who sealed ``content``, read from the bytes themselves; in the transaction that stores ``file``.

    Raises ValueError when the bytes are not what a paper of this key must be: sealed by it, whole, and nothing behind.
    """
    if key is None:
        return
    from ..models import Seal
    from .reading import signatures_in

    last = signatures_in(content)[-1:]
    if not last or not last[0].is_intact or last[0].covers != len(content) or last[0].fingerprint != key.fingerprint:
        raise ValueError("The paper does not carry the seal that it must.")
    if bool(key.timestamp_url) != (last[0].stamp is not None):
        raise ValueError("The seal does not carry the time stamp that it must.")
    stamp = last[0].stamp
    Seal.objects.create(
        file=file,
        subject=last[0].subject,
        fingerprint=last[0].fingerprint,
        level=Seal.Level.TIME_STAMPED if stamp else Seal.Level.BASIC,
        stamp_fingerprint=stamp.fingerprint if stamp else "",
        sealed_at=stamp.at if stamp else at,
        is_test=is_test(last[0].subject),
    )
