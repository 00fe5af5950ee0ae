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
    """A quiz's questions with a right and a wrong response for each, some of them harder for everybody."""

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
        wrong = [option.option_id for option in options if not option.is_correct]
        return {"options": dice.choices(wrong, weights=range(2 * len(wrong), 0, -2))}

    def known(self, sitting: Sitting, met: Sequence[QuestionVersion], dice: random.Random) -> set[int]:
        """Which of them this person answers rightly: mostly the same ones from one test to the next."""
        ease = {
            version.pk: self.leaning(version).gauss(0, 1)
            + self.leaning(version, sitting.person).gauss(0, 1)
            + dice.gauss(0, 0.5)
            for version in met
        }
        return set(sorted(ease, key=ease.__getitem__, reverse=True)[: sitting.right])

    @staticmethod
    def leaning(version: QuestionVersion, person: User | None = None) -> random.Random:
        """Dice that fall the same way whenever this question, or this person before it, is met again."""
        return random.Random(f"{version.question_id} {person.pk if person else ''}")


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
        known = paper.known(sitting, order[: sitting.answered], dice)
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
            plan.append((item, version, sitting, version.pk in known))
    AttemptItem.objects.bulk_create(items, batch_size=500)
    for item, version, sitting, is_right in plan:
        if sitting.answered is not None and item.position > sitting.answered:
            continue
        belief = dice if dice.random() < 0.4 else paper.leaning(version, sitting.person)
        moment = sitting.started_at + timedelta(seconds=35 * item.position)
        answers.append(
            Answer(
                item=item,
                client_id=uuid.uuid4(),
                response=paper.right(version) if is_right else paper.wrong(version, belief),
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
    counts = [min(total, max(0, round(dice.gauss(total * mean_percent / 100, total * 0.19)))) for _ in range(people)]
    while sum(counts) != wanted:
        step = 1 if sum(counts) < wanted else -1
        place = dice.randrange(people)
        if 0 <= counts[place] + step <= total:
            counts[place] += step
    return counts


def by_ability(counts: Sequence[int], abilities: Sequence[float], dice: random.Random) -> list[int]:
    """The same counts, the higher ones to the abler people, on a day on which not everything goes by ability."""
    ranked = sorted(range(len(counts)), key=lambda place: abilities[place] + dice.gauss(0, 0.6))
    found = [0] * len(counts)
    for place, count in zip(ranked, sorted(counts), strict=True):
        found[place] = count
    return found
