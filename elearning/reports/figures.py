"""From counts to the rows that may be stored: shares, the pattern of what is hidden, the wrong belief that most hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .counting import WEEKS, Counts
from .models import Reckoning, TopicFigures, UnitFigures
from .suppression import LEAST, hidden
from .units import Cell, Spread, UnitTree


@dataclass(frozen=True, slots=True)
class WrongOption:
    """An option that never was right. ``topics`` of its question; ``card``: what to read, by key."""

    question: int
    text: str
    topics: tuple[str, ...]
    card: int | None


@dataclass(frozen=True, slots=True)
class Tallied:
    """Everything that was counted of one course. ``spread`` is of whole units only."""

    tree: UnitTree
    totals: Mapping[Cell, Counts]
    spread: Mapping[int, Spread]
    wrong: Mapping[int, WrongOption]

    def hidden(self, sizes: Mapping[Cell, int]) -> set[Cell]:
        return hidden(self.tree.wholes, self.tree.parts_of, sizes)

    def concealed(self) -> set[Cell]:
        """Whose coverage is hidden, by the size of the unit: the staff that was stated, or more people where more are known.

        The stated staff adds up by itself, also where others are known beside it, so it has a pattern of its own. A cell shows
        both numbers or none: who finished is one of them in either.
        """
        stated = {(unit, False): spread.base or 0 for unit, spread in self.spread.items()}
        staff = {cell: max(stated.get(cell, 0), counts.people["registered"]) for cell, counts in self.totals.items()}
        return self.hidden(stated) | self.hidden(staff)


def unit_rows(tallied: Tallied, reckoning: Reckoning) -> Iterator[UnitFigures]:
    concealed = tallied.concealed()
    untold = tallied.hidden({cell: counts.first_hand[0, "people"] for cell, counts in tallied.totals.items()})
    untold |= tallied.hidden({cell: counts.second_hand[0, "people"] for cell, counts in tallied.totals.items()})
    for cell in tallied.tree.cells():
        unit, is_direct = cell
        row = UnitFigures(reckoning=reckoning, unit_id=unit, is_direct=is_direct, is_hidden=cell in concealed)
        counts = tallied.totals[cell]
        if not row.is_hidden:
            _tell_people(row, counts)
        if not is_direct:
            _tell_spread(row, tallied.spread[unit])
        if not row.is_hidden and cell not in untold:
            _tell_fidelity(row, counts)
        yield row


def _tell_people(row: UnitFigures, counts: Counts) -> None:
    for name in ("registered", "begun", "finished", "certificates", "session_certificates"):
        setattr(row, name, counts.people[name])
    row.weeks = [counts.weeks[place] for place in range(WEEKS)]


def _tell_spread(row: UnitFigures, spread: Spread) -> None:
    for name in ("nodes", "stated", "silent", "depth", "timed_nodes", "subdistricts", "subdistricts_begun"):
        setattr(row, name, getattr(spread, name))
    if not row.is_hidden:
        row.base, row.reached = spread.base, spread.reached
    if spread.timed_nodes:
        row.days_to_first_join = spread.days / spread.timed_nodes
    if spread.pairs >= LEAST:
        row.pairs = spread.pairs
        row.mean_before, row.mean_after = spread.before / spread.pairs, spread.after / spread.pairs


def _tell_fidelity(row: UnitFigures, counts: Counts) -> None:
    """Over the questions that five people of each kind met; the mean of their shares, so that each question weighs the same."""
    first, second = counts.first_hand, counts.second_hand
    questions = [
        question
        for question, name in first
        if name == "people" and question and min(first[question, name], second[question, name]) >= LEAST
    ]
    if questions and min(first[0, "people"], second[0, "people"]) >= LEAST:
        row.first_hand, row.second_hand, row.shared_questions = first[0, "people"], second[0, "people"], len(questions)
        row.first_hand_percent, row.second_hand_percent = (_mean_share(hand, questions) for hand in (first, second))


def _mean_share(hand: Counter[tuple[int, str]], questions: Sequence[int]) -> float:
    shares = [100 * hand[key, "mark"] / hand[key, "out_of"] for key in questions if hand[key, "out_of"]]
    return sum(shares) / len(shares) if shares else 0.0


def topic_rows(tallied: Tallied, reckoning: Reckoning) -> Iterator[TopicFigures]:
    """A topic that nobody of a unit met has no row there."""
    by_topic: defaultdict[str, list[int]] = defaultdict(list)
    for option, wrong in tallied.wrong.items():
        for topic in wrong.topics:
            by_topic[topic].append(option)
    topics = sorted({name for counts in tallied.totals.values() for name, _ in counts.topics})
    for topic in topics:
        sizes = {cell: counts.topics[topic, "people"] for cell, counts in tallied.totals.items()}
        concealed = tallied.hidden(sizes)
        for cell in tallied.tree.cells():
            unit, is_direct = cell
            counts = tallied.totals[cell]
            row = TopicFigures(reckoning=reckoning, unit_id=unit, is_direct=is_direct, topic=topic)
            row.is_hidden = cell in concealed
            if not row.is_hidden:
                row.people = counts.topics[topic, "people"]
                if not row.people:
                    continue
                row.percent = 100 * counts.topics[topic, "mark"] / counts.topics[topic, "out_of"]
                _tell_belief(row, counts, by_topic[topic], tallied.wrong)
            yield row


def _tell_belief(row: TopicFigures, counts: Counts, options: Sequence[int], wrong: Mapping[int, WrongOption]) -> None:
    chosen = max(options, key=lambda option: (counts.chosen[option], -option), default=None)
    if chosen is None or counts.chosen[chosen] < LEAST:
        return
    row.belief, row.card_id = wrong[chosen].text, wrong[chosen].card
    row.belief_people, row.belief_asked = counts.chosen[chosen], counts.asked[wrong[chosen].question]
