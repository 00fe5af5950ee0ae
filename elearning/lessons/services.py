"""Every change of what people have read, and of what lessons say that they show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from elearning.people.models import User
from elearning.regulations.services import latest_publications

from .models import CardUse, Completion, LessonPage, Reading
from .uses import cards_in


def mark_read(person: User, lesson: LessonPage, *, at: datetime) -> Reading:
    """``person`` has read ``lesson`` to its end. A second time returns the first: the day it was first read stays."""
    reading, _ = Reading.objects.get_or_create(person=person, lesson=lesson, defaults={"read_at": at})
    return reading


def complete(person: int, course: int, *, way: str, at: datetime) -> None:
    """The person has learnt the course; both by key. The first time stays: a second way, or a second time, changes nothing."""
    complete_all([person], course, way=way, at=at)


def complete_all(people: Iterable[int], course: int, *, way: str, at: datetime) -> None:
    """The same for many people at once."""
    rows = [Completion(person_id=person, course_id=course, way=way, completed_at=at) for person in people]
    Completion.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


@transaction.atomic
def record_card_uses(lesson: LessonPage, *, at: datetime) -> list[CardUse]:
    """Rewrite which cards the blocks of a published lesson show, each with the publication that its author saw."""
    found = list(cards_in(lesson))
    publications = latest_publications(card.pk for _, _, card in found)
    lesson.card_uses.all().delete()
    return CardUse.objects.bulk_create(
        CardUse(lesson=lesson, block_id=block, role=role, card=card, publication=publications.get(card.pk), since=at)
        for block, role, card in found
    )


def forget_card_uses(lesson: LessonPage) -> None:
    """A lesson that was taken down shows nothing."""
    lesson.card_uses.all().delete()


def record_missing_card_uses(*, at: datetime) -> int:
    """For lessons that were published before uses were kept: how many lessons got their rows. A second run changes none."""
    found = LessonPage.objects.live().filter(card_uses=None)
    return sum(bool(record_card_uses(lesson, at=at)) for lesson in found)
