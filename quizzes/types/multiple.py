"""Every right option and no other; in parts where the edition says so."""

from collections.abc import Sequence
from fractions import Fraction

from .choosing import Choosing
from .contract import NOTHING, Choice, Response


class Multiple(Choosing):
    type = "pilihan-banyak"
    label = "pilihan banyak"
    instruction = "Pilih semua jawaban yang benar."
    template = "quizzes/types/multiple.html"
    has_part_marks = True

    def grade_in_parts(self, response: Response, choices: Sequence[Choice]) -> Fraction:
        """Right chosen of the right, less wrong chosen of the wrong: ticking everything earns nothing (ADR 0019)."""
        chosen = self.picked(response, choices)
        right = [choice.id in chosen for choice in choices if choice.is_correct]
        wrong = [choice.id in chosen for choice in choices if not choice.is_correct]
        if not right or not wrong:
            return self.grade(response, choices)
        return max(NOTHING, Fraction(sum(right), len(right)) - Fraction(sum(wrong), len(wrong)))
