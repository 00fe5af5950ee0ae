"""What a learner's first screens show, each in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from elearning.lessons.models import CoursePage
from elearning.people.models import User
from elearning.training.models import Participant, TrainingSession
from quizzes.models import Answer, Attempt, AttemptItem, QuizPage


def sessions_ahead(person: User) -> QuerySet[Participant]:
    """Where the person is on the list of a session that is not over, the next one first."""
    open_states = (TrainingSession.State.DRAFT, TrainingSession.State.OPEN)
    rows = Participant.objects.filter(person=person, session__state__in=open_states)
    dated = rows.annotate(first_day=Min("session__days__date")).filter(first_day__isnull=False)
    return dated.select_related("session").prefetch_related("session__days").order_by("first_day", "pk")


def courses_passed_by(person: User) -> list[CoursePage]:
    passed = Attempt.objects.passed().filter(person=person, mode=Attempt.Mode.SELF_STUDY)
    finals = QuizPage.objects.live().filter(
        is_final=True, quiz__in=passed.values("quiz"), path__startswith=OuterRef("path")
    )
    return list(CoursePage.objects.live().filter(Exists(finals)).select_related("issuer").order_by("path"))


def course_passed_in(attempt: UUID, person: User) -> CoursePage | None:
    """The course whose final quiz ``person`` passed in that attempt."""
    passed = Attempt.objects.passed().filter(public_id=attempt, person=person)
    page = QuizPage.objects.live().filter(is_final=True, quiz__in=passed.values("quiz")).order_by("path").first()
    return page.course if page else None


@dataclass(frozen=True, slots=True)
class Running:
    """A quiz that somebody has begun and not sent."""

    attempt: Attempt
    answered: int
    asked: int


def running_quizzes(person: User) -> list[Running]:
    newest = Answer.objects.filter(item=OuterRef("pk")).order_by("-received_at", "-pk")
    items = (
        AttemptItem.objects.filter(attempt__person=person, attempt__state=Attempt.State.IN_PROGRESS)
        .annotate(newest=Subquery(newest.values("response")[:1]))
        .select_related("attempt__quiz")
        .order_by("-attempt__started_at", "position")
    )
    found: dict[int, list[AttemptItem]] = {}
    for item in items:
        found.setdefault(item.attempt_id, []).append(item)
    return [
        Running(asked[0].attempt, answered=sum(bool(item.newest) for item in asked), asked=len(asked))
        for asked in found.values()
    ]


def guest_quizzes(guest_key: UUID | None) -> list[str]:
    """The titles of what this browser has begun or sent while nobody had said who he is."""
    if guest_key is None:
        return []
    attempts = Attempt.objects.filter(person__isnull=True, guest_key=guest_key)
    attempts = attempts.exclude(state=Attempt.State.ABANDONED).order_by("started_at", "pk")
    return list(dict.fromkeys(attempts.values_list("quiz__title", flat=True)))


def finished_quizzes(person: User) -> QuerySet[Attempt]:
    """``is_counted``: the attempt that its quiz counts; the others were tries."""
    results = Attempt.objects.results().filter(person=person)
    finished = Attempt.objects.finished().filter(person=person).select_related("quiz")
    return finished.annotate(is_counted=Q(pk__in=results.values("pk"))).order_by("-submitted_at")
