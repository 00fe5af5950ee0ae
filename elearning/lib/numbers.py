"""Numbers as people write them, with a comma or a point; what has two readings is refused, never guessed (ADR 0019).

«3,14» and «3.14» are one number; «1.000.000», «1 000» and «1.000,5» have one reading; «1.000» could be a thousand or one.
"""

import re
from decimal import Decimal

MOST_DIGITS, MOST_DECIMALS = 15, 10
_SPACES = re.compile(r"[ \u00a0\u202f]")
_PLAIN = re.compile(r"([+-]?)([0-9]*)(?:[.,]([0-9]+))?")
_GROUPED = re.compile(r"([+-]?)([1-9][0-9]{0,2}([ .,])[0-9]{3}(?:\3[0-9]{3})*)(?:(?!\3)[.,]([0-9]+))?")
_POINT = re.compile(r"([+-]?)([0-9]*)\.([0-9]+)")
_POWER = re.compile(r"([+-]?[0-9]+(?:[.,][0-9]+)?)[eE]([+-]?[0-9]{1,2})")


class NumberRefused(ValueError):
    """``code``: number_missing, number_ambiguous, number_unreadable."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read(typed: str) -> Decimal:
    """The number that was typed, in its shortest form. Raises NumberRefused."""
    text = _SPACES.sub(" ", typed.strip()).replace("\u2212", "-")
    if not text:
        raise NumberRefused("number_missing")
    plain, grouped = _PLAIN.fullmatch(text), _GROUPED.fullmatch(text)
    if plain and grouped:
        raise NumberRefused("number_ambiguous")
    if plain and (plain[2] or plain[3]):
        return _number(plain[1], plain[2], plain[3] or "")
    if grouped:
        return _number(grouped[1], re.sub(r"[ .,]", "", grouped[2]), grouped[4] or "")
    raise NumberRefused("number_unreadable")


def read_of_a_file(text: str) -> Decimal:
    """As ``read``, and powers of ten, which machines write and people do not: «2e3». Raises NumberRefused."""
    power = _POWER.fullmatch(text.strip())
    if not power:
        return read(text)
    return read(format(read(power[1]).scaleb(int(power[2])), "f"))


def read_of_a_machine(text: str) -> Decimal:
    """As ``read_of_a_file``, where a point is a decimal point because a program wrote it: «3.141». Raises NumberRefused."""
    with_point = _POINT.fullmatch(text.strip())
    return _number(*with_point.groups()) if with_point else read_of_a_file(text)


def write(number: Decimal) -> str:
    """With a comma, no separator of thousands, and so that ``read`` reads it back: 1.125 is «1,1250»."""
    whole, _, part = format(abs(number), "f").partition(".")
    part = part.rstrip("0")
    text = ("-" if number < 0 else "") + (whole.lstrip("0") or "0") + (f",{part}" if part else "")
    return f"{text}0" if part and _GROUPED.fullmatch(text) else text


def _number(sign: str, whole: str, part: str) -> Decimal:
    whole, part = whole.lstrip("0"), part.rstrip("0")
    if len(whole) > MOST_DIGITS or len(part) > MOST_DECIMALS:
        raise NumberRefused("number_unreadable")
    number = Decimal(f"{whole or 0}{part and '.'}{part}")
    return -number if sign == "-" and number else number
