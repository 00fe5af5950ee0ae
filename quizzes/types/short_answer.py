"""A few words, compared after folding case, spaces and the punctuation behind them."""

from __future__ import annotations

import unicodedata

from .contract import Choice, ResponseRefused
from .written import Written

LONGEST = 200
CLOSING = " .,;:!?\u2026"
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # a database refuses some, nobody sees any


class ShortAnswer(Written):
    type = "isian-singkat"
    label = "isian singkat"
    instruction = "Tulis jawaban singkat. Huruf besar dan kecil sama saja."
    template = "quizzes/types/short_answer.html"
    field = "text"
    unreadable = "form_unreadable"
    option_label = "Bentuk jawaban"
    option_hint = (
        "Tulis setiap bentuk yang diterima pada barisnya sendiri dan tandai. Huruf besar, spasi, dan titik di akhir "
        "diabaikan. Bentuk yang tidak ditandai adalah kekeliruan umum dengan umpan baliknya."
    )

    def read(self, typed: str) -> str:
        seen = "".join(" " if each.isspace() else each for each in unicodedata.normalize("NFC", typed))
        seen = "".join(each for each in seen if unicodedata.category(each) not in UNSEEN)
        value = unicodedata.normalize("NFC", " ".join(seen.split()))
        if len(value) > LONGEST:
            raise ResponseRefused("too_long")
        return value

    def restore(self, value: str) -> str:
        return self.read(value)

    def write(self, value: str) -> str:
        return value

    def fits(self, value: str, choice: Choice) -> bool:
        return fold(value) == fold(self.read(choice.text))

    def readable(self, choice: Choice) -> bool:
        return super().readable(choice) and bool(fold(choice.text))


def fold(text: str) -> str:
    """What two spellings of one answer share."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split()).rstrip(CLOSING)
