"""Finished and half-finished quiz attempts for many people, in a handful of statements."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from elearning.people.models import User
from quizzes.models import Answer, Attempt, AttemptItem, Mark, QuestionVersion, Quiz
from quizzes.types import Matching, Multiple, Ordering


@dataclass(frozen=True)
class Sitting:
    """One person's attempt: how many answers are right, and of how many answered; ``None``: all answered and sent."""

    person: User
    right: int
    started_at: datetime
    answered: int | None = None
    number: int = 1


class Paper:
    """A quiz's questions with a right and a wrong response for each."""

    def __init__(self, quiz: Quiz) -> None:
        self.quiz = quiz
        self.versions: list[QuestionVersion] = []
        for row in quiz.quiz_questions.select_related("question").prefetch_related(
            "question__versions__options__option"
        ):
            version = row.question.current
            if version is not None:
                self.versions.append(version)

    def right(self, version: QuestionVersion) -> dict:
        options = list(version.options.all())
        match version.type:
            case Ordering.type:
                return {"order": [o.option_id for o in sorted(options, key=lambda option: option.rank or 0)]}
            case Matching.type:
                return {"pairs": {str(option.option_id): option.option_id for option in options}}
        return {"options": [option.option_id for option in options if option.is_correct]}

    def wrong(self, version: QuestionVersion, dice: random.Random) -> dict:
        options = list(version.options.all())
        ids = [option.option_id for option in options]
        match version.type:
            case Ordering.type:
                return {"order": list(reversed(self.right(version)["order"]))}
            case Matching.type:
                return {"pairs": dict(zip(map(str, ids), ids[1:] + ids[:1], strict=True))}
            case Multiple.type:
                return {"options": self.right(version)["options"][:1]}
        return {"options": [dice.choice([option.option_id for option in options if not option.is_correct])]}


def seed_attempts(
    quiz: Quiz, sittings: Sequence[Sitting], *, mode: str, context: str, dice: random.Random
) -> list[Attempt]:
    """Attempts with items, answers and marks, as the engine would have left them."""
    paper = Paper(quiz)
    total = len(paper.versions)
    attempts, items, answers, marks = [], [], [], []
    for sitting in sittings:
        done = sitting.answered is None
        attempts.append(
            Attempt(
                quiz=quiz,
                person=sitting.person,
                mode=mode,
                context=context,
                number=sitting.number,
                state=Attempt.State.SUBMITTED if done else Attempt.State.IN_PROGRESS,
                seed=dice.randrange(2**31),
                pool_hash="demo",
                pass_mark_percent=quiz.pass_mark_percent,
                started_at=sitting.started_at,
                submitted_at=sitting.started_at + timedelta(minutes=7) if done else None,
                score_percent=100 * sitting.right // total if done else None,
                points=sitting.right if done else None,
                max_points=total,
            )
        )
    Attempt.objects.bulk_create(attempts)
    plan = []
    for attempt, sitting in zip(attempts, sittings, strict=True):
        order = list(paper.versions)
        dice.shuffle(order)
        for position, version in enumerate(order, start=1):
            item = AttemptItem(
                attempt=attempt,
                position=position,
                version=version,
                option_order=[option.option_id for option in version.options.all()],
                match_order=[option.option_id for option in version.options.all()]
                if version.type == Matching.type
                else [],
            )
            items.append(item)
            plan.append((item, version, sitting, position))
    AttemptItem.objects.bulk_create(items, batch_size=500)
    for item, version, sitting, position in plan:
        answered = sitting.answered is None or position <= sitting.answered
        if not answered:
            continue
        is_right = position <= sitting.right
        moment = sitting.started_at + timedelta(seconds=35 * position)
        answers.append(
            Answer(
                item=item,
                client_id=uuid.uuid4(),
                response=paper.right(version) if is_right else paper.wrong(version, dice),
                occurred_at=moment,
                received_at=moment,
            )
        )
        if sitting.answered is None:
            marks.append(Mark(item=item, fraction=1 if is_right else 0, key_version=version, made_at=moment))
    Answer.objects.bulk_create(answers, batch_size=500)
    Mark.objects.bulk_create(marks, batch_size=500)
    return attempts


def scores(people: int, total: int, mean_percent: float, dice: random.Random) -> list[int]:
    """``people`` counts of right answers out of ``total`` whose mean is ``mean_percent`` as nearly as whole answers allow."""
    wanted = round(people * total * mean_percent / 100)
    counts = [min(total, max(0, round(dice.gauss(total * mean_percent / 100, total * 0.16)))) for _ in range(people)]
    while sum(counts) != wanted:
        step = 1 if sum(counts) < wanted else -1
        place = dice.randrange(people)
        if 0 <= counts[place] + step <= total:
            counts[place] += step
    return counts
