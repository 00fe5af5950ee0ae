"""Photos as a report carries them: small, upright, and without what the camera wrote into them. Bytes in, bytes out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from PIL import Image, ImageFile, ImageOps

from ..errors import ReportError

MAX_PHOTO_BYTES = 300_000
MOST_PIXELS = 64_000_000  # what a phone makes today; more is a picture that was built to fill the memory
MOST_PIXELS_WHOLE = 25_000_000  # of PNG and WebP, which cannot be read at a part of their size: some 400 MB
EDGES_PX = (1600, 1280, 1024, 800)
QUALITIES = (82, 68, 50)
FORMATS = ("JPEG", "PNG", "WEBP")
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG without metadata."""

    content: bytes
    width: int
    height: int


def shrunk(content: bytes, *, file: str, most_bytes: int = MAX_PHOTO_BYTES) -> Picture:
    """The picture again, drawn from its pixels alone: no place, no time, no camera.

    ``file``: its name, for the refusal. Raises ReportError: photo_unreadable, photo_too_many_pixels.
    """
    image = _opened(content, file)
    for edge in EDGES_PX:
        smaller = image.copy()
        smaller.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            made = _jpeg(smaller, quality)
            if len(made) <= most_bytes:
                return Picture(made, *smaller.size)
    return Picture(made, *smaller.size)  # 800 px at 50: there is no picture that this leaves above 300 KB


def thumbnail(content: bytes, *, edge: int = 480) -> bytes:
    """One of our own photos, for a screen."""
    image: Image.Image = Image.open(io.BytesIO(content))
    image.thumbnail((edge, edge))
    return _jpeg(image, 75)


def _opened(content: bytes, file: str) -> Image.Image:
    """Upright and flat. Whatever the decoder trips over means the same to a person: not a photo."""
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
        most = MOST_PIXELS_WHOLE if image.format in ("PNG", "WEBP") else MOST_PIXELS
        if image.width * image.height > most:
            raise ReportError("photo_too_many_pixels", file=file)
        image.draft("RGB", (EDGES_PX[0], EDGES_PX[0]))  # a JPEG of 50 megapixels is read at a quarter of its size
        with _refusing_halves():  # and one after the other: eight large ones at once would not fit into a small server
            image.load()
            return _flat(ImageOps.exif_transpose(_small(image)))
    except ReportError:
        raise
    except Exception as error:
        raise ReportError("photo_unreadable", file=file) from error


@contextmanager
def _refusing_halves() -> Iterator[None]:
    """Half a photo is no photo. WeasyPrint tells Pillow for the whole process to draw the rest in grey."""
    with _one_at_a_time:
        lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _small(image: Image.Image) -> Image.Image:
    """No larger than a report shows it, before anything else makes copies of it."""
    if image.mode not in ("RGB", "RGBA", "L", "LA", "CMYK"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((EDGES_PX[0], EDGES_PX[0]), Image.Resampling.LANCZOS)
    return image


def _flat(image: Image.Image) -> Image.Image:
    """On white, and with nothing beside its pixels: Pillow would carry comments and XMP over into a new file."""
    if image.mode in ("RGBA", "LA", "P", "PA"):
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    flat = image.convert("RGB")
    flat.info = {}
    return flat


def _jpeg(image: Image.Image, quality: int) -> bytes:
    made = io.BytesIO()
    image.save(made, "JPEG", quality=quality, optimize=True, progressive=True)
    return made.getvalue()
