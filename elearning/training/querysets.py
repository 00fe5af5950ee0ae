"""Reads of sessions and participants."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Max, Min, Q

from elearning.people.models import OfficeHolding, OfficeRole, Unit

if TYPE_CHECKING:
    from elearning.people.models import User

    from .models import SessionDay


class TrainingSessionQuerySet(models.QuerySet):
    def managed_by(self, user: User, *, on: date) -> TrainingSessionQuerySet:
        """Sessions whose committee ``user`` belongs to, and those of units where ``user`` holds the committee office.

        The head of a unit manages what it holds at its own office, and nothing else (ADR 0042).
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_everything:
            return self
        from .models import CommitteeMember

        headed = OfficeHolding.objects.of(user, on=on, roles=(OfficeRole.HEAD,)).values("unit")
        at_office = Q(is_at_office=True, unit__in=headed)
        if user.signed_in_by_code:  # an access card opens the office of a head, a code opens none
            return self.filter(at_office)
        units = Unit.objects.visible_to(user, on=on, roles=(OfficeRole.COMMITTEE,))
        own = CommitteeMember.objects.filter(person=user).values("session")
        return self.filter(Q(pk__in=own) | Q(unit__in=units) | at_office)

    def public(self) -> TrainingSessionQuerySet:
        """Those that anybody may read about (ADR 0029)."""
        return self.filter(Q(is_announced=True) | Q(takes_registrations=True))

    def announced(self) -> TrainingSessionQuerySet:
        """The calendar: announced sessions that have a day, with ``first_day`` and ``last_day``."""
        dated = self.filter(is_announced=True).annotate(first_day=Min("days__date"), last_day=Max("days__date"))
        return dated.filter(first_day__isnull=False)

    def with_seats(self) -> TrainingSessionQuerySet:
        """``seats``: how many count towards the quota; with days and materi, for the public page."""
        taken = Count("participants", filter=Q(participants__deputy_for__isnull=True), distinct=True)
        return self.annotate(seats=taken).prefetch_related("days", "materials")

    def with_turnout(self) -> TrainingSessionQuerySet:
        """``registered`` participants and ``present`` people who came on at least one day."""
        return self.annotate(
            registered=Count("participants", distinct=True),
            present=Count("participants__attendances__participant", distinct=True),
        )

    def with_programme(self) -> TrainingSessionQuerySet:
        """Everything that the pages of one session name, in a constant number of queries."""
        return self.select_related("unit", "pre_test", "post_test").prefetch_related("days", "materials", "committee")


class ParticipantQuerySet(models.QuerySet):
    def with_attendance(self) -> ParticipantQuerySet:
        return self.select_related("person__unit", "session").prefetch_related("attendances__day", "attendances__first")

    def present_on(self, day: SessionDay) -> ParticipantQuerySet:
        """With ``attendances`` of that day only."""
        from .models import Attendance

        return self.prefetch_related(models.Prefetch("attendances", Attendance.objects.filter(day=day)))

    def matching(self, text: str) -> ParticipantQuerySet:
        """Every word of ``text`` is found in the name, unit, position or group, or it is the line number."""
        found = self
        for word in text.replace("\x00", "").split()[:6]:  # PostgreSQL takes no NUL
            anywhere = (
                Q(person__display_name__icontains=word)
                | Q(person__unit_name__icontains=word)
                | Q(person__unit__name__icontains=word)
                | Q(person__position_title__icontains=word)
                | Q(group__icontains=word)
            )
            if word.isdecimal() and len(word) <= 6:
                anywhere |= Q(line=int(word))
            found = found.filter(anywhere)
        return found

    def seated(self) -> ParticipantQuerySet:
        """Those who count towards a quota: a deputy sits on the seat of whom he stands for."""
        return self.filter(deputy_for__isnull=True)

    def present(self) -> ParticipantQuerySet:
        """Those who came on at least one day."""
        return self.filter(attendances__isnull=False).distinct()
