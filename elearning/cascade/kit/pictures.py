"""Pictures for the office's group: one card each, 1080×1350, readable on a phone and after a photocopy (experience.md C3).

Ink on paper. The edge of the card says the label as well: single, double, dashed (experience.md §2).
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import segno
from PIL import Image, ImageDraw

from elearning.distribution import pictures
from elearning.distribution.pictures import INK, PAPER, QUIET, font

from .fitting import Fitted, balanced, fit
from .words import Card, Kit

SIZE = (1080, 1350)
PICTURE_BYTES, PREVIEW_BYTES = 180_000, 150_000
_LEFT, _RIGHT, _BOTTOM = 110, 1010, 1156
_WIDTH = _RIGHT - _LEFT
_QUALITIES = (90, 84, 78, 70)


def card_picture(card: Card, kit: Kit) -> bytes:
    """One card as JPEG, at most PICTURE_BYTES."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    _edge(pen, card.verdict)
    image.paste(pictures.sign(card.verdict, 150), (_LEFT, 84))
    label = fit(card.label, _WIDTH - 190, 150, (76, 64, 56), bold=True)
    pen.multiline_text((_LEFT + 186, 159), "\n".join(label.lines), INK, font(round(label.size)), anchor="lm", spacing=8)
    below = _lines(
        pen, fit(card.title, _WIDTH, 270, (78, 70, 62, 56, 50), bold=True, leading=1.16), 290, INK, bold=True
    )
    below = _lines(pen, fit(card.act, _WIDTH, 190, (42, 38, 34, 31), leading=1.34), below + 26, INK)
    _parts(pen, card, below + 44)
    _foot(image, pen, kit)
    return _within(image, PICTURE_BYTES)


def preview_picture(title: str) -> bytes:
    """What WhatsApp shows of a link to this course, as JPEG of 1200×630."""
    fitted = balanced(fit(title, 1020, 210, (92, 80, 70, 60), bold=True, leading=1.13), 1020, bold=True)
    return pictures.draw_preview(fitted.lines[:2], round(fitted.size))


def _parts(pen: ImageDraw.ImageDraw, card: Card, top: float) -> None:
    """Conditions, or why and what instead, as large as the room that is left allows."""
    parts = [("Mengapa", [card.reason]), ("Sebaiknya", [card.advice])]
    if card.conditions:
        parts = [("Boleh hanya jika semua ini terpenuhi", list(card.conditions))]
    for size in (42, 40, 38, 36, 34, 32, 30, 28, 26):
        set_parts = [
            (
                heading,
                [fit(text, _WIDTH - (46 if card.conditions else 0), 9999, (size,), leading=1.34) for text in texts],
            )
            for heading, texts in parts
            if any(texts)
        ]
        height = sum(size * 1.9 + sum(one.height + 10 for one in texts) for _, texts in set_parts)
        if top + height <= _BOTTOM:
            break
    pen.line((_LEFT, top - 20, _RIGHT, top - 20), INK, 3)
    for heading, texts in set_parts:
        pen.text((_LEFT, top), heading, INK, font(size))
        top += size * 1.42
        for one in texts:
            if card.conditions:
                box = (_LEFT + 2, top + size * 0.22, _LEFT + 2 + size * 0.78, top + size)
                pen.rectangle(box, outline=INK, width=3)
            top = _lines(pen, one, top, INK, left=_LEFT + (46 if card.conditions else 0)) + 10
        top += size * 0.48


def _lines(
    pen: ImageDraw.ImageDraw, fitted: Fitted, top: float, colour: str, *, bold: bool = False, left: float = _LEFT
) -> float:
    """Draw the lines and tell where the next thing begins."""
    step = fitted.height / len(fitted.lines)
    for place, line in enumerate(fitted.lines):
        pen.text((left, top + place * step), line, colour, font(round(fitted.size), bold=bold))
    return top + fitted.height


def _edge(pen: ImageDraw.ImageDraw, verdict: str) -> None:
    top, bottom = 60, SIZE[1] - 60
    if verdict == "boleh":
        pen.rectangle((54, top, 62, bottom), fill=INK)
    elif verdict == "tidak-boleh":
        pen.rectangle((46, top, 54, bottom), fill=INK)
        pen.rectangle((64, top, 72, bottom), fill=INK)
    else:
        for start in range(top, bottom, 46):
            pen.rectangle((54, start, 62, min(start + 28, bottom)), fill=INK)


def _foot(image: Image.Image, pen: ImageDraw.ImageDraw, kit: Kit) -> None:
    qr = _qr(kit.url, 122)
    image.paste(qr, (_RIGHT - qr.width + 12, SIZE[1] - 68 - qr.height))
    pen.line((_LEFT, 1196, _RIGHT - qr.width - 16, 1196), QUIET, 2)
    for place, (words, bold) in enumerate(((kit.title, True), (kit.address, False), (kit.version, False))):
        fitted = fit(words, _WIDTH - 160, 38, (28, 26, 24, 22), bold=bold, leading=1.25)
        pen.text(
            (_LEFT, 1208 + place * 34),
            fitted.lines[0] if fitted.lines else "",
            QUIET,
            font(round(fitted.size), bold=bold),
        )


def _qr(url: str, at_least: int) -> Image.Image:
    """Whole pixels for each module, so that no camera has to guess."""
    code = segno.make(url, error="l", micro=False)
    output = BytesIO()
    modules = code.symbol_size(scale=1, border=0)[0]
    code.save(output, kind="png", scale=-(-at_least // modules), border=0, light=PAPER, dark=INK)
    return Image.open(output).convert("RGB")


def _within(image: Image.Image, most: int, qualities: Sequence[int] = _QUALITIES) -> bytes:
    """The best of the qualities that keeps within the ceiling."""
    for quality in qualities:
        made = pictures.encoded(image, "JPEG", quality=quality, optimize=True, progressive=True)
        if len(made) <= most:
            break
    return made
