"""Pair every left-hand side with its right-hand side. Right-hand sides that read alike are the same."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .contract import FULL, MOST_OPTIONS, NOTHING, Choice, Fields, Kind, Response, ResponseRefused, Shown, Wording


class Matching(Kind):
    type = "jodohkan"
    label = "jodohkan"
    instruction = "Pilih pasangan untuk setiap baris."
    template = "quizzes/types/matching.html"
    has_matches = True
    option_label = "Sisi kiri"
    option_fields = ("match_text",)
    option_hint = "Pasangan yang tulisannya sama dianggap satu."

    def read_form(self, fields: Fields, shown: Shown) -> dict[str, Any]:
        sides = ((option, next(iter(fields.get(self.field_of(letter), ())), "")) for letter, option in shown.letters())
        return self.parse({"pairs": {str(option): shown.match(side) for option, side in sides if side}}, shown)

    def parse(self, raw: Response, shown: Shown) -> dict[str, Any]:
        if not raw:
            return {}
        if set(raw) != {"pairs"} or not isinstance(raw["pairs"], dict):
            raise ResponseRefused("malformed")
        pairs = raw["pairs"]
        if any(type(left) is not str or type(right) is not int for left, right in pairs.items()):
            raise ResponseRefused("malformed")
        known = {str(option) for option in shown.options}
        if not set(pairs) <= known or not set(pairs.values()) <= set(shown.matches):
            raise ResponseRefused("unknown_option")
        return {"pairs": {left: pairs[left] for left in sorted(pairs, key=int)}} if pairs else {}

    def is_complete(self, response: Response, shown: Shown) -> bool:
        return len(response.get("pairs", ())) == len(shown.options)

    def grade(self, response: Response, choices: Sequence[Choice]) -> Fraction:
        texts = {choice.id: choice.match for choice in choices}
        pairs = response.get("pairs", {})
        right = all(texts.get(pairs.get(str(choice.id), 0)) == choice.match for choice in choices)
        return FULL if choices and right else NOTHING

    def right(self, choices: Sequence[Choice]) -> dict[str, Any]:
        first: dict[str, int] = {}
        for choice in sorted(choices, key=lambda each: each.id):
            first.setdefault(choice.match, choice.id)
        return {"pairs": {str(choice.id): first[choice.match] for choice in sorted(choices, key=lambda each: each.id)}}

    def write_form(self, response: Response, shown: Shown) -> dict[str, list[str]]:
        pairs, sides = _pairs(response), {option: letter for letter, option in shown.match_letters()}
        return {self.field_of(letter): [sides[pairs[each]]] for letter, each in shown.letters() if each in pairs}

    def field_of(self, letter: str) -> str:
        return f"pair-{letter}"

    def describe(self, response: Response, wording: Wording) -> tuple[str, ...]:
        pairs = _pairs(response)
        return tuple(
            f"{text}: {wording.matches[pairs[option]]}" for option, text in wording.options.items() if option in pairs
        )

    def faults(self, choices: Sequence[Choice]) -> tuple[str, ...]:
        found = []
        if not 2 <= len(choices) <= MOST_OPTIONS:
            found.append("option_count")
        if not all(choice.match for choice in choices):
            found.append("match_missing")
        if len({choice.match for choice in choices}) < 2:
            found.append("matches_alike")
        return tuple(found)


def _pairs(response: Response) -> dict[int, int]:
    return {int(left): right for left, right in response.get("pairs", {}).items()}
