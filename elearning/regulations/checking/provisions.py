"""«Pasal 5 huruf n angka 5 dan 6» as paths, in text as in the labels of the register."""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[tuple[str, str], ...]
"""(("pasal", "5"), ("huruf", "n"), ("angka", "5")): each step inside the one before."""

_NUMBER, _LETTER, _DASH = r"\d{1,3}[A-Z]?", r"[a-z]", r"\s?[–—-]\s?|\s+sampai\s+(?:dengan\s+)?|\s+s\.d\.?\s+"
_AND = r"(?:\s*,\s*(?:dan\s+|serta\s+|atau\s+)?|\s+(?:dan|serta|atau|jo\.?|juncto|dan/atau)\s+|\s*&\s*)"
_AYAT, _HURUF, _ANGKA = rf"ayat\s*\(?{_NUMBER}\)?", rf"huruf\s+(?-i:{_LETTER})\b\.?", rf"angka\s+{_NUMBER}\b"
_BARE = rf"(?:\({_NUMBER}\)|{_NUMBER}\b(?!\s*/)|(?-i:\b{_LETTER}\b))"
_STEP = rf"(?:{_AYAT}|{_HURUF}|{_ANGKA})"
_MORE = rf"(?:\s*,?\s*{_STEP}|{_AND}(?:Pasal\s+{_NUMBER}\b(?!\s*/)|{_STEP}|{_BARE})|(?:{_DASH})(?:Pasal\s+{_NUMBER}\b|{_STEP}|{_BARE}))"
# Possessive: once read, a list is not taken apart again. Otherwise a long one would hold the site for minutes.
PROVISIONS = rf"\bPasal\s+{_NUMBER}\b(?:{_MORE})*+"

_TOKEN = re.compile(
    rf"(?P<pasal>Pasal\s+(?P<p>{_NUMBER}))|ayat\s*\(?(?P<ayat>{_NUMBER})\)?|huruf\s+(?P<huruf>(?-i:{_LETTER}))\b"
    rf"|angka\s+(?P<angka>{_NUMBER})|\((?P<paren>{_NUMBER})\)|(?P<dash>{_DASH})|(?P<number>\b{_NUMBER}\b)"
    rf"|(?P<letter>(?-i:\b{_LETTER}\b))",
    re.IGNORECASE,
)
_PROVISIONS = re.compile(PROVISIONS, re.IGNORECASE)
_LEVELS = ("pasal", "ayat", "huruf", "angka")
_WIDEST_RANGE = 30


def paths_in(text: str) -> tuple[Path, ...]:
    """Every provision that a label or a citation names, lists and ranges spelt out; none when it names no pasal."""
    return tuple(dict.fromkeys(path for span in _PROVISIONS.finditer(text) for path in _paths(span.group())))


def _paths(words: str) -> Iterator[Path]:
    here: Path = ()
    ranged, pending = False, False
    for token in _TOKEN.finditer(words):
        if token["dash"]:
            ranged = True
            continue
        level, name = _level_of(token, here)
        if level is None:
            continue
        deeper = here and _LEVELS.index(level) > _LEVELS.index(here[-1][0])
        if deeper:
            here = (*here, (level, name))
        else:
            if pending:
                yield here
            above = tuple(step for step in here if _LEVELS.index(step[0]) < _LEVELS.index(level))
            if ranged and here and here[-1][0] == level:
                yield from ((*above, (level, between)) for between in _between(here[-1][1], name))
            here = (*above, (level, name))
        pending, ranged = True, False
    if pending:
        yield here


def _level_of(token: re.Match[str], here: Path) -> tuple[str | None, str]:
    if token["p"]:
        return "pasal", token["p"].upper()
    for level in ("ayat", "huruf", "angka"):
        if token[level]:
            return level, token[level].upper() if level != "huruf" else token[level]
    if token["paren"]:
        return "ayat", token["paren"]
    bare, last = token["number"] or token["letter"] or "", here[-1][0] if here else ""
    if token["number"]:
        return (last if last in ("ayat", "angka") else "pasal"), bare.upper()
    return ("huruf", bare) if any(step[0] == "huruf" for step in here) else (None, "")


def _between(first: str, last: str) -> list[str]:
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _WIDEST_RANGE:
        return [str(number) for number in range(int(first) + 1, int(last))]
    if len(first) == len(last) == 1 and first.isalpha() and first < last:
        return [chr(code) for code in range(ord(first) + 1, ord(last))]
    return []


def in_words(path: Path) -> str:
    """«Pasal 280 ayat (3) huruf f»."""
    return " ".join(
        {"pasal": "Pasal {}", "ayat": "ayat ({})", "huruf": "huruf {}", "angka": "angka {}"}[level].format(name)
        for level, name in path
    )
