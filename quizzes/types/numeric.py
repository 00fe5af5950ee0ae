"""A number, with a decimal comma or point. What could be read in two ways is refused, never guessed (ADR 0019)."""

from __future__ import annotations

import re
from decimal import Decimal

from elearning.lib import numbers

from .contract import Choice, ResponseRefused
from .written import Written

STORED = re.compile(rf"-?[0-9]{{1,{numbers.MOST_DIGITS}}}(\.[0-9]{{1,{numbers.MOST_DECIMALS}}})?")


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
        return _stored(_read(typed)) if typed.strip() else ""

    def restore(self, value: str) -> str:
        if not STORED.fullmatch(value):
            raise ResponseRefused("malformed")
        return _stored(Decimal(value))

    def write(self, value: str) -> str:
        return numbers.write(Decimal(value))

    def fits(self, value: str, choice: Choice) -> bool:
        return abs(Decimal(value) - _read(choice.text)) <= (choice.tolerance or 0)


def _read(typed: str) -> Decimal:
    try:
        return numbers.read(typed)
    except numbers.NumberRefused as refusal:
        raise ResponseRefused(refusal.code) from refusal


def _stored(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
