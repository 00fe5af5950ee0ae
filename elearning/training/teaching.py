"""What a certificate rests on: the rules that were learnt, each in the edition that held when they were (ADR 0013, 0017)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from certificates.claims import TaughtRule
from elearning.lessons.models import CardUse, CoursePage
from elearning.regulations.editions import Editions
from elearning.regulations.models import RuleCard
from quizzes.models import Attempt, QuestionBasis
from quizzes.querysets import AttemptQuerySet


def rules_of_attempts(attempts: AttemptQuerySet) -> dict[int, tuple[TaughtRule, ...]]:
    """By person, the cards on which the questions of these attempts rest, in three queries for any number of people."""
    rows = QuestionBasis.objects.filter(card__isnull=False, version__items__attempt__in=attempts)
    learnt: dict[int, dict[int, datetime]] = defaultdict(dict)
    for person, card, moment in rows.values_list(
        "version__items__attempt__person", "card", "version__items__attempt__started_at"
    ).distinct():
        learnt[person][card] = max(moment, learnt[person].get(card, moment))
    return _taught(learnt)


def rules_of_course(course: CoursePage, passed: Attempt) -> tuple[TaughtRule, ...]:
    """The cards of the questions that were passed, and of the course's lessons: a guest's reading is recorded nowhere."""
    asked = QuestionBasis.objects.filter(card__isnull=False, version__items__attempt=passed).values_list(
        "card", flat=True
    )
    shown = CardUse.objects.filter(lesson__path__startswith=course.path, lesson__live=True)
    cards = dict.fromkeys([*asked, *shown.values_list("card", flat=True)], passed.started_at)
    return _taught({0: cards}).get(0, ())


def _taught(learnt: Mapping[int, Mapping[int, datetime]]) -> dict[int, tuple[TaughtRule, ...]]:
    cards = {card for moments in learnt.values() for card in moments}
    editions, slugs = Editions(cards), _slugs(cards)
    return {
        key: tuple(
            sorted((_rule(slugs[card], card, moment, editions) for card, moment in moments.items()), key=_by_name)
        )
        for key, moments in learnt.items()
    }


def _rule(slug: str, card: int, moment: datetime, editions: Editions) -> TaughtRule:
    """Edition 0: the card had not been published yet, as its first reader saw it."""
    held = editions.in_effect(card, moment)
    return TaughtRule(slug, held.number if held else 0)


def _slugs(cards: Iterable[int]) -> dict[int, str]:
    return dict(RuleCard.objects.filter(pk__in=cards).values_list("pk", "slug"))


def _by_name(taught: TaughtRule) -> str:
    return taught.rule
