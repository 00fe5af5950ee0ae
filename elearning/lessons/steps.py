"""A course as steps: which lesson comes where, what has been read, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from elearning.regulations.presenting import ShownCard, present_all
from elearning.regulations.readers import ROLES, STATUSES, reader_of

from .models import CoursePage, LessonPage, Reading

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from elearning.people.models import User

FALLBACK_TEMPLATE = "lessons/_child_card.html"


@dataclass(frozen=True)
class Step:
    """One child of a course. ``number`` counts lessons from 1; other pages (quizzes) have none."""

    page: Page
    number: int | None = None
    is_read: bool = False

    @property
    def template(self) -> str:
        return getattr(self.page, "card_template", FALLBACK_TEMPLATE)


@dataclass(frozen=True)
class Course:
    """The steps of a course in their order; ``read`` is None for a guest, of whom the server knows nothing."""

    steps: tuple[Step, ...]
    is_known: bool

    @cached_property
    def lessons(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.number)

    @cached_property
    def read(self) -> int | None:
        return sum(step.is_read for step in self.lessons) if self.is_known else None

    @cached_property
    def next_step(self) -> Step | None:
        """Where to go on: the first lesson not yet read, then whatever follows the lessons."""
        unread = [step for step in self.lessons if not step.is_read]
        others = [step for step in self.steps if not step.number]
        return next(iter([*unread, *others, *self.lessons]), None)

    @property
    def is_under_way(self) -> bool:
        return bool(self.read)


@dataclass(frozen=True)
class Place:
    """Where a lesson stands: «Kartu 3 dari 8», what comes before and after. ``number`` is None for an unlisted draft."""

    course: CoursePage
    number: int | None
    total: int
    previous: Page | None
    next: Page | None
    is_read: bool

    @property
    def next_is_lesson(self) -> bool:
        return self.next is not None and _is_lesson(self.next)

    @property
    def is_last_lesson(self) -> bool:
        return self.number is not None and self.number == self.total

    @property
    def next_url(self) -> str:
        return (self.next or self.course).url


def course_of(course: CoursePage, person: User | AnonymousUser) -> Course:
    """The live children of ``course`` in tree order, whatever their type, with what ``person`` has read."""
    pages = list(course.get_children().live().public().defer_streamfields().specific())
    read = _read_by(person, [page.pk for page in pages])
    steps: list[Step] = []
    count = 0
    for page in pages:
        if isinstance(page, LessonPage):
            count += 1
            steps.append(Step(page, count, page.pk in read))
        else:
            steps.append(Step(page))
    return Course(tuple(steps), is_known=person.is_authenticated)


def place_of(lesson: LessonPage, person: User | AnonymousUser) -> Place:
    """Where ``lesson`` stands among its live siblings."""
    course = lesson.get_parent().specific
    pages = list(course.get_children().live().public())
    keys = [page.pk for page in pages]
    lessons = [page.pk for page in pages if _is_lesson(page)]
    is_read = lesson.pk in _read_by(person, [lesson.pk])
    if lesson.pk not in keys:  # a draft in preview stands in no list yet
        return Place(course, None, len(lessons), previous=None, next=None, is_read=is_read)
    index = keys.index(lesson.pk)
    return Place(
        course=course,
        number=lessons.index(lesson.pk) + 1,
        total=len(lessons),
        previous=pages[index - 1] if index else None,
        next=pages[index + 1] if index + 1 < len(pages) else None,
        is_read=is_read,
    )


def shown_cards(lesson: LessonPage, request: HttpRequest) -> dict[int, ShownCard]:
    """The cards of a lesson as this reader meets them. Drafts are seen in the editor's preview only."""
    cards = [card for card in lesson.rule_cards() if card.live or getattr(request, "is_preview", False)]
    return present_all(cards, reader_of(request), on=timezone.localdate())


def reader_context(request: HttpRequest) -> dict[str, Any]:
    return {"reader": reader_of(request), "roles": ROLES, "statuses": STATUSES}


def _read_by(person: User | AnonymousUser, lessons: list[int]) -> set[int]:
    if not person.is_authenticated:
        return set()
    return set(Reading.objects.filter(person=person, lesson__in=lessons).values_list("lesson_id", flat=True))


def _is_lesson(page: Page) -> bool:
    return page.cached_content_type.model_class() is LessonPage
