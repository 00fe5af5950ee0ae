"""Facts and a template version in, PDF bytes out. The same input gives the same bytes (ADR 0008).

WeasyPrint is imported inside the functions: without pango on the machine lessons and quizzes go on, papers wait.
"""

from __future__ import annotations

import atexit
import logging
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.template.loader import render_to_string

from elearning.lib import codes, nip
from elearning.lib.dates import day_span, plain_date

from .. import numbering
from ..facts import upgraded
from . import archive, designs, fitting, ink
from .attachments import Attachment

Pictures = Mapping[str, bytes]
PLACEHOLDERS = ("activity", "role", "title", "organiser", "days", "place", "hours")
# Tried in this order: most papers are roomy; the longest titles and offices that we accept still fit the last.
DENSITIES = ("roomy", "close", "snug", "tight", "tight least")
GAP_PX = 6
ANCHORS = {"heading", "statement", "foot"}
SHORT_LIST = 6
SAMPLE_STYLE = """
body::before {
  content: "CONTOH"; position: fixed; top: 52mm; left: 24mm; font-size: 118pt; font-weight: 700; letter-spacing: .08em;
  color: #5b3a5e; opacity: .13; transform: rotate(-16deg);
}
"""
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the sentence; ``name`` is the placeholder it came from, or empty."""

    name: str
    text: str


class PageFull(ValueError):
    """Even the tightest setting does not hold these texts together."""


def is_available() -> bool:
    """Whether this machine can make PDFs: WeasyPrint needs pango, which no wheel brings."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


def render_pdf(
    facts: Mapping[str, Any],
    content: Mapping[str, Any],
    *,
    design: str,
    pictures: Pictures | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The paper as a tagged PDF. ``content`` and ``design`` are those of the template version; ``pictures``: PNG by SHA-256.

    Raises OSError where pango is missing; ValueError where the paper would lack something, PageFull where the texts do not fit.
    """
    return _whole(lambda: _draw(facts, content, design, pictures or {}, attachments=attachments))


def render_sample(
    facts: Mapping[str, Any], content: Mapping[str, Any], *, design: str, pictures: Pictures | None = None
) -> bytes:
    """The same paper with «CONTOH» across every page, so that nobody takes it for one. Raises as ``render_pdf`` does."""
    return _whole(lambda: _draw(facts, content, design, pictures or {}, more=[_across_every_page()]))


def _whole(draw: Callable[[], bytes]) -> bytes:
    with _Complaints() as complaints:
        paper = draw()
    if complaints.found:
        raise ValueError(f"The paper is not whole: {complaints.found[0]}"[:300])
    return paper


def _across_every_page() -> Any:
    import weasyprint

    return weasyprint.CSS(string=SAMPLE_STYLE)


class _Complaints(logging.Handler):
    """What WeasyPrint could not draw on this thread. It logs that and goes on, even when a stop signal fell into its hands;
    a certificate without its QR must not leave the press.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []
        self.mine = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.mine:
            self.found.append(record.getMessage())

    def __enter__(self) -> _Complaints:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *exc_info: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)


def _draw(
    facts: Mapping[str, Any],
    content: Mapping[str, Any],
    design: str,
    pictures: Pictures,
    *,
    more: Sequence[Any] = (),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    import weasyprint

    styles, fonts, fetcher = _press(design)
    context = context_of(upgraded(facts), content)
    options = {
        **archive.OPTIONS,
        "stylesheets": [styles, *more],
        "cache": ink.images(design, facts["address"], pictures),
        "pdf_identifier": facts["code"].encode(),  # no clock, nothing random: the facts alone tell the bytes apart
    }
    for density in DENSITIES:
        html = render_to_string(f"certificates/designs/{design}.html", {**context, "density": density})
        document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(fonts, **options)
        if _has_room(document.pages[0]):
            _settle(document.pages[0])
            archive.state(document, facts)
            options["attachments"] = archive.files(attachments, facts)
            return document.write_pdf(finisher=archive.finish, **options)
    raise PageFull("The texts of this certificate do not fit one page.")


def context_of(facts: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """What the design prints, in words; pictures as addresses of ``ink.images``."""
    fit = fitting.fit_name(facts["name"])
    if fit is None:
        raise ValueError("A name that does not fit is refused before issue.")
    sentence = phrase(content["wording"][facts["kind"]], facts)
    at_title = next((index for index, piece in enumerate(sentence) if piece.name == "title"), len(sentence))
    return {
        "facts": facts,
        "logos": [ink.picture_address(name) for name in facts["letterhead"]["logos"]],
        "signatories": [
            {**each, "picture": ink.picture_address(each["picture"]) if each["picture"] else ""}
            for each in facts["signatories"]
        ],
        "name_lines": fit.lines,
        "size_pt": f"{fit.size_pt:.1f}",  # text: a decimal comma would be no CSS
        "before_title": sentence[:at_title],
        "after_title": sentence[at_title + 1 :],
        "revision": numbering.revision_label(facts["revision"]),
        "revised_on": plain_date(date.fromisoformat(facts["revised_on"])) if facts["revised_on"] else "",
        "valid_until": plain_date(date.fromisoformat(facts["valid_until"])) if facts["valid_until"] else "",
        "issued_on": plain_date(date.fromisoformat(facts["issued_on"])),
        "nip": nip.display(facts.get("nip", "")),
        "code": codes.display(facts["code"]),
        "short_address": re.sub(r"^https?://", "", facts["address"]).rsplit("/v/", 1)[0] + "/cek",
        "qr": ink.QR,
        "title_lines": designs.title_lines(facts["signatories"]),
        "note": designs.note(content["signature_mode"], facts["signatories"]),
        "note_on_hours": designs.NOTE_ON_HOURS if facts["lesson_hours"] else "",
        "short_list": len(facts["materials"]) <= SHORT_LIST,
        "total_hours": sum(material["lesson_hours"] for material in facts["materials"]),
    }


def phrase(wording: str, facts: Mapping[str, Any]) -> list[Piece]:
    """The sentence of a kind with its placeholders filled; a [part] vanishes when its placeholder is empty."""
    values = {
        "activity": facts["activity"],
        "role": facts["role"],
        "title": facts["title"],
        "organiser": facts["organiser"],
        "days": day_span([date.fromisoformat(day) for day in facts["days"]]),
        "place": facts["place"],
        "hours": numbering.hours_in_words(facts["lesson_hours"]) if facts["lesson_hours"] else "",
    }

    def kept(part: re.Match[str]) -> str:
        return part[1] if all(values[name] for name in _PLACEHOLDER.findall(part[1])) else ""

    pieces = []
    for index, text in enumerate(_PLACEHOLDER.split(_OPTIONAL.sub(kept, wording))):
        is_placeholder = index % 2
        if text:
            pieces.append(Piece(text, values[text]) if is_placeholder else Piece("", text))
    return pieces


def _has_room(page: Any) -> bool:
    """Whether heading, statement and foot of the first page keep apart (positions in CSS pixels from the top)."""
    if not page.anchors.keys() >= ANCHORS:
        return False  # so much text that a part of it fell to the next page
    heading, statement, foot = _measured(page)
    return foot[1] - heading[3] - (statement[3] - statement[1]) >= 2 * GAP_PX


def _settle(page: Any) -> None:
    """Move the statement to the middle of the room between heading and foot: as a flex column it would be laid out thrice."""
    heading, statement, foot = _measured(page)
    down = (heading[3] + foot[1] - statement[1] - statement[3]) / 2
    boxes = (box for box in page._page_box.descendants() if box.element is not None)
    next(box for box in boxes if box.element.get("id") == "statement").translate(dy=down)


def _measured(page: Any) -> list[tuple[float, float, float, float]]:
    return [page.anchors[name] for name in ("heading", "statement", "foot")]


@cache
def _press(design: str) -> tuple[Any, Any, Any]:
    """Stylesheet, fonts and fetcher of a design, made once per process: parsing them again doubles the time."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    known = {name for names in fitting.FACES.values() for name in names}

    class OwnFilesOnly(URLFetcher):
        """Our fonts and pictures inside the page: a fact can never make the server fetch an address or read a file."""

        def fetch(self, url, headers=None):
            scheme, _, name = url.partition(":")
            if scheme == "font" and name in known:
                return URLFetcherResponse(url, (fitting.FONTS / name).read_bytes(), {"Content-Type": "font/woff2"})
            if scheme == "data":
                return super().fetch(url, headers)
            raise FatalURLFetchingError(f"A certificate loads nothing from {scheme}:")

    atexit.register(_press.cache_clear)  # fonts must be given back while the library is still loaded
    fonts, fetcher = FontConfiguration(), OwnFilesOnly()
    source = render_to_string(f"certificates/designs/{design}.css")
    return weasyprint.CSS(string=source, font_config=fonts, url_fetcher=fetcher), fonts, fetcher
