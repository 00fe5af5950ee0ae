"""What differs between two editions of a question, line by line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from textwrap import shorten

from elearning.lib import numbers

from ..bank import OptionContent, QuestionContent

LABELS = {
    "type": "Jenis", "scenario": "Situasi", "prompt": "Pertanyaan", "explanation": "Pembahasan", "certainty": "Kepastian",
    "level": "Tingkat", "stages": "Tahapan", "card_ids": "Kartu dasar", "provision_ids": "Pasal dasar",
    "picture_id": "Gambar", "gives_part_marks": "Nilai sebagian",
}  # fmt: skip
OPTION_LABELS = {
    "text": "Tulisan", "is_correct": "Kunci", "match_text": "Pasangan", "rank": "Urutan", "feedback": "Umpan balik",
    "misconception": "Salah paham", "feedback_card_id": "Kartu umpan balik", "tolerance": "Boleh meleset", "region": "Bagian gambar",
}  # fmt: skip
SIDES = {"x": "dari kiri", "y": "dari atas", "width": "lebar", "height": "tinggi"}
TRUE, FALSE = "ya", "tidak"
LONGEST_TITLE = 40

Names = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """«» where one side says nothing."""

    field: str
    label: str
    before: str
    after: str


def differences(before: QuestionContent, after: QuestionContent, names: Names) -> tuple[Difference, ...]:
    """Options are compared by their key, so that one which only moved is no difference.

    ``names``: what cards, provisions and pictures are called, by field and id.
    """
    return (*_of(before, after, LABELS, names, ""), *_of_options(before, after, names))


def _of_options(before: QuestionContent, after: QuestionContent, names: Names) -> Iterator[Difference]:
    old, new = ({option.key: option for option in each.options} for each in (before, after))
    for key in dict.fromkeys((*old, *new)):
        nothing = OptionContent(text="", key=key)
        said = shorten((new.get(key) or old[key]).text, LONGEST_TITLE, placeholder="…")
        yield from _of(old.get(key, nothing), new.get(key, nothing), OPTION_LABELS, names, f"«{said}»: ")


def _of(
    before: QuestionContent | OptionContent,
    after: QuestionContent | OptionContent,
    labels: dict[str, str],
    names: Names,
    prefix: str,
) -> Iterator[Difference]:
    for name in (field.name for field in fields(before) if field.name in labels):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            called = names.get(name, {})
            yield Difference(name, prefix + labels[name], _words(old, called), _words(new, called))


def _words(value: object, called: Mapping[int, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, tuple):
        return "; ".join(_words(each, called) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{SIDES[side]} {amount:g}%".replace(".", ",") for side, amount in value.items())
    if isinstance(value, Decimal):
        return numbers.write(value)
    return called.get(value, str(value)) if isinstance(value, int) else str(value)
