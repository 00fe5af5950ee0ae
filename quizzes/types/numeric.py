"""A number, with a decimal comma or point. What could be read in two ways is refused, never guessed (ADR 0019)."""

from __future__ import annotations

import re
from decimal import Decimal

from .contract import Choice, ResponseRefused
from .written import Written

MOST_DIGITS, MOST_DECIMALS = 15, 10
SPACES = re.compile(r"[ \u00a0\u202f]")
PLAIN = re.compile(r"([+-]?)([0-9]*)(?:[.,]([0-9]+))?")
GROUPED = re.compile(r"([+-]?)([0-9]{1,3}(?:([ .,])[0-9]{3})(?:\3[0-9]{3})*)(?:([.,])([0-9]+))?")
STORED = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}(\.[0-9]{{1,{MOST_DECIMALS}}})?")


class Numeric(Written):
    type = "angka"
    label = "angka"
    instruction = "Tulis satu angka. Pecahan memakai koma atau titik."
    template = "quizzes/types/numeric.html"
    script = "js/quizzes/number-field.js"
    field = "number"
    unreadable = "number_unreadable"
    option_label = "Angka"
    option_fields = ("is_correct", "tolerance", "feedback")
    option_hint = (
        "Tulis 1000 atau 1,5. Tandai setiap angka yang diterima. Angka yang tidak ditandai adalah "
        "kekeliruan umum: umpan baliknya dibaca oleh yang menulisnya."
    )

    def read(self, typed: str) -> str:
        return _stored(read_number(typed)) if typed.strip() else ""

    def restore(self, value: str) -> str:
        if not STORED.fullmatch(value):
            raise ResponseRefused("malformed")
        return _stored(Decimal(value))

    def write(self, value: str) -> str:
        return write_number(Decimal(value))

    def fits(self, value: str, choice: Choice) -> bool:
        return abs(Decimal(value) - read_number(choice.text)) <= (choice.tolerance or 0)


def read_number(typed: str) -> Decimal:
    """«3,14» and «3.14» alike; «1.000.000» and «1.000,5» have one reading, «1.000» has two.

    Raises ResponseRefused: number_ambiguous, number_unreadable.
    """
    text = SPACES.sub(" ", typed.strip()).replace("\u2212", "-")
    plain, grouped = PLAIN.fullmatch(text), GROUPED.fullmatch(text)
    if plain and grouped and not grouped[2].startswith("0"):
        raise ResponseRefused("number_ambiguous")
    if plain:
        sign, whole, part = plain[1], plain[2], plain[3] or ""
    elif grouped and grouped[3] != grouped[4] and not grouped[2].startswith("0"):
        sign, whole, part = grouped[1], re.sub(r"[^0-9]", "", grouped[2]), grouped[5] or ""
    else:
        raise ResponseRefused("number_unreadable")
    whole, part = whole.lstrip("0"), part.rstrip("0")
    if not re.search(r"[0-9]", text) or len(whole) > MOST_DIGITS or len(part) > MOST_DECIMALS:
        raise ResponseRefused("number_unreadable")
    return Decimal(f"{sign}{whole or 0}.{part or 0}")


def write_number(number: Decimal) -> str:
    """With a comma, and so that ``read_number`` reads it back: 1.125 is «1,1250»."""
    text = _stored(number).replace(".", ",")
    return f"{text}0" if GROUPED.fullmatch(text) and not text.lstrip("-").startswith("0") else text


def _stored(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
