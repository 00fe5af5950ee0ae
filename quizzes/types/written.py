"""What the types share where the learner writes: options are what is accepted, and known mistakes with their feedback."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar

from .contract import (
    FULL,
    MOST_OPTIONS,
    NOTHING,
    Choice,
    Fields,
    Kind,
    Order,
    Response,
    ResponseRefused,
    Shown,
    Wording,
)


class Written(Kind):
    """A response holds one text under ``field``, in the one shape that ``read`` gives it."""

    is_written = True
    order = Order.FIXED
    field: ClassVar[str]
    unreadable: ClassVar[str]

    @abstractmethod
    def read(self, typed: str) -> str:
        """What was typed, in the one shape that is stored; "" when nothing was. Raises ResponseRefused."""

    @abstractmethod
    def write(self, value: str) -> str:
        """A stored value as a person would type it: the inverse of ``read``."""

    @abstractmethod
    def restore(self, value: str) -> str:
        """A stored value that came back, checked. Raises ResponseRefused."""

    @abstractmethod
    def fits(self, value: str, choice: Choice) -> bool:
        """The value is what this option accepts."""

    def read_form(self, fields: Fields, shown: Shown) -> dict[str, Any]:
        value = self.read(next(iter(fields.get(self.field, ())), ""))
        return {self.field: value} if value else {}

    def parse(self, raw: Response, shown: Shown) -> dict[str, Any]:
        if not raw:
            return {}
        if set(raw) != {self.field} or type(raw[self.field]) is not str:
            raise ResponseRefused("malformed")
        value = self.restore(raw[self.field])
        return {self.field: value} if value else {}

    def is_complete(self, response: Response, shown: Shown) -> bool:
        return bool(response.get(self.field))

    def grade(self, response: Response, choices: Sequence[Choice]) -> Fraction:
        picked = self.picked(response, choices)
        return FULL if any(choice.is_correct and choice.id in picked for choice in choices) else NOTHING

    def picked(self, response: Response, choices: Sequence[Choice]) -> frozenset[int]:
        """The first option that accepts the value, and what is right before what is wrong."""
        value = response.get(self.field, "")
        right_first = sorted(choices, key=lambda each: not each.is_correct)
        fitting = (choice.id for choice in right_first if value and self.readable(choice) and self.fits(value, choice))
        return frozenset(list(fitting)[:1])

    def right(self, choices: Sequence[Choice]) -> dict[str, Any]:
        first = next(choice for choice in choices if choice.is_correct and self.readable(choice))
        return {self.field: self.read(first.text)}

    def write_form(self, response: Response, shown: Shown) -> dict[str, list[str]]:
        value = response.get(self.field)
        return {self.field: [self.write(value)]} if value else {}

    def field_of(self, letter: str) -> str:
        return self.field

    def describe(self, response: Response, wording: Wording) -> tuple[str, ...]:
        value = response.get(self.field)
        return (self.write(value),) if value else ()

    def readable(self, choice: Choice) -> bool:
        try:
            return bool(self.read(choice.text))
        except ResponseRefused:
            return False

    def faults(self, choices: Sequence[Choice]) -> tuple[str, ...]:
        found = []
        if not 1 <= len(choices) <= MOST_OPTIONS:
            found.append("option_count")
        if not any(choice.is_correct for choice in choices):
            found.append("no_right_option")
        if not all(map(self.readable, choices)):
            found.append(self.unreadable)
        return tuple(found)
