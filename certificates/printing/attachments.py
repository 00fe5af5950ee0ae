"""Files that travel inside a paper, for machines (ADR 0031)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import facts
from ..badges import credentials
from ..models import Badge

if TYPE_CHECKING:
    from ..models import Certificate


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF; ``relationship`` is the AFRelationship of PDF/A-3: Data, Source, Alternative, Supplement."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


def frozen_facts(certificate: Certificate) -> Attachment:
    """``fakta.json``: the canonical bytes, so that the SHA-256 of the file is the fingerprint in the register.

    Raises ValueError when the facts are no longer those that were issued: such a paper must not leave the press.
    """
    if facts.fingerprint(certificate.facts) != certificate.facts_sha256:
        raise ValueError("The facts are not those that were issued.")
    return Attachment("fakta.json", facts.canonical(certificate.facts), "Fakta sertifikat yang dibekukan saat terbit")


def open_badge(certificate: Certificate) -> Attachment | None:
    """``lencana.jwt``: the same statement as an Open Badges 3.0 credential, where this site signs badges (ADR 0035).

    Raises badges.keys.KeyUnusable.
    """
    badge = Badge.objects.complete().filter(certificate=certificate).first()
    token = credentials.signed_badge(badge) if badge else None
    if token is None:
        return None
    return Attachment(credentials.FILE_NAME, token.encode(), "Lencana digital (Open Badges 3.0)", "Supplement")


# Each may answer None: this paper carries no such file.
EACH: tuple[Callable[[Certificate], Attachment | None], ...] = (frozen_facts, open_badge)


def attached_to(certificate: Certificate) -> list[Attachment]:
    """Every file that travels inside this paper, in a fixed order."""
    return [attachment for made in EACH if (attachment := made(certificate)) is not None]
