"""A refusal has a code for us and a sentence for the person."""

from typing import ClassVar

import pytest

from elearning.lib.errors import DomainError


class DoorError(DomainError):
    messages: ClassVar[dict[str, str]] = {"shut": "Pintu ditutup pukul {hour}."}


def test_the_sentence_is_filled_from_the_context():
    refusal = DoorError("shut", hour="10.30 WIB")
    assert (refusal.code, str(refusal), refusal.context) == (
        "shut",
        "Pintu ditutup pukul 10.30 WIB.",
        {"hour": "10.30 WIB"},
    )


def test_a_code_without_a_sentence_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        DoorError("open")
