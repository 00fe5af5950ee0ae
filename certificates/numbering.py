"""Printed numbers, and JP in words: values in, text out (capabilities 4.8)."""

import re
from datetime import date
from string import Formatter

from num2words import num2words

from elearning.lib.dates import ROMAN_MONTHS

DEFAULT_PATTERN = "{seq:03d}/{code}/{month_roman}/{year}"
PLACEHOLDERS: dict[str, str] = {
    "seq": "nomor urut dalam setahun, misalnya {seq:03d}",
    "code": "kode unit penyelenggara",
    "month_roman": "bulan dalam angka Romawi",
    "month": "bulan dalam dua angka",
    "year": "tahun",
}
MAX_LENGTH = 120  # the column of Certificate.number


class PatternError(ValueError):
    """A pattern that cannot print official numbers.

    ``code``: ``braces`` (does not parse), ``unknown`` (no such placeholder), ``format`` (a format that is not ours),
    ``no_sequence`` (two papers would carry one number), ``no_year`` (the series starts again each year), ``too_long``.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def check_pattern(pattern: str) -> None:
    """Raises PatternError when ``pattern`` must not be used."""
    try:
        fields = [part[1:] for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError as error:
        raise PatternError("braces") from error
    names = {name for name, _, _ in fields}
    if not names <= PLACEHOLDERS.keys():
        raise PatternError("unknown")
    for name, specification, conversion in fields:
        # Only zero padding of the running number: a free format specification could ask for a gigabyte of blanks.
        if conversion or (specification and not (name == "seq" and re.fullmatch(r"0[1-6]d", specification))):
            raise PatternError("format")
    if "seq" not in names:
        raise PatternError("no_sequence")
    if "year" not in names:
        raise PatternError("no_year")
    if len(printed_number_unchecked(pattern, sequence=999_999, unit_code="K" * 20, on=date(2024, 8, 1))) > MAX_LENGTH:
        raise PatternError("too_long")


def printed_number(pattern: str, *, sequence: int, unit_code: str, on: date) -> str:
    """«057/KKC/X/2024». A unit without a code leaves its part out; ``on`` is the local date of issue.

    Raises PatternError as check_pattern does, ValueError for a sequence below 1.
    """
    if sequence < 1:
        raise ValueError("Running numbers start at 1.")
    check_pattern(pattern)
    return printed_number_unchecked(pattern, sequence=sequence, unit_code=unit_code, on=on)


def printed_number_unchecked(pattern: str, *, sequence: int, unit_code: str, on: date) -> str:
    """For a pattern that passed check_pattern."""
    if not unit_code:
        pattern = re.sub(r"\{code\}[/.\-]?", "", pattern)
    return pattern.format(
        seq=sequence,
        code=unit_code,
        month_roman=ROMAN_MONTHS[on.month - 1],
        month=f"{on.month:02d}",
        year=on.year,
    )


def revision_label(revision: int) -> str:
    """«Revisi 1», shown beside the number, which stays as it was; nothing for the first issue."""
    return f"Revisi {revision}" if revision else ""


def hours_in_words(hours: int) -> str:
    """«20 (dua puluh)»."""
    return f"{hours} ({num2words(hours, lang='id')})"
