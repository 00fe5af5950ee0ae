"""A text and its mask: where a sign only is a sign, the mask has a blank (capabilities 4.6).

The mask is as long as the text. Structure is looked for in the mask, words are taken from the text, and every place
remains a place of the file, so that a fault can name its line and column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LITERAL, DROPPED = "\x00", "\x01"  # no file has them: control signs are left out before
_COMMENT = re.compile(r"^[ \t]*//[^\n]*", re.MULTILINE)
_ESCAPE = re.compile(r"\\[\\:#={}~n]")
# An address in a tag is full of signs; Moodle's own parser breaks on it.
_TAG = re.compile(r'</?[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z-]+="[^"\n]*")+\s*/?>')


@dataclass(frozen=True)
class Source:
    text: str

    @cached_property
    def mask(self) -> str:
        def blank(sign: str):
            return lambda found: sign * len(found[0])

        mask = _COMMENT.sub(blank(DROPPED), self.text)
        mask = _ESCAPE.sub(blank(LITERAL), mask)
        return _TAG.sub(blank(LITERAL), mask)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def lines(self) -> Iterator[tuple[int, int]]:
        """Begin and end of every line, without its line end."""
        ends = [start - 1 for start in self._starts[1:]]
        yield from zip(self._starts, [*ends, len(self.text)], strict=True)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def whole(self) -> Span:
        return Span(self, 0, len(self.text))


@dataclass(frozen=True)
class Span:
    """A part of a source."""

    source: Source
    begin: int
    end: int

    @property
    def mask(self) -> str:
        return self.source.mask[self.begin : self.end]

    @property
    def raw(self) -> str:
        return self.source.text[self.begin : self.end]

    @property
    def text(self) -> str:
        """The words, with escapes put back and comments left out."""
        kept = "".join(
            sign for sign, mask in zip(self.raw, self.mask, strict=True) if mask != DROPPED
        ) if DROPPED in self.mask else self.raw  # fmt: skip
        return _ESCAPE.sub(lambda found: "\n" if found[0][1] == "n" else found[0][1], kept)

    @property
    def place(self) -> tuple[int, int]:
        return self.source.place(self.begin)

    def __bool__(self) -> bool:
        return bool(self.mask.replace(DROPPED, "").strip())

    def part(self, begin: int, end: int | None = None) -> Span:
        """From ``begin`` to ``end``, counted within this span."""
        return Span(self.source, self.begin + begin, self.end if end is None else self.begin + end)

    def strip(self) -> Span:
        mask = self.mask
        left = len(mask) - len(mask.lstrip(f" \t\n{DROPPED}"))
        right = len(mask.rstrip(f" \t\n{DROPPED}"))
        return self.part(left, max(left, right))

    def parted(self, sign: str) -> tuple[Span, Span | None]:
        """Before and behind the first ``sign``; None where there is none."""
        before, found, _ = self.mask.partition(sign)
        return self.part(0, len(before)), self.part(len(before) + len(found)) if found else None

    def split(self, signs: str) -> list[tuple[str, Span]]:
        """What follows each of ``signs``; the first has the sign "" and what stands before them all."""
        mask = self.mask
        cuts = [found.start() for found in re.finditer(f"[{re.escape(signs)}]", mask)]
        parts = [("", self.part(0, cuts[0] if cuts else None))]
        for cut, following in zip(cuts, [*cuts, self.end - self.begin][1:], strict=True):
            parts.append((mask[cut], self.part(cut + 1, following)))
        return parts
