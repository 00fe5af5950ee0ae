"""Logos and drawn signatures: taken in once, kept for ever under the hash of their bytes (ADR 0030)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from ..errors import CertificateError
from ..facts import pictures_in, upgraded
from ..models import KeptPicture

MOST_BYTES = 2_000_000
MOST_PIXELS = 20_000_000
LONGEST_SIDE = 480  # 26 mm on paper at 470 dots an inch
FORMATS = ("PNG", "JPEG", "WEBP")


def keep_picture(upload: BinaryIO, *, name: str = "") -> KeptPicture:
    """The picture as papers show it: at most 480 pixels a side, without metadata. The same bytes are kept once.

    Raises CertificateError: picture_refused.
    """
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CertificateError("picture_refused", name=name)
    png, size = _drawn(content, name)
    sha256 = hashlib.sha256(png).hexdigest()
    found = KeptPicture.objects.filter(sha256=sha256).first()
    if found:
        return found
    width, height = size
    made, _ = KeptPicture.objects.get_or_create(
        sha256=sha256, defaults={"file": ContentFile(png, "gambar.png"), "width": width, "height": height}
    )
    return made


def pictures_of(facts: Mapping[str, Any]) -> dict[str, bytes]:
    """The bytes of every picture that these facts show, by SHA-256; no query when there is none.

    Raises CertificateError: picture_missing, also when the bytes are no longer those that were kept.
    """
    wanted = pictures_in(upgraded(facts))
    if not wanted:
        return {}
    pictures = {}
    for kept in KeptPicture.objects.filter(sha256__in=wanted):
        with kept.file.open("rb") as file:
            pictures[kept.sha256] = file.read()
    if wanted - {name for name, png in pictures.items() if hashlib.sha256(png).hexdigest() == name}:
        raise CertificateError("picture_missing")
    return pictures


def _drawn(content: bytes, name: str) -> tuple[bytes, tuple[int, int]]:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise CertificateError("picture_refused", name=name)
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise CertificateError("picture_refused", name=name) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGBA", upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, "PNG", optimize=True)
    return out.getvalue(), bare.size
