"""Weights of options, as Moodle writes them in percent, against part marks as the bank gives them (ADR 0019)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..bank import OptionContent

FULL = Decimal(100)
NEAR = Decimal(1)  # three times 33 is meant to be everything


@dataclass(frozen=True, slots=True)
class Weighed:
    weight: Decimal
    option: OptionContent


def weigh(weighed: Iterable[Weighed], *, is_single: bool) -> tuple[OptionContent, ...]:
    """The options with their key: of one, whatever earns everything; of several, whatever earns something."""
    least = FULL if is_single else Decimal("0.00001")
    return tuple(replace(each.option, is_correct=each.weight >= least) for each in weighed)


def faults(weighed: Sequence[Weighed]) -> list[tuple[str, str]]:
    """Codes with their values, of the weights of several right options."""
    right = [each.weight for each in weighed if each.weight > 0]
    wrong = [each.weight for each in weighed if each.weight <= 0]
    total = sum(right, Decimal(0))
    if abs(total - FULL) > NEAR:
        return [("weight_sum", shown(total))]
    expected = weights(len(right), len(wrong))
    given = (*sorted(set(right)), *sorted(set(wrong)))
    if any(min(abs(weight - one) for one in expected) > NEAR for weight in given):
        return [("weights_evened", "")]
    return []


def weights(right: int, wrong: int) -> tuple[Decimal, Decimal]:
    """What a right and a wrong option weigh, so that everything ticked earns nothing."""
    places = Decimal("0.00001")
    return (FULL / (right or 1)).quantize(places), (-FULL / (wrong or 1)).quantize(places)


def shown(weight: Decimal) -> str:
    return f"{weight:f}".rstrip("0").rstrip(".").replace(".", ",") if "." in f"{weight:f}" else f"{weight:f}"


def written(weight: Decimal) -> str:
    return shown(weight).replace(",", ".")
