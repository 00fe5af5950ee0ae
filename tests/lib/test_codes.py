"""Codes are read aloud and typed on old phones, and never spell a party."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.lib import codes

LENGTHS = (codes.ROOM_LENGTH, codes.SHARE_LENGTH, codes.BADGE_LENGTH, codes.LONG_LENGTH)


@pytest.mark.parametrize("length", LENGTHS)
def test_ten_thousand_codes_never_have_two_letters_side_by_side(length):
    for _ in range(10_000):
        code = codes.generate(length)
        assert len(code) == length
        assert re.fullmatch(r"([A-HJKMNP-Z][2-9])+", code)


def test_ten_thousand_long_codes_are_all_different():
    assert len({codes.generate(codes.LONG_LENGTH) for _ in range(10_000)}) == 10_000


def test_codes_come_from_the_systems_cryptographic_source(monkeypatch):
    """Nobody who sees some codes, or knows when they were drawn, knows the next one."""
    drawn = set()
    for _ in range(3):
        random.seed(2024)
        drawn.add(codes.generate(codes.LONG_LENGTH))
    assert len(drawn) == 3
    monkeypatch.setattr(codes.secrets, "choice", lambda signs: signs[-1])
    assert codes.generate(codes.LONG_LENGTH) == "Z9" * 6


def test_every_letter_and_digit_is_drawn_somewhere():
    drawn = set("".join(codes.generate(codes.LONG_LENGTH) for _ in range(2_000)))
    assert drawn == set(codes.LETTERS + codes.DIGITS)


def test_what_looks_alike_is_not_in_the_alphabet():
    assert not set("OIL01") & set(codes.LETTERS + codes.DIGITS)
    assert len(codes.LETTERS) == 23


@pytest.mark.parametrize("length", LENGTHS)
def test_a_code_survives_display_and_typing(length):
    for _ in range(200):
        code = codes.generate(length)
        assert codes.normalise(codes.display(code).lower(), length) == code


@pytest.mark.parametrize(
    "typed", ["k7m4-q2r9", "K7M4 Q2R9", " k7m4q2r9\n", "K7M4–Q2R9", "k 7 m 4 q 2 r 9", "K7.M4.Q2.R9"]
)
def test_case_dashes_and_spaces_do_not_matter(typed):
    assert codes.normalise(typed, codes.BADGE_LENGTH) == "K7M4Q2R9"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("87", "B7"), ("5Z", "S2"), ("2B", "Z8"), ("6S", "G5"), ("KG", "K6"), ("bb", "B8")],
)
def test_look_alikes_are_put_right_by_position(typed, meant):
    assert codes.normalise(typed + "M4", codes.ROOM_LENGTH) == meant + "M4"


@given(
    st.lists(st.sampled_from(codes.LETTERS), min_size=2, max_size=2),
    st.lists(st.sampled_from("8526"), min_size=2, max_size=2),
)
def test_any_digit_misread_as_its_letter_finds_the_code(letters, digits):
    misread = str.maketrans("8526", "BSZG")
    code = f"{letters[0]}{digits[0]}{letters[1]}{digits[1]}"
    assert codes.normalise(code.translate(misread), codes.ROOM_LENGTH) == code


@pytest.mark.parametrize("typed", ["", "K7M4", "K7M4Q2R9T5", "K7M4Q2R99"])
def test_a_wrong_length_is_told_apart(typed):
    with pytest.raises(codes.CodeError) as refusal:
        codes.normalise(typed, codes.BADGE_LENGTH)
    assert refusal.value.code == "length"


@pytest.mark.parametrize(
    "typed", ["O7M4Q2R9", "K0M4Q2R9", "K1M4Q2R9", "I7M4Q2R9", "L7M4Q2R9", "7KM4Q2R9", "Ж7M4Q2R9", "K٣M4Q2R9"]
)
def test_what_we_never_use_is_told_apart(typed):
    with pytest.raises(codes.CodeError) as refusal:
        codes.normalise(typed, codes.BADGE_LENGTH)
    assert refusal.value.code == "alphabet"


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_of_ours_or_a_refusal(typed):
    try:
        outcome = codes.normalise(typed, codes.BADGE_LENGTH)
    except codes.CodeError as refusal:
        outcome = refusal.code
    assert re.fullmatch(r"length|alphabet|([A-HJKMNP-Z][2-9]){4}", outcome)


@pytest.mark.parametrize(
    ("code", "shown"),
    [("M4Q7", "M4Q7"), ("M4Q7R2", "M4Q7R2"), ("K7M4Q2R9", "K7M4-Q2R9"), ("H7M4Q2R9T5W6", "H7M4-Q2R9-T5W6")],
)
def test_long_codes_are_shown_in_groups_of_four(code, shown):
    assert codes.display(code) == shown


def test_a_digest_needs_the_key_and_hides_the_code():
    digest = codes.digest("H7M4Q2R9T5W6", key="satu")
    assert digest == codes.digest("H7M4Q2R9T5W6", key="satu")
    assert digest != codes.digest("H7M4Q2R9T5W6", key="dua")
    assert len(digest) == 64
    assert "H7M4" not in digest


def test_without_a_key_nothing_is_digested():
    with pytest.raises(ValueError, match="CODE_PEPPER"):
        codes.digest("H7M4Q2R9T5W6", key="")


@pytest.mark.parametrize("length", LENGTHS)
def test_a_derived_code_is_the_same_each_time_and_follows_the_alphabet(length):
    code = codes.derive(length, "teks", key="kunci")
    assert code == codes.derive(length, "teks", key="kunci")
    assert codes.normalise(code, length) == code


def test_derived_codes_differ_by_text_and_by_key():
    drawn = {codes.derive(codes.LONG_LENGTH, str(text), key=key) for text in range(5_000) for key in ("satu", "dua")}
    assert len(drawn) == 10_000
    assert set("".join(drawn)) == set(codes.LETTERS + codes.DIGITS)
