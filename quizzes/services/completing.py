"""Whoever passes the final quiz of a course by himself has learnt the course (ADR 0037)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from elearning.lessons.models import Completion, CoursePage
from elearning.lessons.services import complete

from ..models import Attempt, Counting, QuizPage


def note_completion(attempt: Attempt, *, at: datetime) -> None:
    """A reaction to a finished attempt of a person. Nothing is ever taken back: the paper that followed is not either."""
    for course in courses_learnt(attempt):
        complete(attempt.person_id, course.pk, way=Completion.Way.SELF_STUDY, at=attempt.submitted_at or at)


def courses_learnt(attempt: Attempt) -> list[CoursePage]:
    """The courses whose final quiz this attempt has passed; none for a guest, in a room, or where another attempt counts."""
    if attempt.mode != Attempt.Mode.SELF_STUDY or not attempt.passed or attempt.person_id is None:
        return []
    pages = QuizPage.objects.live().filter(is_final=True, quiz=attempt.quiz_id).select_related("quiz")
    return [
        page.course
        for page in pages
        if page.quiz.counting == Counting.BEST or Attempt.objects.passed().filter(pk=attempt.pk).exists()
    ]


def courses_to_finish() -> QuerySet[CoursePage]:
    """Live courses that one can finish, in the order of the site: what can be handed on."""
    finals = QuizPage.objects.live().filter(is_final=True, path__startswith=OuterRef("path"))
    return CoursePage.objects.live().filter(Exists(finals)).order_by("path")


def note_missed_completions(course: CoursePage) -> int:
    """For a quiz that was made final after people had passed it, and for what was written past the services; how many.

    A second run changes nothing.
    """
    finals = QuizPage.objects.child_of(course).live().filter(is_final=True).values("quiz")
    passed = Attempt.objects.passed().filter(mode=Attempt.Mode.SELF_STUDY, quiz__in=finals, person__isnull=False)
    missed = passed.exclude(person__completions__course=course).order_by("submitted_at", "pk")
    rows: dict[int, Completion] = {}
    for person, submitted_at in missed.values_list("person", "submitted_at").iterator():
        rows.setdefault(
            person,
            Completion(person_id=person, course=course, way=Completion.Way.SELF_STUDY, completed_at=submitted_at),
        )
    Completion.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=1000)
    return len(rows)
