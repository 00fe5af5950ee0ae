"""Whoever passes the final quiz of a course by himself has learnt the course (ADR 0037)."""

from __future__ import annotations

from datetime import datetime

from elearning.lessons.models import Completion, CoursePage
from elearning.lessons.services import complete

from ..models import Attempt, Counting, QuizPage


def note_completion(attempt: Attempt, *, at: datetime) -> None:
    """A reaction to a finished attempt of a person. Nothing is ever taken back: the paper that followed is not either."""
    if attempt.mode != Attempt.Mode.SELF_STUDY or not attempt.passed or attempt.person_id is None:
        return
    for page in QuizPage.objects.live().filter(is_final=True, quiz=attempt.quiz_id).select_related("quiz"):
        always_counts = page.quiz.counting == Counting.BEST
        if always_counts or Attempt.objects.passed().filter(pk=attempt.pk).exists():
            way, when = Completion.Way.SELF_STUDY, attempt.submitted_at or at
            complete(attempt.person_id, page.course.pk, way=way, at=when)


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
