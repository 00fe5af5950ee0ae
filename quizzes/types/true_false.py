"""Benar or Salah, always in that order."""

from collections.abc import Sequence

from .contract import Choice, Order
from .single import Single


class TrueFalse(Single):
    type = "benar-salah"
    label = "benar atau salah"
    instruction = "Pilih Benar atau Salah."
    order = Order.FIXED
    option_hint = "Isi dua baris: Benar, lalu Salah."

    def faults(self, choices: Sequence[Choice]) -> tuple[str, ...]:
        found = super().faults(choices)
        return found if len(choices) == 2 or "option_count" in found else (*found, "option_count")
