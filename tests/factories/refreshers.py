"""A published card, people who learnt it, and the day on which it is turned round; all by the real services."""

from __future__ import annotations

from datetime import UTC, date, datetime

from elearning.people.models import User
from elearning.regulations import services as register
from elearning.regulations.models import Effect, RuleCard, RuleCardVersion, Verdict
from quizzes import services as quizzes
from quizzes.models import Attempt, Quiz
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, content, finish
from tests.factories.regulations import RuleCardFactory

BEFORE = datetime(2025, 2, 1, 3, 0, tzinfo=UTC)  # the old rule is taught
CHANGED = datetime(2025, 3, 1, 3, 0, tzinfo=UTC)  # it changes
AFTER = datetime(2025, 3, 10, 3, 0, tzinfo=UTC)  # somebody comes back

WHY = "Putusan contoh mengubah larangan ini."


def published_card(**kwargs) -> RuleCard:
    """A card in its first edition."""
    card = RuleCardFactory(**kwargs)
    register.record_publication(card, by=None, at=BEFORE)
    return card


def publish(card: RuleCard, *, at: datetime = CHANGED, **changes) -> RuleCardVersion:
    """The next edition of ``card``, with what the editor states in ``next_*``."""
    for name, value in changes.items():
        setattr(card, name, value)
    card.save()
    return register.record_publication(card, by=None, at=at)


def reverse(
    card: RuleCard, *, at: datetime = CHANGED, verdict: str = Verdict.CONDITIONAL, **changes
) -> RuleCardVersion:
    """Turn the rule round."""
    stated = {"next_effect": Effect.REVERSING, "next_reason": WHY, "advice": "Tanyakan dulu ke atasan."}
    return publish(card, at=at, verdict=verdict, **{**stated, **changes})


def withdraw(card: RuleCard, *, at: datetime = CHANGED, on: date | None = None) -> RuleCardVersion:
    return register.withdraw(card, reason=WHY, effective_on=on or at.date(), by=UserFactory(is_superuser=True), at=at)


def quiz_on(*cards: RuleCard, each: int = 1) -> Quiz:
    return QuizFactory(questions=[QuestionFactory(card=card) for card in cards for _ in range(each)])


def passes(
    quiz: Quiz, person: User | None = None, *, at: datetime = BEFORE, mode: str = "mandiri", **kwargs
) -> Attempt:
    """An attempt with every answer right."""
    person = person or (None if kwargs.get("guest_key") else UserFactory())
    attempt = AttemptFactory(quiz=quiz, person=person, mode=mode, at=at, **kwargs)
    return finish(attempt, correct=attempt.items.count(), at=at)


def check_keys(card: RuleCard, *, at: datetime = CHANGED) -> None:
    """The editors give every question on ``card`` a version that rests on its newest edition."""
    from quizzes.models import Question

    for question in Question.objects.filter(versions__bases__card=card).distinct():
        quizzes.publish_version(question, content(card_ids=(card.pk,)), by=None, at=at)
        question.holds.filter(released_at=None).update(released_at=at, release_reason="Kunci diperiksa.")
