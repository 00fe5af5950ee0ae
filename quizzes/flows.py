"""What became of wrong beliefs in one question, as screens show it: words, a table and a picture (ADR 0022)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from . import charts
from .models import KeyCorrection, OptionText, QuestionVersion
from .statistics.changes import Changes
from .statistics.flow import BLANK, Fate, Flow, flow_of
from .statistics.gain import LEAST_PEOPLE
from .types import KINDS

FATES = {
    Fate.KEPT: "tetap benar",
    Fate.CORRECTED: "menjadi benar",
    Fate.SAME: "tetap pada salah paham yang sama",
    Fate.MOVED: "pindah ke salah paham lain, atau kosong",
    Fate.SPOILED: "benar menjadi salah",
}


@dataclass(frozen=True, slots=True)
class OptionShown:
    """``letter``: by the bank, since each learner sees them in another order."""

    letter: str
    text: str
    is_right: bool
    misconception: str


@dataclass(frozen=True, slots=True)
class FlowShown:
    """``rows``: a label before, and how many went from it to each of ``labels``."""

    people: int
    fates: tuple[tuple[str, int], ...]
    options: tuple[OptionShown, ...]
    chart: charts.FlowChart
    labels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def shown_flow(changes: Changes, edition: QuestionVersion, *, corrections: Iterable[KeyCorrection]) -> FlowShown | None:
    """None for fewer than five people, and for a question whose answer is not one option.

    ``edition`` with its options: the newest that was asked; ``corrections`` of the same question.
    """
    people = sum(changes.cells.values())
    if people < LEAST_PEOPLE or not KINDS[edition.type].picks_one:
        return None
    options = {option.option.key: option for option in edition.options.all()}
    right = right_keys(edition, corrections)
    labels = {key: key.upper() for key in options}
    labels |= {key: key.upper() for cell in changes.cells for key in cell if key and key not in labels}
    labels[BLANK] = "Kosong"
    flow = _followed(changes, options, right)
    labels = {key: words for key, words in labels.items() if any(key in cell for cell in flow.cells)}
    return FlowShown(
        people=people,
        fates=tuple((words, flow.fates[fate]) for fate, words in FATES.items()),
        options=tuple(
            OptionShown(key.upper(), option.text, key in right, option.misconception) for key, option in options.items()
        ),
        chart=charts.flow_chart(flow.cells, labels),
        labels=tuple(labels.values()),
        rows=tuple(
            (words, tuple(flow.cells.get((one, other), 0) for other in labels)) for one, words in labels.items()
        ),
    )


def right_keys(edition: QuestionVersion, corrections: Iterable[KeyCorrection]) -> frozenset[str]:
    """The key as it counts now: that of the edition, and of newer ones that corrected it (ADR 0021)."""
    newer = [made.version for made in corrections if made.version.number > edition.number]
    return frozenset(
        option.option.key for version in (edition, *newer) for option in version.options.all() if option.is_correct
    )


def _followed(changes: Changes, options: dict[str, OptionText], right: Collection[str]) -> Flow:
    beliefs = {key: option.misconception for key, option in options.items() if option.misconception}
    return flow_of(changes.cells.elements(), right=right, beliefs=beliefs)
