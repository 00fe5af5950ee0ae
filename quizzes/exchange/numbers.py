"""Numbers as people write them: with a comma or a point, never guessed (capabilities 4.6)."""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST = 24
MOST_DIGITS, MOST_DECIMALS = 14, 6  # what a tolerance may have in the bank
_PLAIN = re.compile(r"([0-9]*)(?:[.,]([0-9]+))?")
_GROUPED = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,3}\.[0-9]{3}(?=,))(?:,([0-9]+))?"
    r"|([0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3},[0-9]{3}(?=\.))(?:\.([0-9]+))?"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_POWER = re.compile(r"([0-9]+(?:[.,][0-9]+)?)[eE]([+-]?[0-9]{1,2})")


class NumberRefused(ValueError):
    """``code``: number_missing, number_ambiguous, number_unreadable."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read(text: str) -> str:
    """The number in its one spelling: no separator of thousands, a decimal comma: «1.000,5» is «1000,5».

    Raises NumberRefused.
    """
    plain = text.strip().replace("\u2212", "-")
    if not plain:
        raise NumberRefused("number_missing")
    sign, plain = ("-" if plain[0] == "-" else ""), plain[1:] if plain[0] in "+-" else plain
    if len(plain) > LONGEST:
        raise NumberRefused("number_unreadable")
    if _AMBIGUOUS.fullmatch(plain):
        raise NumberRefused("number_ambiguous")
    if power := _POWER.fullmatch(plain):
        return sign + write(Decimal(power[1].replace(",", ".")).scaleb(int(power[2])))
    if grouped := _GROUPED.fullmatch(plain):
        whole, part = grouped[1] or grouped[3], grouped[2] or grouped[4]
        return sign + _spelled(re.sub(r"[.,]", "", whole), part or "")
    if (found := _PLAIN.fullmatch(plain)) and (found[1] or found[2]):
        return sign + _spelled(found[1], found[2] or "")
    raise NumberRefused("number_unreadable")


def value(spelled: str) -> Decimal:
    """What a number in its one spelling is worth."""
    return Decimal(spelled.replace(",", "."))


def write(number: Decimal) -> str:
    """A number in its one spelling."""
    text = format(abs(number), "f")
    whole, _, part = text.partition(".")
    return ("-" if number < 0 else "") + _spelled(whole, part.rstrip("0"))


def with_point(text: str) -> str:
    """As Moodle writes it."""
    return canonical(text).replace(",", ".")


def canonical(text: str) -> str:
    """The one spelling, or the text itself where it is no number."""
    try:
        return read(text)
    except NumberRefused:
        return text


def read_tolerance(text: str) -> Decimal | None:
    """None for no tolerance. Raises ValueError where the bank cannot keep it."""
    if not text.strip():
        return None
    number = value(read(text))
    exponent = number.normalize().as_tuple().exponent
    if number < 0 or number >= 10**MOST_DIGITS or not isinstance(exponent, int) or -exponent > MOST_DECIMALS:
        raise ValueError("A tolerance that the bank cannot keep.")
    return number or None


def _spelled(whole: str, part: str) -> str:
    """Three decimals behind one to three digits could be thousands, so that they get a nought."""
    spelled = (whole.lstrip("0") or "0") + (f",{part}" if part else "")
    return f"{spelled}0" if _AMBIGUOUS.fullmatch(spelled) else spelled
