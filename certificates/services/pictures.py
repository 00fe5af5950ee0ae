"""Logos and drawn signatures: taken in once, kept for ever under the hash of their bytes (ADR 0030)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
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
MOST_KEPT_BYTES = 16_000  # inside a PDF: two logos and three signatures stay well under the 150 KB of a paper
# Longest side and colours (0: all of them), tried in turn until a picture is light enough: a photograph pays, a logo does not.
LIGHTER = ((LONGEST_SIDE, 0), (480, 64), (360, 64), (360, 32), (240, 32), (240, 16), (160, 16), (120, 8))
FORMATS = ("PNG", "JPEG", "WEBP")


def keep_picture(upload: BinaryIO, *, name: str = "") -> KeptPicture:
    """The picture as papers show it: at most 480 pixels a side and 16 KB, without metadata. The same bytes are kept once.

    Raises CertificateError: picture_refused.
    """
    png, size = _taken_in(upload, name)
    sha256 = hashlib.sha256(png).hexdigest()
    found = KeptPicture.objects.filter(sha256=sha256).first()
    if found:
        if not found.file.storage.exists(found.file.name):
            found.file.storage.save(found.file.name, ContentFile(png))  # lost, and here it is again
        return found
    width, height = size
    made, _ = KeptPicture.objects.get_or_create(
        sha256=sha256, defaults={"file": ContentFile(png, "gambar.png"), "width": width, "height": height}
    )
    return made


def drawn_picture(upload: BinaryIO, *, name: str = "") -> bytes:
    """The same picture, kept nowhere. Raises CertificateError: picture_refused."""
    return _taken_in(upload, name)[0]


def picture_bytes(wanted: Collection[str]) -> dict[str, bytes]:
    """The bytes of those pictures that are there, by SHA-256; no query when none is wanted."""
    pictures = {}
    for kept in KeptPicture.objects.filter(sha256__in=wanted) if wanted else ():
        with kept.file.open("rb") as file:
            pictures[kept.sha256] = file.read()
    return pictures


def pictures_of(facts: Mapping[str, Any]) -> dict[str, bytes]:
    """The bytes of every picture that these facts show, by SHA-256; no query when there is none.

    Raises CertificateError: picture_missing, also when the bytes are no longer those that were kept.
    """
    wanted = pictures_in(upgraded(facts))
    pictures = picture_bytes(wanted)
    if wanted - {name for name, png in pictures.items() if hashlib.sha256(png).hexdigest() == name}:
        raise CertificateError("picture_missing")
    return pictures


def _taken_in(upload: BinaryIO, name: str) -> tuple[bytes, tuple[int, int]]:
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CertificateError("picture_refused", name=name)
    return _drawn(content, name)


def _drawn(content: bytes, name: str) -> tuple[bytes, tuple[int, int]]:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise CertificateError("picture_refused", name=name)
            grey = image.point(lambda value: value / 256).convert("L") if image.mode.startswith("I") else image
            upright = ImageOps.exif_transpose(grey).convert("RGBA")  # 16 bits of grey would become white
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise CertificateError("picture_refused", name=name) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    seen = Image.composite(upright, Image.new("RGBA", upright.size), upright.getchannel("A").point(_anything))
    light = seen
    for side, colours in LIGHTER:
        light = _reduced(seen, side, colours)
        if _weight(light) <= MOST_KEPT_BYTES:
            break
    return _png(light, optimize=True), light.size


def _anything(alpha: int) -> int:
    return 255 if alpha else 0


def _reduced(image: Image.Image, side: int, colours: int) -> Image.Image:
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    if colours:
        small = small.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGBA")
    bare = Image.new("RGBA", small.size)
    bare.paste(small)
    return bare


def _weight(image: Image.Image) -> int:
    """Bytes inside a PDF, where colours and transparency lie apart."""
    return len(_png(image.convert("RGB"))) + len(_png(image.getchannel("A")))


def _png(image: Image.Image, *, optimize: bool = False) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", optimize=optimize)
    return out.getvalue()
