"""A list of participants was opened or taken away: noted, and each of them can see it (ADR 0041)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from elearning.people import access_log
from elearning.people.models import DataAccess, OfficeRole, User

from .models import TrainingSession


def shown_to(viewer: User, session: TrainingSession, people: QuerySet[User], *, exported: bool) -> None:
    purposes = DataAccess.Purpose
    words = access_log.office_words(
        viewer, on=timezone.localdate(), roles=(OfficeRole.COMMITTEE,), otherwise="Panitia sosialisasi"
    )
    access_log.note(
        viewer,
        office=words,
        unit=session.unit.name,
        purpose=purposes.PARTICIPANTS_EXPORT if exported else purposes.PARTICIPANTS,
        people=people,
        at=timezone.now(),
    )


def everybody_on(session: TrainingSession) -> QuerySet[User]:
    return User.objects.filter(pk__in=session.participants.values("person"))
