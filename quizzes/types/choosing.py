"""What the three types that tick options share."""

from __future__ import annotations

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
    Response,
    ResponseRefused,
    Shown,
    Wording,
    ids_in,
)


class Choosing(Kind):
    """All or nothing: the chosen set equals the right set, so that ticking everything earns nothing."""

    most_chosen: ClassVar[int] = MOST_OPTIONS

    def read_form(self, fields: Fields, shown: Shown) -> dict[str, Any]:
        return self.parse({"options": [shown.option(letter) for letter in fields.get("options", ())]}, shown)

    def parse(self, raw: Response, shown: Shown) -> dict[str, Any]:
        if not raw:
            return {}
        ids = ids_in(raw, "options", shown.options)
        if len(ids) > self.most_chosen:
            raise ResponseRefused("too_many")
        return {"options": sorted(ids)} if ids else {}

    def is_complete(self, response: Response, shown: Shown) -> bool:
        return bool(response.get("options"))

    def grade(self, response: Response, choices: Sequence[Choice]) -> Fraction:
        chosen = set(response.get("options", ()))
        return FULL if chosen and chosen == _right(choices) else NOTHING

    def picked(self, response: Response, choices: Sequence[Choice]) -> frozenset[int]:
        return frozenset(response.get("options", ()))

    def right(self, choices: Sequence[Choice]) -> dict[str, Any]:
        return {"options": sorted(_right(choices))}

    def write_form(self, response: Response, shown: Shown) -> dict[str, list[str]]:
        chosen = set(response.get("options", ()))
        return {"options": [letter for letter, option in shown.letters() if option in chosen]}

    def field_of(self, letter: str) -> str:
        return "options"

    def describe(self, response: Response, wording: Wording) -> tuple[str, ...]:
        chosen = set(response.get("options", ()))
        return tuple(text for option, text in wording.options.items() if option in chosen)

    def faults(self, choices: Sequence[Choice]) -> tuple[str, ...]:
        found = []
        if not 2 <= len(choices) <= MOST_OPTIONS:
            found.append("option_count")
        if not _right(choices):
            found.append("no_right_option")
        if len(_right(choices)) == len(choices):
            found.append("no_wrong_option")
        return tuple(found)


def _right(choices: Sequence[Choice]) -> set[int]:
    return {choice.id for choice in choices if choice.is_correct}
