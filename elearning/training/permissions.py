"""Who may work on a session: its committee, and the committee office of its unit or of a unit above (ADR 0004).

What a unit holds at its own office is its head's, whoever that is on the day (ADR 0042).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.permission_policies import BasePermissionPolicy

from elearning.people.models import OfficeHolding, OfficeRole, Unit, User
from elearning.people.permissions import is_committee

from .models import CommitteeMember, Participant, TrainingSession

Role = CommitteeMember.Role


class Duty(StrEnum):
    """What a page of a session is part of."""

    RUN = "run"
    DESK = "desk"
    REPORT = "report"


EVERY = frozenset(Duty)
DUTIES = {Role.DESK: frozenset({Duty.DESK}), Role.REPORT: frozenset({Duty.REPORT})}


def duties_of(user: User, session: TrainingSession, *, on: date) -> frozenset[Duty]:
    """What ``user`` may do in a session. A role in its committee narrows an office held above it; it never widens one.

    ``session`` with its committee fetched costs one query, that of ``can_manage``.
    """
    if not can_manage(user, session, on=on):
        return frozenset()
    roles = [Role(member.role) for member in session.committee.all() if member.person_id == user.pk]
    return EVERY if user.sees_everything or not roles else DUTIES.get(roles[0], EVERY)


def can_manage(user: User, session: TrainingSession, *, on: date) -> bool:
    return TrainingSession.objects.managed_by(user, on=on).filter(pk=session.pk).exists()


def can_create_sessions(user: User, *, on: date) -> bool:
    return user.is_authenticated and user.is_active and (user.sees_everything or is_committee(user, on=on))


def can_change_form(user: User, session: TrainingSession, *, on: date) -> bool:
    """Certificates copied what the session said; afterwards its form is only read."""
    return session.state != TrainingSession.State.ISSUED and Duty.RUN in duties_of(user, session, on=on)


def units_to_organise_for(user: User, *, on: date) -> QuerySet[Unit]:
    """The units in whose name ``user`` may call a session."""
    return Unit.objects.visible_to(user, on=on, roles=(OfficeRole.COMMITTEE,)).filter(is_active=True)


def takes_part(user: User, session: TrainingSession) -> bool:
    return user.is_authenticated and Participant.objects.filter(session=session, person=user).exists()


class SessionPolicy(BasePermissionPolicy):
    """The same rows in the admin as on our own pages: ``managed_by`` and nothing else."""

    def user_has_permission(self, user: User, action: str) -> bool:
        today = timezone.localdate()
        if action == "add":
            return can_create_sessions(user, on=today)
        if action == "delete":
            return False
        return can_create_sessions(user, on=today) or TrainingSession.objects.managed_by(user, on=today).exists()

    def user_has_permission_for_instance(self, user: User, action: str, instance: TrainingSession) -> bool:
        today = timezone.localdate()
        if action in ("add", "delete"):
            return self.user_has_permission(user, action)
        if action == "view":
            return Duty.RUN in duties_of(user, instance, on=today)
        return can_change_form(user, instance, on=today)

    def instances_user_has_any_permission_for(self, user: User, actions: Sequence[str]) -> QuerySet[TrainingSession]:
        return TrainingSession.objects.managed_by(user, on=timezone.localdate())

    def users_with_any_permission(self, actions: Sequence[str]) -> QuerySet[User]:
        """Who may hold a session somewhere; Wagtail asks this for its user pickers."""
        holders = OfficeHolding.objects.in_force(timezone.localdate()).filter(role=OfficeRole.COMMITTEE)
        return User.objects.filter(pk__in=holders.values("person")) | User.objects.filter(is_superuser=True)
