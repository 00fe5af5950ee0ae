"""Numbers with a comma or a point: one rule for learners, editors and files, and nothing is guessed."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.lib import numbers

pytestmark = pytest.mark.once

SEPARATORS = st.sampled_from([" ", ".", ",", "\u00a0", "\u202f"])


def code(typed: str) -> str:
    with pytest.raises(numbers.NumberRefused) as refusal:
        numbers.read(typed)
    return refusal.value.code


@pytest.mark.parametrize(
    ("written", "number"),
    [("3.141", "3.141"), ("-12.345", "-12.345"), (".5", "0.5"), ("2e3", "2000"), ("3,14", "3.14")],
)
def test_a_point_that_a_program_wrote_is_a_decimal_point(written, number):
    assert numbers.read_of_a_machine(written) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3,14", "3.14"), ("3.14", "3.14"), (" 42 ", "42"), ("-0,5", "-0.5"), ("\u22125", "-5"), ("+7", "7"), (",5", "0.5"),
        ("0,125", "0.125"), ("012,345", "12.345"), ("1234,567", "1234.567"), ("1.000.000", "1000000"), ("1.000,5", "1000.5"),
        ("1,000.5", "1000.5"), ("1 000", "1000"), ("1\u202f000,50", "1000.5"), ("1,1250", "1.125"), ("007", "7"), ("-0,0", "0"),
    ],
)  # fmt: skip
def test_what_has_one_reading_is_read(typed, number):
    assert str(numbers.read(typed)) == number


@pytest.mark.parametrize("typed", ["1.000", "1,000", "-12.500", "+999,999"])
def test_what_could_be_thousands_or_a_fraction_is_refused(typed):
    assert code(typed) == "number_ambiguous"


@pytest.mark.parametrize(
    "typed",
    [
        "seribu", "1e5", "5%", "1.2.3", "1.000,", ",", "-", "--1", "9" * 16, f"0,{'1' * 11}", "\u0663", "1,00,5", "NaN", "0.000.000",
        "1 00", "1,000,5", "1.000 000",
    ],
)  # fmt: skip
def test_what_has_no_reading_is_refused(typed):
    assert code(typed) == "number_unreadable"


def test_nothing_is_no_number():
    assert code("  ") == "number_missing"


@pytest.mark.parametrize(("written", "number"), [("2e3", "2000"), ("1.0E-5", "0.00001"), ("3,5e0", "3.5"), ("7", "7")])
def test_a_file_may_have_powers_of_ten(written, number):
    assert numbers.read_of_a_file(written) == Decimal(number)


@pytest.mark.parametrize("written", ["1e99", "1e-11", "1.000", "e5", "1e5e5"])
def test_a_power_that_no_answer_can_have_is_refused(written):
    with pytest.raises(numbers.NumberRefused):
        numbers.read_of_a_file(written)


@given(st.decimals(-(10**14), 10**14, places=10))
def test_a_number_that_was_written_is_read_back(number):
    written = numbers.write(number)
    assert numbers.read(written) == number
    assert numbers.write(numbers.read(written)) == written


@given(st.integers(1, 999), st.integers(0, 999), SEPARATORS, st.from_regex(r"[0-9]{0,6}", fullmatch=True))
def test_groups_of_three_are_read_as_a_person_means_them_or_not_at_all(first, second, separator, part):
    """One separator and three digits have two readings, unless the separator is a space."""
    typed = f"{first}{separator}{second:03d}" + (f"{',' if separator == '.' else '.'}{part}" if part else "")
    if part or separator not in ".,":
        assert numbers.read(typed) == Decimal(f"{first}{second:03d}.{part or 0}")
    else:
        assert code(typed) == "number_ambiguous"


@given(st.text(st.sampled_from("0123456789.,+- e\u2212")) | st.text(max_size=12))
def test_whatever_is_typed_is_a_number_or_refused(typed):
    for read in (numbers.read, numbers.read_of_a_file):
        number = None
        with suppress(numbers.NumberRefused):
            number = read(typed)
        if number is not None:
            assert numbers.read(numbers.write(number)) == number
