"""A name may hold any letters; what cannot be seen or printed is no part of it."""

import pytest

from elearning.lib import names


@pytest.mark.parametrize(
    "name",
    [
        "Drs. H. Arif Contoh, M.Si.",
        "Dra. Hj. Rina Contoh–Putri, M.M.",
        "I Gusti Ngurah Ra'i",
        "José Ñúñez",
        "R.A. K.",
        "李明",
    ],
)
def test_letters_titles_and_dashes_are_a_name(name):
    assert not names.has_odd_signs(name)


@pytest.mark.parametrize(
    "sign", ["\x00", "\x08", "\x1b", "\n", "\t", "\u202e", "\u200b", "\ufeff", "\u2028", "😀", "\ud800"]
)
def test_what_is_invisible_or_a_picture_is_none(sign):
    assert names.has_odd_signs(f"Rina{sign} Contoh")
