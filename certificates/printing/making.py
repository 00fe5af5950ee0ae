"""A certificate in, the bytes that are handed out (ADR 0031)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import sealing
from ..services.pictures import pictures_of
from . import rendering
from .attachments import attached_to

if TYPE_CHECKING:
    from ..models import Certificate
    from ..sealing import SealKey


def make_paper(certificate: Certificate) -> bytes:
    """Facts, template version and pictures, with what is attached, sealed at the very end: nothing writes after the seal.

    Unsealed, the same certificate gives the same bytes on any day and in any process. Raises as ``rendering.render_pdf``,
    ``attachments.frozen_facts`` and ``services.pictures.pictures_of`` do.
    """
    return make_with_key(certificate, sealing.key_for(certificate))


def make_with_key(certificate: Certificate, key: SealKey | None) -> bytes:
    """The same with the key that was looked up before."""
    version = certificate.template_version
    drawn = rendering.render_pdf(
        certificate.facts,
        version.content,
        design=version.design,
        pictures=pictures_of(certificate.facts),
        attachments=attached_to(certificate),
    )
    return sealing.seal(drawn, certificate, key)
