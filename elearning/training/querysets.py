"""Reads of sessions and participants."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

from elearning.people.models import OfficeRole, Unit

if TYPE_CHECKING:
    from elearning.people.models import User


class TrainingSessionQuerySet(models.QuerySet):
    def managed_by(self, user: User, *, on: date) -> TrainingSessionQuerySet:
        """Sessions whose committee ``user`` belongs to, and those of units where ``user`` holds the committee office."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        units = Unit.objects.visible_to(user, on=on, roles=(OfficeRole.COMMITTEE,))
        return self.filter(Q(committee__person=user) | Q(unit__in=units)).distinct()

    def with_turnout(self) -> TrainingSessionQuerySet:
        """``registered`` participants and ``present`` people who came on at least one day."""
        return self.annotate(
            registered=Count("participants", distinct=True),
            present=Count("participants__attendances__participant", distinct=True),
        )


class ParticipantQuerySet(models.QuerySet):
    def with_attendance(self) -> ParticipantQuerySet:
        return self.select_related("person", "person__unit").prefetch_related("attendances__day", "attendances__first")
