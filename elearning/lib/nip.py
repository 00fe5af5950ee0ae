"""NIP and NI PPPK: 18 digits, kept as text, never a number, never a login name (ADR 0001; domain: sosialisasi.md §6)."""

import re
from datetime import date

LENGTH = 18


class NipError(ValueError):
    """``code``: ``nik`` (16 digits), ``length``, ``digits``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def clean(typed: str) -> str:
    """The 18 digits of what was typed or pasted: spaces, dots, apostrophes, dashes and a leading «NIP» are dropped.

    An empty text gives an empty text: many participants have no NIP.
    Raises NipError: ``digits`` for other characters, ``nik`` for 16 digits, ``length`` for any other count.
    """
    text = re.sub(r"^\s*NI(P|\s*PPPK)?\s*[.:]*", "", typed.strip(), flags=re.IGNORECASE)
    text = re.sub(r"[\s.'’`\-]", "", text)
    if not text:
        return ""
    if not (text.isascii() and text.isdigit()):
        raise NipError("digits")
    if len(text) == 16:
        raise NipError("nik")
    if len(text) != LENGTH:
        raise NipError("length")
    return text


def display(nip: str) -> str:
    """``197809122005011003`` as ``19780912 200501 1 003``."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == LENGTH else nip


def masked(nip: str) -> str:
    """For lists that others see: only the running number, because the rest tells birth date and sex."""
    return f"•••••••• •••••• • {nip[15:]}" if len(nip) == LENGTH else ""


def doubts(nip: str, *, is_pppk: bool) -> list[str]:
    """Soft warnings, never refusals: ``birth_date``, ``sex``, ``month`` (a PPPK number has no month in digits 13–14)."""
    found = []
    try:
        date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        found.append("birth_date")
    if nip[14] not in "12":
        found.append("sex")
    if not is_pppk and not 1 <= int(nip[12:14]) <= 12:
        found.append("month")
    return found
