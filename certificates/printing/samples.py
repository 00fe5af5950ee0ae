"""A sample of a paper before it is issued: the same design and facts, without a number, and stored nowhere."""

from __future__ import annotations

from elearning.lib.addresses import absolute

from .. import facts, templating
from ..claims import CertificateClaim
from ..models import TemplateVersion
from ..services.pictures import pictures_of
from ..services.templates import newest_of
from ..services.texts import check_texts
from . import designs, rendering

WORD = "CONTOH"


def sample_pdf(claim: CertificateClaim) -> bytes:
    """The paper that ``claim`` would become, marked «CONTOH». It takes no number and no code; its QR is known to nobody.

    Raises CertificateError as ``services.issue`` does for texts; OSError where pango is missing.
    """
    slug = claim.template or designs.BINGKAI
    version = newest_of(slug) or TemplateVersion(design=designs.BINGKAI, content=designs.shipped_content())
    claim = templating.completed(claim, version.content)
    stated = facts.stated_by(
        claim,
        number=WORD,
        pattern="",
        code=WORD,
        address=absolute(f"/v/{WORD}"),
        shows_nip=bool(version.content.get("shows_nip")),
    )
    check_texts(stated)
    pictures = pictures_of(stated)
    return rendering.render_sample(stated, version.content, design=version.design, pictures=pictures)
