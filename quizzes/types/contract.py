"""What every question type promises. Pure: no database, no request."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from string import ascii_uppercase
from typing import Any, ClassVar

Response = Mapping[str, Any]
Fields = Mapping[str, Sequence[str]]

FULL, NOTHING = Fraction(1), Fraction(0)
MOST_OPTIONS = len(ascii_uppercase)


class ResponseRefused(ValueError):
    """The response cannot come from what was shown, or cannot be read.

    ``code``: malformed, unknown_option, repeated, too_many, number_ambiguous, number_unreadable, too_long.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Order(Enum):
    """How options are laid out for one attempt."""

    FIXED = "fixed"
    AS_QUIZ = "as quiz"  # shuffled when the quiz says so
    ALWAYS_SHUFFLED = "always"  # the order as written would be the answer


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as the key knows it. ``match``: right-hand side (matching); ``rank``: place from 1 (ordering).

    ``text``: how it reads; of a written answer, what is accepted. ``tolerance``: how far a number may be off.
    ``region``: {"x", "y", "width", "height"} of a part of a picture, in percent.
    """

    id: int
    is_correct: bool = False
    match: str = ""
    rank: int | None = None
    text: str = ""
    tolerance: Decimal | None = None
    region: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The option ids of one question in the order in which one attempt shows them.

    People and pages speak of letters: an id could betray the key (the right-hand side that belongs to option 12).
    """

    options: tuple[int, ...]
    matches: tuple[int, ...] = ()

    def option(self, letter: str) -> int:
        return _by_letter(self.options, letter)

    def match(self, letter: str) -> int:
        return _by_letter(self.matches, letter)

    def letters(self) -> tuple[tuple[str, int], ...]:
        return tuple(zip(ascii_uppercase, self.options, strict=False))

    def match_letters(self) -> tuple[tuple[str, int], ...]:
        return tuple(zip(ascii_uppercase, self.matches, strict=False))


@dataclass(frozen=True, slots=True)
class Wording:
    """How options and right-hand sides read, by option id."""

    options: Mapping[int, str]
    matches: Mapping[int, str]


class Kind(ABC):
    """One question type. Registered in ``quizzes.types``; its template draws it, a ``script`` may make it handier.

    ``picks_one``: an answer is one option, so that it can be told which belief became which (capabilities 3.6).
    ``is_written``: the learner writes; the options are what is accepted and are shown to nobody before the end.
    ``option_fields``: what an editor fills in for an option beside its text, which he reads as ``option_label``.
    """

    type: ClassVar[str]
    label: ClassVar[str]
    instruction: ClassVar[str]
    template: ClassVar[str]
    order: ClassVar[Order] = Order.AS_QUIZ
    has_matches: ClassVar[bool] = False
    has_picture: ClassVar[bool] = False
    has_part_marks: ClassVar[bool] = False
    picks_one: ClassVar[bool] = False
    is_written: ClassVar[bool] = False
    option_label: ClassVar[str] = "Pilihan"
    option_fields: ClassVar[tuple[str, ...]] = ("is_correct", "feedback")
    option_hint: ClassVar[str] = "Jangan menomori pilihan: peserta melihat A, B, C."
    script: ClassVar[str] = ""

    @abstractmethod
    def read_form(self, fields: Fields, shown: Shown) -> dict[str, Any]:
        """The response that a form states; letters become option ids. {} when nothing was chosen.

        Raises ResponseRefused.
        """

    @abstractmethod
    def parse(self, raw: Response, shown: Shown) -> dict[str, Any]:
        """``raw`` in its one canonical shape, after every check. {} clears an answer.

        Raises ResponseRefused.
        """

    @abstractmethod
    def is_complete(self, response: Response, shown: Shown) -> bool:
        """Nothing is left to choose."""

    @abstractmethod
    def grade(self, response: Response, choices: Sequence[Choice]) -> Fraction:
        """From 0 to 1, all or nothing; ``response`` has been parsed."""

    def grade_in_parts(self, response: Response, choices: Sequence[Choice]) -> Fraction:
        """From 0 to 1 where the edition gives part marks; all or nothing for a type that has no parts."""
        return self.grade(response, choices)

    def picked(self, response: Response, choices: Sequence[Choice]) -> frozenset[int]:
        """The options that the response names; none where it orders or pairs them all."""
        return frozenset()

    @abstractmethod
    def right(self, choices: Sequence[Choice]) -> dict[str, Any]:
        """A response that earns full marks."""

    @abstractmethod
    def write_form(self, response: Response, shown: Shown) -> dict[str, list[str]]:
        """The fields that state this response: the inverse of ``read_form``."""

    @abstractmethod
    def field_of(self, letter: str) -> str:
        """The name of the form field beside one option."""

    @abstractmethod
    def describe(self, response: Response, wording: Wording) -> tuple[str, ...]:
        """The response in words, a line each."""

    @abstractmethod
    def faults(self, choices: Sequence[Choice]) -> tuple[str, ...]:
        """Codes of what makes a key unfit for this type; empty when it may be published."""


def ids_in(raw: Response, name: str, known: Sequence[int]) -> list[int]:
    """The list of option ids under ``name``. Raises ResponseRefused: malformed, unknown_option, repeated."""
    if set(raw) != {name} or not isinstance(raw[name], list):
        raise ResponseRefused("malformed")
    ids: list[int] = raw[name]
    if any(type(each) is not int for each in ids):  # True is an int to Python, but no option
        raise ResponseRefused("malformed")
    if not set(ids) <= set(known):
        raise ResponseRefused("unknown_option")
    if len(set(ids)) != len(ids):
        raise ResponseRefused("repeated")
    return ids


def _by_letter(ids: Sequence[int], letter: str) -> int:
    place = ascii_uppercase.find(letter) if len(letter) == 1 else -1
    if not 0 <= place < len(ids):
        raise ResponseRefused("unknown_option")
    return ids[place]
