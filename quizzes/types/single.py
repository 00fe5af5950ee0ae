"""One right option among several."""

from collections.abc import Sequence

from .choosing import Choosing
from .contract import Choice


class Single(Choosing):
    type = "pilihan-tunggal"
    label = "pilihan tunggal"
    instruction = "Pilih satu jawaban."
    template = "quizzes/types/single.html"
    most_chosen = 1
    picks_one = True

    def faults(self, choices: Sequence[Choice]) -> tuple[str, ...]:
        several = sum(choice.is_correct for choice in choices) > 1
        return (*super().faults(choices), *(["several_right_options"] if several else []))
