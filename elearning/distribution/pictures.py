"""Pictures that WhatsApp shows: the preview of a link, drawn once, and a code to keep in the gallery.

Ink on paper, the three signs by shape, no hands, no numerals, no colour that could be a party's (experience.md §2).
"""

from collections.abc import Callable
from functools import cache
from io import BytesIO

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

PAPER, INK, QUIET = "#FBFAF8", "#1F2328", "#56606B"
PREVIEW_SIZE = (1200, 630)


@cache
def font(size: int, *, bold: bool = True) -> ImageFont.FreeTypeFont:
    name = f"fonts/atkinson-hyperlegible-latin-{700 if bold else 400}-normal.woff2"
    return ImageFont.truetype(finders.find(name), size)


def draw_preview() -> bytes:
    """The picture behind every share link, as JPEG. It names nobody, so one file serves all links."""
    image = Image.new("RGB", PREVIEW_SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((90, 92), "Netralitas ASN:", INK, font(92))
    pen.text((90, 196), "boleh atau tidak?", INK, font(92))
    pen.text((90, 330), "Kartu aturan, kuis, dan sertifikat.", QUIET, font(42, bold=False))
    pen.line((90, 430, 1110, 430), INK, 3)
    _sign(image, 90, "BOLEH", _allowed)
    _sign(image, 325, "TIDAK BOLEH", _forbidden)
    _sign(image, 665, "BOLEH DENGAN SYARAT", _conditional)
    return _encoded(image, "JPEG", quality=82, optimize=True)


def draw_code(title: str, code: str, note: str) -> bytes:
    """A kode peserta as PNG, to be kept among one's own pictures."""
    image = Image.new("RGB", (1080, 620), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 40, 1040, 580), outline=INK, width=4)
    pen.text((540, 130), title, QUIET, font(46, bold=False), anchor="mm")
    pen.text((540, 300), code, INK, font(98), anchor="mm")
    pen.multiline_text((540, 460), note, QUIET, font(36, bold=False), anchor="mm", align="center", spacing=14)
    return _encoded(image.convert("P", palette=Image.Palette.ADAPTIVE, colors=32), "PNG", optimize=True)


def _encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    output = BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def _sign(image: Image.Image, left: int, word: str, shape: Callable[[ImageDraw.ImageDraw], None]) -> None:
    """A shape drawn four times too large, then made small: smooth edges without a vector library."""
    large = Image.new("RGB", (288, 288), PAPER)
    shape(ImageDraw.Draw(large))
    image.paste(large.resize((72, 72), Image.Resampling.LANCZOS), (left, 474))
    ImageDraw.Draw(image).text((left + 88, 510), word, INK, font(30), anchor="lm")


def _allowed(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((4, 4, 284, 284), outline=INK, width=28)
    pen.line((82, 152, 128, 198, 212, 96), INK, 32, joint="curve")


def _forbidden(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(84, 2), (204, 2), (286, 84), (286, 204), (204, 286), (84, 286), (2, 204), (2, 84)], fill=INK)
    pen.line((92, 92, 196, 196), PAPER, 32)
    pen.line((92, 196, 196, 92), PAPER, 32)


def _conditional(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(8, 150), (280, 150), (144, 284)], fill=INK)
    pen.line((144, 6, 282, 144, 144, 282, 6, 144, 144, 6), INK, 22, joint="curve")
    pen.polygon([(124, 62), (164, 62), (157, 140), (131, 140)], fill=INK)
    pen.ellipse((124, 174, 164, 214), fill=PAPER)
