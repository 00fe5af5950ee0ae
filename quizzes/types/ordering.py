"""Put every option in its place."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

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
    ids_in,
)

PLACES = (
    "pertama", "kedua", "ketiga", "keempat", "kelima", "keenam",
    "ketujuh", "kedelapan", "kesembilan", "kesepuluh", "kesebelas", "kedua belas",
)  # fmt: skip


class Ordering(Kind):
    """A response has one entry per place; a place that is still open holds None."""

    type = "urutkan"
    label = "urutkan"
    instruction = "Pilih urutan untuk setiap baris."
    template = "quizzes/types/ordering.html"
    script = "js/quizzes/rank-list.js"
    order = Order.ALWAYS_SHUFFLED
    option_label = "Langkah"
    option_fields = ("rank",)
    option_hint = "Urutan mulai dari 1. Peserta melihatnya dalam urutan acak."

    def read_form(self, fields: Fields, shown: Shown) -> dict[str, Any]:
        order: list[int | None] = [None] * len(shown.options)
        for letter, option in shown.letters():
            place = next(iter(fields.get(self.field_of(letter), ())), "")
            if not place:
                continue
            if place not in {str(number) for number in range(1, len(order) + 1)}:
                raise ResponseRefused("malformed")
            if order[int(place) - 1] is not None:
                raise ResponseRefused("repeated")
            order[int(place) - 1] = option
        return self.parse({"order": order}, shown)

    def parse(self, raw: Response, shown: Shown) -> dict[str, Any]:
        if not raw:
            return {}
        order = raw.get("order")
        if set(raw) != {"order"} or not isinstance(order, list) or len(order) != len(shown.options):
            raise ResponseRefused("malformed")
        placed = ids_in({"order": [option for option in order if option is not None]}, "order", shown.options)
        return {"order": list(order)} if placed else {}

    def is_complete(self, response: Response, shown: Shown) -> bool:
        return bool(response.get("order")) and None not in response["order"]

    def grade(self, response: Response, choices: Sequence[Choice]) -> Fraction:
        return FULL if choices and response.get("order") == _right(choices) else NOTHING

    def right(self, choices: Sequence[Choice]) -> dict[str, Any]:
        return {"order": _right(choices)}

    def write_form(self, response: Response, shown: Shown) -> dict[str, list[str]]:
        letters = {option: letter for letter, option in shown.letters()}
        return {self.field_of(letters[option]): [str(place)] for place, option in _placed(response)}

    def field_of(self, letter: str) -> str:
        return f"rank-{letter}"

    def describe(self, response: Response, wording: Wording) -> tuple[str, ...]:
        return tuple(
            f"{PLACES[place - 1].capitalize()}: {wording.options[option]}" for place, option in _placed(response)
        )

    def faults(self, choices: Sequence[Choice]) -> tuple[str, ...]:
        found = []
        if not 2 <= len(choices) <= min(len(PLACES), MOST_OPTIONS):
            found.append("option_count")
        if sorted(choice.rank or 0 for choice in choices) != list(range(1, len(choices) + 1)):
            found.append("ranks_incomplete")
        return tuple(found)


def _right(choices: Sequence[Choice]) -> list[int]:
    return [choice.id for choice in sorted(choices, key=lambda each: each.rank or 0)]


def _placed(response: Response) -> list[tuple[int, int]]:
    return [(place, option) for place, option in enumerate(response.get("order", ()), 1) if option is not None]
