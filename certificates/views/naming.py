"""How an address and a file name a certificate."""

from __future__ import annotations

import re

from django.http import Http404

from elearning.lib import codes

from ..models import Certificate


def stored(code: str) -> str:
    """The twelve signs of a code in an address; what cannot be one is not found."""
    try:
        return codes.normalise(code, codes.LONG_LENGTH)
    except codes.CodeError as error:
        raise Http404 from error


def file_name(certificate: Certificate) -> str:
    """«Sertifikat Netralitas ASN - Rina Contoh.pdf»; what no file system takes becomes a blank."""
    name = " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", certificate.facts["name"]).split())
    return f"Sertifikat Netralitas ASN - {name.rstrip('.')}.pdf"
