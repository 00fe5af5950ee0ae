"""«1-40, 42, 45–60»: the numbers of those who signed on paper. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from .errors import PaperError

MOST_NUMBERS = 5000
_RANGE = re.compile(r"(\d{1,6})\s*(?:[-–—]|s\.?\s?/?\s?d\.?|sampai)\s*(\d{1,6})", re.IGNORECASE)
_SHOWN = 5


def read_numbers(text: str, *, known: Collection[int]) -> list[int]:
    """The numbers that ``text`` names, each once, in their order. Doubles are harmless.

    Raises PaperError: empty, unreadable, reversed, unknown, too_many.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]| dan ", text) if part.strip()]
    if not parts:
        raise PaperError("empty")
    numbers: set[int] = set()
    for part in parts:
        numbers |= _numbers_in(part)
        if len(numbers) > MOST_NUMBERS:
            raise PaperError("too_many", count=MOST_NUMBERS)
    strangers = sorted(numbers.difference(known))
    if strangers:
        more = f" dan {len(strangers) - _SHOWN} lainnya" if len(strangers) > _SHOWN else ""
        raise PaperError("unknown", numbers=", ".join(map(str, strangers[:_SHOWN])) + more)
    return sorted(numbers)


def _numbers_in(part: str) -> set[int]:
    if part.isascii() and part.isdecimal() and len(part) <= 6:
        return {int(part)}
    ends = _RANGE.fullmatch(part)
    if ends is None:
        raise PaperError("unreadable", part=part[:40])
    first, last = int(ends[1]), int(ends[2])
    if first > last:
        raise PaperError("reversed", part=part[:40], turned=f"{last}-{first}")
    if last - first >= MOST_NUMBERS:
        raise PaperError("too_many", count=MOST_NUMBERS)
    return set(range(first, last + 1))
