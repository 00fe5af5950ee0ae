"""What differs between two editions of a question, line by line. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

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
TRUE, FALSE = "ya", "tidak"


@dataclass(frozen=True, slots=True)
class Difference:
    """«» where one side says nothing."""

    label: str
    before: str
    after: str


def differences(before: QuestionContent, after: QuestionContent) -> tuple[Difference, ...]:
    """Options are compared by their key, so that one which only moved is no difference."""
    return (*_of(before, after, LABELS, ""), *_of_options(before, after))


def _of_options(before: QuestionContent, after: QuestionContent) -> Iterator[Difference]:
    old, new = ({option.key: option for option in each.options} for each in (before, after))
    for key in dict.fromkeys((*old, *new)):
        nothing = OptionContent(text="", key=key)
        yield from _of(old.get(key, nothing), new.get(key, nothing), OPTION_LABELS, f"Pilihan {key}: ")


def _of(
    before: QuestionContent | OptionContent, after: QuestionContent | OptionContent, labels: dict[str, str], prefix: str
) -> Iterator[Difference]:
    for name in (field.name for field in fields(before) if field.name in labels):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Difference(prefix + labels[name], _words(old), _words(new))


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{side} {amount:g}%" for side, amount in value.items())
    return str(value)
