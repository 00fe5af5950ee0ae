"""Indonesian text cut into lines and sentences, good enough to count words and to quote around a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop behind these ends no sentence: «Nomor», «juncto», titles and initials.
_SHORT = (
    r"No|Nr|jo|juncto|Jl|hlm|hal|dst|dll|dkk|dsb|tgl|Th|Thn|a\.n|u\.b|s\.d|d\.a|Dr|Drs|Ir|Hj|Prof|St|S\.H|M\.H|[A-Z]"
)
_END = re.compile(r"[.!?…]+[»”\"')\]]*(?=\s+[«“\"'(\[]*[A-Z0-9]|\s*$)")
_ABBREVIATION = re.compile(rf"(?:^|[\s(«“])(?:{_SHORT})\.$")
_WORD = re.compile(r"\w[\w’'./-]*")


def lines_of(text: str) -> list[str]:
    """The text without its empty lines; a heading, a paragraph and a list item are a line each."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends; a line break ends one as well."""
    offset = 0
    for line in text.splitlines(keepends=True):
        start = 0
        for end in _END.finditer(line):
            if _ABBREVIATION.search(line[start : end.end()].rstrip()):
                continue
            yield from _trimmed(line, offset, start, end.end())
            start = end.end()
        yield from _trimmed(line, offset, start, len(line))
        offset += len(line)


def _trimmed(line: str, offset: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = line[start:end]
    if part.strip():
        left = start + len(part) - len(part.lstrip())
        yield offset + left, offset + left + len(part.strip())


def sentences_of(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


def sentence_at(text: str, place: int) -> str:
    """The sentence in which the character at ``place`` stands."""
    return next((text[start:end] for start, end in spans(text) if start <= place < end), text.strip())


def word_count(sentence: str) -> int:
    """Words as a reader counts them: «94/2021» and «non-ASN» are one each."""
    return len(_WORD.findall(sentence))
