"""How a name fits the paper, measured on the embedded fonts before anything is drawn (experience.md §9)."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

import elearning.ui

FONTS = Path(elearning.ui.__file__).parent / "static" / "fonts"
# Upright faces of Atkinson Hyperlegible by weight; the second file adds the Latin letters of other languages.
FACES = {
    400: ("atkinson-hyperlegible-latin-400-normal.woff2", "atkinson-hyperlegible-latin-ext-400-normal.woff2"),
    700: ("atkinson-hyperlegible-latin-700-normal.woff2", "atkinson-hyperlegible-latin-ext-700-normal.woff2"),
}
NAME_BOX_PT = 650.0
LARGEST_PT, SMALLEST_PT, LARGEST_OF_TWO_LINES_PT, STEP_PT = 28.0, 18.0, 23.0, 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """A size in points and the one or two lines of a name; joined with a blank they are the name again."""

    size_pt: float
    lines: tuple[str, ...]


def fit_name(name: str) -> Fit | None:
    """One line from 28 down to 18 pt, then two balanced lines, else None: a name is never cut."""
    if (size := _largest(name, start=LARGEST_PT)) is not None:
        return Fit(size, (name,))
    halves = [(name[:cut], name[cut + 1 :]) for cut, character in enumerate(name) if character == " "]
    if not halves:
        return None
    lines = min(halves, key=lambda pair: max(width_em(line) for line in pair))
    widest = max(lines, key=width_em)
    size = _largest(widest, start=LARGEST_OF_TWO_LINES_PT)
    return None if size is None else Fit(size, lines)


def missing_character(text: str) -> str | None:
    """The first character that no embedded font can draw, or None."""
    return next((c for c in unicodedata.normalize("NFC", text) if ord(c) not in _advances()), None)


def width_em(text: str) -> float:
    """The width of a bold line in em, without kerning, which only ever narrows it noticeably."""
    advances = _advances()
    return sum(advances.get(ord(character), 1.0) for character in unicodedata.normalize("NFC", text))


def _largest(line: str, *, start: float) -> float | None:
    size = start
    while size >= SMALLEST_PT:
        if width_em(line) * size <= NAME_BOX_PT:
            return size
        size -= STEP_PT
    return None


@cache
def _advances() -> dict[int, float]:
    """Advance width in em of every character that the bold faces have."""
    widths: dict[int, float] = {}
    for name in reversed(FACES[700]):
        with TTFont(FONTS / name) as font:
            per_em, metrics = font["head"].unitsPerEm, font["hmtx"]
            widths |= {character: metrics[glyph][0] / per_em for character, glyph in font.getBestCmap().items()}
    return widths
