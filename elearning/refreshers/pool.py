"""Which questions a refresher may ask: those whose key rests on the changed card and stands (ADR 0014, 0017)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from django.db.models import Exists, OuterRef, Subquery

from quizzes.models import Question, QuestionBasis, QuestionHold, QuestionVersion

PER_CARD = 3


@dataclass(slots=True)
class Stock:
    """Questions on one card. ``waiting``: some are held until their key is checked."""

    open: list[int] = field(default_factory=list)
    waiting: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.open and not self.waiting


def stocks_of(cards: Collection[int]) -> dict[int, Stock]:
    """The questions that rest on each card by their newest version, in one query.

    A hold that nobody has lifted counts also before it begins: its key says what will not be the rule.
    """
    newest = QuestionVersion.objects.filter(question=OuterRef("version__question")).order_by("-number")
    holds = QuestionHold.objects.unreleased().filter(question=OuterRef("version__question"))
    alive = (Question.Status.PUBLISHED, Question.Status.HELD)
    rows = (
        QuestionBasis.objects.filter(card__in=cards, version__question__status__in=alive)
        .filter(version__number=Subquery(newest.values("number")[:1]))
        .annotate(is_held=Exists(holds))
        .order_by("version__question")
        .values_list("card", "version__question", "version__question__status", "is_held")
    )
    stocks = {card: Stock() for card in cards}
    for card, question, status, is_held in rows:
        if is_held or status == Question.Status.HELD:
            stocks[card].waiting = True
        else:
            stocks[card].open.append(question)
    return stocks


def chosen(stocks: Mapping[int, Stock], cards: Iterable[int], chance: Random) -> list[int]:
    """Two or three questions for each card, as far as there are; a question that rests on two cards is asked once."""
    asked: list[int] = []
    for card in cards:
        free = [question for question in stocks[card].open if question not in asked]
        asked += chance.sample(free, min(PER_CARD, len(free)))
    return asked
