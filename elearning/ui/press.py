"""How rooms print lists and letters: tagged PDFs with our own fonts, style sheets read once per process."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

pdfium = threading.Lock()  # that library draws for one thread at a time, in the whole process


def pdf(name: str, context: Mapping[str, Any]) -> bytes:
    """``templates/<name>.html`` with the style sheet ``<name>.css`` beside it.

    Raises OSError where WeasyPrint's system libraries are missing.
    """
    import weasyprint  # here and not above: without pango the import itself fails (dependencies.md §4)

    style, fonts = _style(name)
    html = render_to_string(f"{name}.html", dict(context))
    made: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", stylesheets=[style], font_config=fonts)
    return made


@cache
def _style(name: str) -> tuple[Any, Any]:
    """Fonts come from our own files, never from the machine."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    faces = "".join(
        f"@font-face {{ font-family: Atkinson; font-weight: {weight}; src: url({_font(weight)}) }}"
        for weight in (400, 700)
    )
    fonts = FontConfiguration()
    source = faces + render_to_string(f"{name}.css")
    return weasyprint.CSS(string=source, font_config=fonts), fonts


atexit.register(_style.cache_clear)  # fonts are freed while the libraries that free them are still there


def _font(weight: int) -> str:
    return Path(finders.find(f"fonts/atkinson-hyperlegible-latin-{weight}-normal.woff2")).as_uri()
