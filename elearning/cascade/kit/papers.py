"""What is printed on A4 and A3: poster, leaflet, naskah apel. Black on white, checked as paper by the tests (ADR 0040)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import segno

from elearning.regulations.models import Verdict
from elearning.ui import press
from elearning.ui.templatetags.ui import VERDICT_SHAPES

from . import words
from .fitting import balanced, fit
from .words import Card, Kit

# Points of the body, largest first: each side of the leaflet takes the first at which its cards keep to one page.
_LEAFLETS = (15, 14, 13, 12, 11, 10.5)
_FRONT, _BACK = range(8, 2, -1), range(6, 1, -1)  # so many cards, fewer where even the smallest letters do not fit
_SPEECHES = (15, 14.5, 14, 13.5, 13, 12.5, 12, 11, 10)
_ON_THE_BACK = (Verdict.ALLOWED, Verdict.CONDITIONAL)
_POSTER_POINTS, _POSTER_WIDTH = {"a4": 12, "a3": 16.97}, 41  # points for a rem, and rem between the margins
_POSTERS = (1.0, 0.95, 0.9, 0.85, 0.8)


class TooLong(ValueError):
    """The texts do not fit the paper, however small."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A label as it is printed: its shape and its word."""

    word: str
    shape: str
    picture: str


@dataclass(frozen=True, slots=True)
class Side:
    """One page of the leaflet: cards under their labels, and the size of its letters in points."""

    sections: tuple[tuple[Sign, tuple[Card, ...]], ...]
    points: float


def _picture(verdict: Verdict) -> str:
    drawn = VERDICT_SHAPES[verdict.value].replace("currentColor", "#000")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{drawn}</svg>'
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


_SHAPES = {
    Verdict.ALLOWED: "lingkaran bercentang",
    Verdict.FORBIDDEN: "segi delapan bersilang",
    Verdict.CONDITIONAL: "belah ketupat bertanda seru",
}
SIGNS: Mapping[str, Sign] = {
    verdict: Sign(str(verdict.label), shape, _picture(verdict)) for verdict, shape in _SHAPES.items()
}


def poster(kit: Kit, *, size: str) -> bytes:
    """One page, ``size`` «a4» or «a3»: the same sheet, larger. Raises OSError where pango is missing, TooLong."""
    title = fit(kit.title, _POSTER_WIDTH, 9, (3.9, 3.6, 3.3, 3, 2.7, 2.4), bold=True, leading=1.08)
    context = {"size": size, "title": balanced(title, _POSTER_WIDTH, bold=True)}
    for scale in _POSTERS:
        made = _pdf(f"poster_{size}", kit, {**context, "points": scale * _POSTER_POINTS[size]})
        if pages_of(made) == 1:
            return made
    raise TooLong("Judul atau ringkasannya terlalu panjang untuk satu halaman.")


def leaflet(kit: Kit) -> bytes:
    """«Boleh / Tidak boleh» on the two sides of an A4. Raises OSError, TooLong."""
    return _pdf("leaflet", kit, {"sides": [_side(kit, _front, _FRONT), _side(kit, _back, _BACK)]})


def _front(kit: Kit, count: int) -> tuple[tuple[Sign, tuple[Card, ...]], ...]:
    return ((SIGNS[Verdict.FORBIDDEN], kit.of(Verdict.FORBIDDEN)[:count]),)


def _back(kit: Kit, count: int) -> tuple[tuple[Sign, tuple[Card, ...]], ...]:
    chosen = words.pick(kit.of(Verdict.ALLOWED, Verdict.CONDITIONAL), count)
    found = ((SIGNS[label], tuple(card for card in chosen if card.verdict == label)) for label in _ON_THE_BACK)
    return tuple((sign, cards) for sign, cards in found if cards)


def _side(kit: Kit, choose: Callable[[Kit, int], tuple[tuple[Sign, tuple[Card, ...]], ...]], counts: range) -> Side:
    """As many cards as fit, in letters as large as fit."""
    tried = -1
    for count in counts:
        sections = choose(kit, count)
        shown = sum(len(cards) for _, cards in sections)
        if shown == tried:  # there are fewer cards than that
            continue
        tried = shown
        smallest = Side(sections, _LEAFLETS[-1])
        if pages_of(_pdf("leaflet", kit, {"sides": [smallest]})) > 1:
            continue
        for points in _LEAFLETS[:-1]:
            side = Side(sections, points)
            if pages_of(_pdf("leaflet", kit, {"sides": [side]})) == 1:
                return side
        return smallest
    raise TooLong("Kartu-kartunya terlalu panjang untuk dua halaman A4.")


def speech(kit: Kit) -> bytes:
    """«Naskah apel» on one page. Raises OSError, TooLong."""
    for points in _SPEECHES:
        made = _pdf("speech", kit, {"paragraphs": words.speech(kit), "points": points})
        if pages_of(made) == 1:
            return made
    raise TooLong("Naskahnya terlalu panjang untuk satu halaman A4.")


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def qr_of(url: str) -> str:
    """As an SVG in an address, without its quiet zone: the paper around it is white."""
    return segno.make(url, error="m", micro=False).svg_data_uri(border=0, omitsize=True)


def _pdf(name: str, kit: Kit, context: Mapping[str, Any]) -> bytes:
    shared = {"kit": kit, "qr": qr_of(kit.url), "signs": list(SIGNS.values())}
    return press.pdf(f"cascade/print/{name}", {**shared, **context})
