"""«Dampak» of a card on which everybody's result rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

from certificates.models import CertificateRule
from elearning.people.models import User
from elearning.regulations import services
from elearning.regulations.impact import impact_of
from elearning.regulations.models import RuleCard
from quizzes.models import Attempt, AttemptItem, Mark, Quiz
from tests.factories.certificates import make_certificate
from tests.factories.lessons import LessonPageFactory, make_site
from tests.factories.people import UnitFactory
from tests.factories.quizzes import NOON, QuestionFactory, QuizFactory
from tests.factories.regulations import RuleCardFactory
from tests.factories.training import TrainingSessionFactory

QUESTIONS, BATCH, CERTIFICATES = 5, 2_000, 20


def prepare(attempts: int) -> Callable[[], object]:
    """One finished attempt for each of so many people; every fifth question rests on the card that is about to change."""
    make_site()
    card, quiz = _card_with_uses()
    _finish(quiz, attempts)
    card.verdict = "boleh"
    impact = impact_of(card, on=NOON.date())
    assert {tally.key: tally.count for tally in impact.tallies}["orang"] >= attempts
    return lambda: impact_of(card, on=NOON.date())


def _card_with_uses() -> tuple[RuleCard, Quiz]:
    card, other = RuleCardFactory(), RuleCardFactory()
    services.record_publication(card, by=None, at=NOON - timedelta(days=90))
    quiz = QuizFactory(
        questions=[QuestionFactory(card=card), *(QuestionFactory(card=other) for _ in range(QUESTIONS - 1))]
    )
    LessonPageFactory(body=[("card", card)]).save_revision().publish()
    TrainingSessionFactory(unit=UnitFactory(), open=True, pre_test=quiz, post_test=quiz)
    papers = [make_certificate() for _ in range(CERTIFICATES)]
    CertificateRule.objects.bulk_create(CertificateRule(certificate=one, rule=card.slug, edition=1) for one in papers)
    return card, quiz


def _finish(quiz: Quiz, count: int) -> None:
    versions = [row.question.current for row in quiz.quiz_questions.all()]
    unit = UnitFactory()
    for size in _batches(count):
        people = User.objects.bulk_create(
            User(display_name=f"Peserta Contoh {uuid4().hex[:8]}", unit=unit, public_id=uuid4()) for _ in range(size)
        )
        attempts = Attempt.objects.bulk_create(
            Attempt(
                quiz=quiz, person=person, mode=Attempt.Mode.SELF_STUDY, number=1, state=Attempt.State.SUBMITTED, seed=1,
                pool_hash="", pass_mark_percent=70, started_at=NOON, submitted_at=NOON, score_percent=100,
                points=QUESTIONS, max_points=QUESTIONS,
            )
            for person in people
        )  # fmt: skip
        items = AttemptItem.objects.bulk_create(
            AttemptItem(attempt=attempt, position=position, version=version)
            for attempt in attempts
            for position, version in enumerate(versions, 1)
        )
        Mark.objects.bulk_create(
            Mark(item=item, fraction=1, key_version_id=item.version_id, made_at=NOON) for item in items
        )


def _batches(count: int) -> Iterator[int]:
    for start in range(0, count, BATCH):
        yield min(BATCH, count - start)
