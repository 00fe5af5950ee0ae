"""Pictures that WhatsApp shows: the preview of a link, drawn once, and a code to keep in the gallery.

Ink on paper, the three signs by shape, no hands, no numerals, no colour that could be a party's (experience.md §2).
"""

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from elearning.regulations.models import Verdict

PAPER, INK, QUIET = "#FBFAF8", "#1F2328", "#56606B"
PREVIEW_SIZE = (1200, 630)


@cache
def font(size: int, *, bold: bool = True) -> ImageFont.FreeTypeFont:
    name = f"fonts/atkinson-hyperlegible-latin-{700 if bold else 400}-normal.woff2"
    return ImageFont.truetype(finders.find(name), size)


def draw_preview(lines: Sequence[str] = ("Netralitas ASN:", "boleh atau tidak?"), size: int = 92) -> bytes:
    """The picture behind a share link, as JPEG: two lines at most. It names nobody, so one file serves all links."""
    image = Image.new("RGB", PREVIEW_SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        pen.text((90, 92 + 104 * place), line, INK, font(size))
    pen.text((90, 122 + 104 * len(lines)), "Kartu aturan, kuis, dan sertifikat.", QUIET, font(42, bold=False))
    pen.line((90, 430, 1110, 430), INK, 3)
    for left, verdict in ((90, Verdict.ALLOWED), (325, Verdict.FORBIDDEN), (665, Verdict.CONDITIONAL)):
        _sign(image, left, verdict)
    return encoded(image, "JPEG", quality=82, optimize=True)


def draw_code(title: str, code: str, note: str) -> bytes:
    """A kode peserta as PNG, to be kept among one's own pictures."""
    image = Image.new("RGB", (1080, 620), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 40, 1040, 580), outline=INK, width=4)
    pen.text((540, 130), title, QUIET, font(46, bold=False), anchor="mm")
    pen.text((540, 300), code, INK, font(98), anchor="mm")
    pen.multiline_text((540, 460), note, QUIET, font(36, bold=False), anchor="mm", align="center", spacing=14)
    return encoded(image.convert("P", palette=Image.Palette.ADAPTIVE, colors=32), "PNG", optimize=True)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    output = BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def sign(verdict: str, side: int, *, paper: str = PAPER) -> Image.Image:
    """The shape of a label, drawn four times too large, then made small: smooth edges without a vector library."""
    large = Image.new("RGB", (4 * side, 4 * side), paper)
    _SHAPES[verdict](ImageDraw.Draw(large), 4 * side / 288, paper)
    return large.resize((side, side), Image.Resampling.LANCZOS)


def _sign(image: Image.Image, left: int, verdict: str) -> None:
    image.paste(sign(verdict, 72), (left, 474))
    ImageDraw.Draw(image).text((left + 88, 510), str(Verdict(verdict).label), INK, font(30), anchor="lm")


def _scaled(scale: float, *numbers: float) -> tuple[float, ...]:
    return tuple(scale * number for number in numbers)


def _allowed(pen: ImageDraw.ImageDraw, scale: float, paper: str) -> None:
    pen.ellipse(_scaled(scale, 4, 4, 284, 284), outline=INK, width=round(28 * scale))
    pen.line(_scaled(scale, 82, 152, 128, 198, 212, 96), INK, round(32 * scale), joint="curve")


def _forbidden(pen: ImageDraw.ImageDraw, scale: float, paper: str) -> None:
    corners = (84, 2, 204, 2, 286, 84, 286, 204, 204, 286, 84, 286, 2, 204, 2, 84)
    pen.polygon(_scaled(scale, *corners), fill=INK)
    for stroke in ((92, 92, 196, 196), (92, 196, 196, 92)):
        pen.line(_scaled(scale, *stroke), paper, round(32 * scale))


def _conditional(pen: ImageDraw.ImageDraw, scale: float, paper: str) -> None:
    pen.polygon(_scaled(scale, 8, 150, 280, 150, 144, 284), fill=INK)
    edge = (144, 6, 282, 144, 144, 282, 6, 144, 144, 6)
    pen.line(_scaled(scale, *edge), INK, round(22 * scale), joint="curve")
    pen.polygon(_scaled(scale, 124, 62, 164, 62, 157, 140, 131, 140), fill=INK)
    pen.ellipse(_scaled(scale, 124, 174, 164, 214), fill=paper)


_SHAPES: dict[str, Callable[[ImageDraw.ImageDraw, float, str], None]] = {
    Verdict.ALLOWED: _allowed,
    Verdict.FORBIDDEN: _forbidden,
    Verdict.CONDITIONAL: _conditional,
}
