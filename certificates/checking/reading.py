"""Which of our papers a file says it is. A file of a stranger is never parsed as PDF for that: its streams are opened one by one,
each up to a bound, and searched for what our papers carry: their address, and the frozen facts (``fakta.json``).

The browser does the same in js/certificates/pdf-naming.js.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MOST_STREAMS = 200
MOST_INFLATED = 256 * 1024  # bytes of one stream; fakta.json of the longest paper has some 8 KB
MOST_NAMED = 3
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_CODE = rb"(?:[A-HJKMNP-Z][2-9]){2}-?(?:[A-HJKMNP-Z][2-9]){2}-?(?:[A-HJKMNP-Z][2-9]){2}"
_NAMES_A_CODE = re.compile(rb'(?:/v/|"code":")(' + _CODE + rb")(?![A-Z0-9])")
_NAMES_A_NUMBER = re.compile(rb'"number":"([^"\\]{1,120})"')


@dataclass(frozen=True, slots=True)
class Named:
    """Codes in their stored form, and printed numbers; each in the order of the file, each once."""

    codes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def named_in(pdf: bytes) -> Named:
    """What ``pdf`` says of itself. Time and memory are bounded by its size, whatever its streams would grow to."""
    codes: dict[str, None] = {}
    numbers: dict[str, None] = {}
    for text in _searched(pdf):
        codes |= dict.fromkeys(code.decode().replace("-", "") for code in _NAMES_A_CODE.findall(text))
        numbers |= dict.fromkeys(number.decode(errors="replace") for number in _NAMES_A_NUMBER.findall(text))
    return Named(tuple(codes)[:MOST_NAMED], tuple(numbers)[:MOST_NAMED])


def _searched(pdf: bytes) -> Iterator[bytes]:
    """The file as it is, then its streams inflated, one at a time."""
    yield pdf
    for count, start in enumerate(_STREAM.finditer(pdf)):
        if count == MOST_STREAMS:
            return
        try:
            yield zlib.decompressobj().decompress(pdf[start.end() : start.end() + MOST_INFLATED], MOST_INFLATED)
        except zlib.error:
            continue  # a picture, or no stream at all
