"""Which figures put a question before the editors, and which hold it at once (capabilities.md 3.11). Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .words import ENOUGH

TOO_HARD, TOO_EASY = 0.25, 0.95  # facility (capabilities.md 3.11)
WEAK = 15.0  # corrected discrimination in percent (capabilities.md 3.11; Moodle's mark as well)
SPOILED = 0.15  # share that went from right to wrong (capabilities.md 3.6)
REPORTS = 3  # «laporkan soal» that nobody has settled (capabilities.md 3.11)
LEAST_CHOSEN = 5  # an option that fewer chose says nothing
BEYOND_CHANCE = 1.645  # one-sided 5 %: r of a question that measures nothing falls below −1.645/√n once in twenty
FAST_WORDS_PER_MINUTE = 300  # upper end for adults reading silently (Brysbaert 2019, 175 to 300)

Figures = dict[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """The stored figures of one question in one quiz and mode.

    ``taught``: None in self-study, False before teaching, True after: nobody is to know it before, everybody after.
    ``lures``: for each wrong option how many chose it, and by how many percent points they did better elsewhere.
    ``pairs`` and ``spoiled``: people who met it before and after, and those of them who turned from right to wrong.
    """

    answers: int
    facility: float | None
    discrimination_percent: float | None
    median_seconds: float | None
    words: int
    lures: Mapping[str, tuple[int, float]]
    taught: bool | None = None
    pairs: int = 0
    spoiled: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """``signal`` as HealthSignal names it. ``holds``: no learner is asked it until somebody has looked."""

    signal: str
    figures: Figures
    holds: bool = False


def findings(facts: Facts) -> Iterator[Finding]:
    if facts.pairs >= ENOUGH and facts.spoiled / facts.pairs > SPOILED:
        yield Finding("berbalik-salah", {"pairs": facts.pairs, "spoiled": facts.spoiled})
    if facts.answers < ENOUGH:
        return
    if facts.facility is not None and facts.facility < TOO_HARD and facts.taught is not False:
        yield Finding("terlalu-sulit", {"facility": facts.facility})
    if facts.facility is not None and facts.facility > TOO_EASY and facts.taught is not True:
        yield Finding("terlalu-mudah", {"facility": facts.facility})
    yield from _of_discrimination(facts)
    for key, (chosen, lead) in sorted(facts.lures.items(), key=lambda lure: -lure[1][1])[:1]:
        if chosen >= LEAST_CHOSEN and lead > 0:
            yield Finding("pengecoh-kuat", {"option": key, "chosen": chosen, "lead_percent": lead})
    if facts.median_seconds is not None and facts.median_seconds < reading_seconds(facts.words):
        reading = round(reading_seconds(facts.words), 1)
        yield Finding("terlalu-cepat", {"median_seconds": facts.median_seconds, "reading_seconds": reading})


def _of_discrimination(facts: Facts) -> Iterator[Finding]:
    found = facts.discrimination_percent
    if found is None or found >= WEAK:
        return
    figures: Figures = {"discrimination_percent": round(found, 3)}
    if found >= 0:
        yield Finding("beda-lemah", figures)
    else:
        yield Finding("beda-negatif", figures, holds=_is_worst(facts, found))


def _is_worst(facts: Facts, discrimination_percent: float) -> bool:
    """Below zero by more than chance, or beside an option that looks like the real key.

    Such an option was chosen more often than what the key says, by people who know more than others.
    """
    if discrimination_percent < -100 * BEYOND_CHANCE / math.sqrt(facts.answers):
        return True
    right = (facts.facility or 0.0) * facts.answers
    return any(chosen > right and lead > 0 for chosen, lead in facts.lures.values())


def reading_seconds(words: int) -> float:
    """What a fast reader needs."""
    return 60 * words / FAST_WORDS_PER_MINUTE
