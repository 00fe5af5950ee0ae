"""A text as a reader sees it: without signs that take no room, and with its letters and figures in their plain form."""

from __future__ import annotations

import unicodedata

# What has no width: format signs (zero-width spaces and joiners, soft hyphens, marks of direction), signs around others,
# variation selectors, the grapheme joiner, and the Hangul letters that fill nothing.
_UNSEEN_KINDS = ("Cf", "Me")
_UNSEEN = {"\u034f", "\u115f", "\u1160", "\u3164", "\uffa0", *map(chr, range(0xFE00, 0xFE10))}


def plain_letters(text: str) -> str:
    """«ｐａｓｌｏｎ ②» is «paslon 2». Signs of punctuation stay as they were typed."""
    if text.isascii():
        return text
    seen = (sign for sign in text if sign not in _UNSEEN and unicodedata.category(sign) not in _UNSEEN_KINDS)
    composed = unicodedata.normalize("NFC", "".join(seen))
    return "".join(sign if _is_punctuation(sign) else unicodedata.normalize("NFKC", sign) for sign in composed)


def _is_punctuation(sign: str) -> bool:
    return unicodedata.category(sign).startswith("P")
