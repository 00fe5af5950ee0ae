from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import numbering
from certificates.numbering import PatternError, check_pattern, printed_number

OCTOBER = date(2024, 10, 5)


def test_a_number_reads_as_offices_write_it():
    assert printed_number(numbering.DEFAULT_PATTERN, sequence=57, unit_code="KKC", on=OCTOBER) == "057/KKC/X/2024"


def test_a_unit_without_a_code_leaves_its_part_out():
    assert printed_number(numbering.DEFAULT_PATTERN, sequence=1, unit_code="", on=OCTOBER) == "001/X/2024"


def test_text_around_placeholders_stays():
    pattern = "{seq:04d}/SERT/{code}/{month}/{year}"
    assert printed_number(pattern, sequence=1234, unit_code="KKC", on=OCTOBER) == "1234/SERT/KKC/10/2024"


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{seq:03d}/{year", "braces"),
        ("{seq}/{nama}/{year}", "unknown"),
        ("{}/{year}", "unknown"),
        ("{seq.__class__}/{year}", "unknown"),
        ("{seq[0]}/{year}", "unknown"),
        ("{seq:999999999d}/{year}", "format"),
        ("{seq!r}/{year}", "format"),
        ("{seq:{year}}/{year}", "format"),
        ("{seq}/{year:>500}", "format"),
        ("{code}/{year}", "no_sequence"),
        ("{seq}/{code}", "no_year"),
        ("{seq}/{year}" + "x" * 120, "too_long"),
    ],
)
def test_a_forbidden_pattern_is_refused(pattern, code):
    with pytest.raises(PatternError) as refused:
        check_pattern(pattern)
    assert refused.value.code == code


@given(st.text(alphabet="{}:!seqyarcodmnth_0123456789d/.[]", max_size=40))
def test_any_text_is_either_refused_or_prints(pattern):
    try:
        check_pattern(pattern)
    except PatternError:
        return
    assert "7" in printed_number(pattern, sequence=7, unit_code="KKC", on=OCTOBER)


def test_running_numbers_start_at_one():
    with pytest.raises(ValueError, match="start at 1"):
        printed_number(numbering.DEFAULT_PATTERN, sequence=0, unit_code="KKC", on=OCTOBER)


def test_a_revision_is_shown_apart_from_the_number():
    assert numbering.revision_label(0) == ""
    assert numbering.revision_label(1) == "Revisi 1"


def test_hours_are_written_in_words():
    assert numbering.hours_in_words(20) == "20 (dua puluh)"
    assert numbering.hours_in_words(3) == "3 (tiga)"
