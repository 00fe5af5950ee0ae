"""Which six digits are too easy to guess. Pure."""

from __future__ import annotations

from itertools import pairwise

LENGTH = 6


def weakness(pin: str, *, nip: str = "") -> str:
    """Why this PIN is refused: ``digits``, ``easy``, ``birth``; or "" when it is good.

    ``nip``: of whoever will use it; its first eight digits are a birth date (YYYYMMDD), and it stands on public lists.
    """
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        return "digits"
    if _repeats(pin) or _counts(pin):
        return "easy"
    return "birth" if nip and (pin in nip or pin in _birth_dates(nip)) else ""


def _repeats(pin: str) -> bool:
    """000000, 121212, 123123."""
    return any(pin == pin[:period] * (LENGTH // period) for period in (1, 2, 3))


def _counts(pin: str) -> bool:
    """123456, 987654, 789012: each digit is one more, or one less, than the one before."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps in ({1}, {9})


def _birth_dates(nip: str) -> set[str]:
    """Every way in which people write the day: DDMMYY, YYMMDD, MMDDYY, YYDDMM, MMYYYY, YYYYMM."""
    year, month, day = nip[:4], nip[4:6], nip[6:8]
    short = year[2:]
    return {
        day + month + short, short + month + day, month + day + short, short + day + month, month + year, year + month,
    }  # fmt: skip
