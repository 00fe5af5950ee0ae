"""The A4 sheet for the office board: black on white, one large QR, the address in words (experience.md C3)."""

from __future__ import annotations

import atexit
import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string


class PrintingUnavailable(RuntimeError):
    """The machine lacks the libraries that make PDFs. Everything else goes on."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """``url`` is absolute; ``version_on`` is the day on which the course was last published."""

    title: str
    summary: str
    shared_by: str
    organiser: str
    minutes: int
    url: str
    version_on: date
    due_on: date | None = None

    @property
    def address(self) -> str:
        """The address as somebody types it."""
        return self.url.split("://", 1)[-1]

    @property
    def fingerprint(self) -> str:
        """The same for the same words, so that a sheet is made once."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def sheet_pdf(sheet: Sheet) -> bytes:
    """One tagged A4 page. Raises PrintingUnavailable where WeasyPrint's system libraries are missing."""
    try:
        import weasyprint  # here and not above: without pango the import itself fails (dependencies.md §4)
    except OSError as error:
        raise PrintingUnavailable("Install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0.") from error
    html = render_to_string(
        "distribution/print_handout.html",
        {
            "sheet": sheet,
            "qr": segno.make(sheet.url, error="m").svg_data_uri(border=0),
        },
    )
    style, fonts = _style()
    return weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", stylesheets=[style], font_config=fonts)


@cache
def _style() -> tuple[Any, Any]:
    """The style sheet and the fonts, read once per process. Fonts come from our own files, never from the machine."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    faces = "".join(
        f"@font-face {{ font-family: Atkinson; font-weight: {weight}; src: url({_font(weight)}) }}"
        for weight in (400, 700)
    )
    fonts = FontConfiguration()
    sheet = Path(finders.find("distribution/cetak.css")).read_text()
    return weasyprint.CSS(string=faces + sheet, font_config=fonts), fonts


atexit.register(_style.cache_clear)  # fonts are freed while the libraries that free them are still there


def _font(weight: int) -> str:
    return Path(finders.find(f"fonts/atkinson-hyperlegible-latin-{weight}-normal.woff2")).as_uri()
