"""What a session leaves behind for the cascade: nodes of the heads who came, and who has learnt its course (ADR 0037, 0039)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from certificates.models import Certificate
from elearning.distribution import services as distribution
from elearning.distribution.models import CascadeNode
from elearning.lessons.models import Completion, CoursePage
from elearning.lessons.services import complete_all
from elearning.people.models import Unit
from elearning.people.querysets import UnitQuerySet
from quizzes.services.completing import courses_to_finish

from ..models import Participant, TrainingSession


def course_of(session: TrainingSession) -> CoursePage | None:
    """What its heads hand on: the course that was chosen, else the first one that can be finished."""
    return session.course or courses_to_finish().first()


def units_represented(session: TrainingSession) -> UnitQuerySet:
    """The units whose heads were there on some day, themselves or by a deputy; heads as of the last day."""
    days = [day.date for day in session.days.all()]
    if not days:
        return Unit.objects.none()
    there = Participant.objects.filter(session=session, attendances__isnull=False)
    people = set(there.values_list("person", flat=True)) | set(
        there.exclude(deputy_for=None).values_list("deputy_for__person", flat=True)
    )
    return Unit.objects.headed_by(people, on=max(days))


def open_nodes(session: TrainingSession, *, at: datetime) -> list[CascadeNode]:
    """A node for each unit that was represented; those that there are stay as they are."""
    course = course_of(session)
    if course is None:
        return []
    units = list(units_represented(session))
    return distribution.open_nodes(units, course, opening=CascadeNode.Opening.ATTENDED, at=at)


def note_completions(certificates: Sequence[Certificate], *, at: datetime) -> None:
    """Whoever earned the paper of a session about a course has learnt the course. Participants only, not its speakers.

    A reaction to papers (``certificates.reactions``): it comes for each issue, also for one that two people decided.
    """
    sources = [paper.source for paper in certificates if paper.source.startswith(Participant.SOURCE)]
    earned = Participant.objects.filter(
        public_id__in=[UUID(source.removeprefix(Participant.SOURCE)) for source in sources],
        session__course__isnull=False,
    )
    people: dict[int, list[int]] = defaultdict(list)
    for person, course in earned.values_list("person", "session__course"):
        people[course].append(person)
    for course, learners in people.items():
        complete_all(learners, course, way=Completion.Way.SESSION, at=at)
