"""Who may correct and revoke: the committee office of the issuing unit or of a unit above it (ADR 0004)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.permission_policies import BasePermissionPolicy

from elearning.people.models import OfficeHolding, OfficeRole, User

from .models import Certificate


def can_keep(user: User, certificate: Certificate, *, on: date) -> bool:
    """Whether ``user`` keeps the register in which this certificate stands."""
    return Certificate.objects.kept_by(user, on=on).filter(pk=certificate.pk).exists()


class RegisterPolicy(BasePermissionPolicy):
    """The register is read in the admin; nothing in it is added, edited or deleted there."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and self._keeps_a_register(user)

    def user_has_any_permission(self, user: User, actions: Sequence[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Certificate) -> bool:
        return action == "view" and can_keep(user, instance, on=timezone.localdate())

    def user_has_any_permission_for_instance(self, user: User, actions: Sequence[str], instance: Certificate) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: User, actions: Sequence[str]) -> QuerySet[Certificate]:
        return Certificate.objects.kept_by(user, on=timezone.localdate())

    def users_with_any_permission(self, actions: Sequence[str]) -> QuerySet[User]:
        """Who may keep a register somewhere; Wagtail asks this for its user pickers."""
        holders = OfficeHolding.objects.in_force(timezone.localdate()).filter(role=OfficeRole.COMMITTEE)
        return User.objects.filter(pk__in=holders.values("person")) | User.objects.filter(is_superuser=True)

    @staticmethod
    def _keeps_a_register(user: User) -> bool:
        held = OfficeHolding.objects.of(user, on=timezone.localdate(), roles=(OfficeRole.COMMITTEE,))
        return user.is_active and (user.sees_everything or held.exists())
