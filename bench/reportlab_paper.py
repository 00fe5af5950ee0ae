"""The same sheet by reportlab, to measure against: border, QR, embedded fonts and two pages, but no tags and no archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from fontTools.ttLib import TTFont as FontFile

from certificates.printing import fitting

MM = 72 / 25.4
WIDTH, HEIGHT = 297 * MM, 210 * MM
PURPLE = (0.357, 0.227, 0.369)


def drawing(folder: Path) -> Callable[[Mapping[str, Any]], bytes]:
    """A function that draws one paper; the fonts are unpacked in ``folder`` and read once, as a careful program would."""
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for weight, name in ((400, "Text"), (700, "Strong")):
        path = folder / f"{name}.ttf"
        with FontFile(fitting.FONTS / fitting.FACES[weight][0]) as font:
            font.flavor = None
            font.save(path)
        pdfmetrics.registerFont(TTFont(name, path))

    def paper(context: Mapping[str, Any]) -> bytes:
        facts = context["facts"]
        out = BytesIO()
        canvas = Canvas(out, (WIDTH, HEIGHT), pageCompression=1, invariant=1)
        canvas.setTitle(f"Sertifikat {facts['number']}")

        def middle(text: str, y: float, size: float, font: str = "Text") -> float:
            canvas.setFont(font, size)
            for line in simpleSplit(text, font, size, 215 * MM):
                canvas.drawCentredString(WIDTH / 2, y * MM, line)
                y -= size * 1.4 / MM
            return y

        def border() -> None:
            canvas.setStrokeColorRGB(*PURPLE)
            for inset in (12, 12.6):
                canvas.rect(inset * MM, inset * MM, WIDTH - 2 * inset * MM, HEIGHT - 2 * inset * MM)

        border()
        middle(facts["organiser"], 184, 13, "Strong")
        middle("SERTIFIKAT", 170, 36, "Strong")
        middle(f"Nomor: {facts['number']}", 163, 11)
        y = middle("Diberikan kepada", 145, 12)
        for line in context["name_lines"]:
            y = middle(line, y - 4, float(context["size_pt"]), "Strong")
        for text in (facts["position"], facts["unit"]):
            y = middle(text, y, 12)
        y = middle("".join(piece.text for piece in context["before_title"]), y - 4, 12)
        y = middle(facts["title"], y - 2, 16, "Strong")
        middle("".join(piece.text for piece in context["after_title"]), y - 1, 12)
        rows = segno.make(facts["address"], error="m", micro=False).matrix
        side = 28 * MM / len(rows)
        for line, row in enumerate(rows):
            for at, dark in enumerate(row):
                if dark:
                    canvas.rect(
                        27 * MM + at * side, 23 * MM + (len(rows) - 1 - line) * side, side, side, stroke=0, fill=1
                    )
        words = [context["code"], context["short_address"], context["note"], context["note_on_hours"]]
        for at, text in enumerate(words):
            canvas.setFont("Text", 9.5)
            canvas.drawString(60 * MM, (44 - 5 * at) * MM, text)
        for at, text in enumerate([context["issued_on"], *facts["signatories"][0].values()]):
            canvas.setFont("Text", 12)
            canvas.drawCentredString(227 * MM, (62 - 12 * at) * MM, text[:60])
        canvas.showPage()
        border()
        middle("Daftar materi", 180, 20, "Strong")
        middle(facts["title"], 172, 12)
        for line, material in enumerate(facts["materials"], start=1):
            y = (160 - 12 * line) * MM
            for x, cell in (
                (30, str(line)),
                (45, material["title"]),
                (170, material["speaker"]),
                (262, str(material["lesson_hours"])),
            ):
                canvas.setFont("Text", 12)
                canvas.drawString(x * MM, y, cell)
            canvas.line(27 * MM, y - 8, WIDTH - 27 * MM, y - 8)
        middle(f"Halaman ini bagian dari sertifikat nomor {facts['number']}, atas nama {facts['name']}", 25, 9.5)
        canvas.showPage()
        canvas.save()
        return out.getvalue()

    return paper
