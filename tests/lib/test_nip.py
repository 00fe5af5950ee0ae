"""A NIP is text of 18 digits, however it is typed, and never a number."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.lib import nip

NIP = "197809122005011003"


@pytest.mark.parametrize(
    "typed",
    [
        NIP,
        "19780912 200501 1 003",
        "'197809122005011003",
        "19780912.200501.1.003",
        "19780912-200501-1-003",
        "NIP. 19780912 200501 1 003",
        "NIP: 197809122005011003",
        "nip 197809122005011003",
        "NI PPPK 197809122005011003",
        "  197809122005011003\t",
    ],
)
def test_it_is_cleaned_of_what_people_write_around_it(typed):
    assert nip.clean(typed) == NIP


@pytest.mark.parametrize("typed", ["", "   ", "NIP", "NIP.", "'"])
def test_nothing_stays_nothing(typed):
    assert nip.clean(typed) == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1234567890123456", "nik"),
        ("3201 2345 6789 0123", "nik"),
        ("123456789", "length"),
        ("1978091220050110031", "length"),
        ("1.98E+17", "digits"),
        ("19780912200501100O", "digits"),
        ("-", ""),
        ("#N/A", "digits"),
        ("１９７８０９１２２００５０１１００３", "digits"),
    ],
)
def test_what_is_none_is_told_apart(typed, code):
    if not code:
        assert nip.clean(typed) == ""
        return
    with pytest.raises(nip.NipError) as refusal:
        nip.clean(typed)
    assert refusal.value.code == code


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_18_digits_nothing_or_a_refusal(typed):
    try:
        outcome = nip.clean(typed)
    except nip.NipError as refusal:
        outcome = refusal.code
    assert re.fullmatch(r"nik|length|digits|[0-9]{18}|", outcome)


@given(st.text(alphabet="0123456789", min_size=18, max_size=18))
def test_no_digit_is_ever_changed(number):
    assert nip.clean(nip.display(number)) == number


def test_it_is_shown_in_its_groups():
    assert nip.display(NIP) == "19780912 200501 1 003"


@pytest.mark.parametrize("broken", ["", "123", "19780912"])
def test_what_is_incomplete_is_shown_as_it_is(broken):
    assert nip.display(broken) == broken


def test_masked_it_tells_neither_birth_date_nor_sex():
    masked = nip.masked(NIP)
    assert masked.endswith("003")
    assert not set("1978091220050") & set(masked[:-3])
    assert nip.masked("123") == ""


@pytest.mark.parametrize(
    ("number", "is_pppk", "doubts"),
    [
        (NIP, False, []),
        ("197813122005011003", False, ["birth_date"]),
        ("197802302005011003", False, ["birth_date"]),
        ("197809122005013003", False, ["sex"]),
        ("197809122005131003", False, ["month"]),
        ("197809122023211003", True, []),
        ("197809122023211003", False, ["month"]),
        ("000000000000000000", False, ["birth_date", "sex", "month"]),
    ],
)
def test_doubts_are_only_doubts(number, is_pppk, doubts):
    assert nip.doubts(number, is_pppk=is_pppk) == doubts
