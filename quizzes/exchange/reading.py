"""Reads the words of one GIFT question and gathers what is to be said about them."""

from __future__ import annotations

import re
from decimal import Decimal

from elearning.lib import numbers

from . import markup
from .problems import Problem
from .spans import Span

FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%([^%\n]*)%")
MOST_DIGITS, MOST_DECIMALS = 14, 6  # what a tolerance may have in the bank
_PERCENT = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,7})?")


def read_weight(text: str) -> Decimal | None:
    """A weight in percent, None where it is none."""
    weight = Decimal(text.strip().replace(",", ".")) if _PERCENT.fullmatch(text.strip()) else None
    return weight if weight is not None and abs(weight) <= 100 else None


def read_number(text: str) -> str:
    """A number in its one spelling: «3.14» is «3,14». Raises NumberRefused."""
    return numbers.write(numbers.read_of_a_file(text))


def with_point(spelling: str) -> str:
    """A number in its one spelling as Moodle writes it."""
    return spelling.replace(",", ".")


def read_tolerance(text: str) -> Decimal | None:
    """None for no tolerance. Raises ValueError where the bank cannot keep it."""
    if not text.strip():
        return None
    number = numbers.read_of_a_file(text)
    if number < 0 or number >= 10**MOST_DIGITS or number != round(number, MOST_DECIMALS):
        raise ValueError("A tolerance that the bank cannot keep.")
    return number or None


class Reader:
    """``format``: how the texts of this question are written, where they do not say so themselves."""

    def __init__(self, format: str = "moodle") -> None:
        self.format, self.problems = format, list[Problem]()

    def note(self, span: Span, code: str, value: str = "") -> None:
        self.problems.append(Problem(*span.place, code, span.raw.strip(), value))

    def words(self, span: Span) -> str:
        return self.plain(span.text, span)

    def plain(self, text: str, span: Span) -> str:
        """The text without its format; ``span`` is where it stands."""
        format = self.format
        if marker := FORMAT.match(text):
            format, text = marker[1].lower(), text[marker.end() :]
        if not markup.is_html(text, format):
            return text.strip()
        if markup.has_media(text):
            self.note(span, "media")
        return markup.plain(text)

    def weight(self, span: Span) -> tuple[Decimal | None, Span]:
        """«%50%» before an answer, in percent, and what follows; None where there is none."""
        found = _WEIGHT.match(span.mask)
        if not found:
            return None, span
        rest = span.part(found.end())
        weight = read_weight(found[1])
        if weight is None:
            self.note(span.part(0, found.end()), "weight_unreadable")
            return Decimal(0), rest
        return weight, rest

    def number(self, text: str, span: Span) -> str:
        """The number in its one spelling, "" where it is none."""
        if text.strip() == "*":
            self.note(span, "wildcard")
            return ""
        try:
            read = read_number(text)
        except numbers.NumberRefused as error:
            self.note(span, error.code)
            return ""
        if read != text.strip():
            self.note(span, "read_as", read)
        return read

    def tolerance(self, text: str, span: Span) -> Decimal | None:
        try:
            return read_tolerance(text)
        except numbers.NumberRefused as error:
            self.note(span, error.code)
        except ValueError:
            self.note(span, "tolerance_unreadable")
        return None
