"""Who may correct, revoke and keep templates: the committee office of the unit or of one above it (ADR 0004, 0030)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.permission_policies import BasePermissionPolicy

from elearning.people.models import OfficeHolding, OfficeRole, User

from .models import Certificate, Template


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


def can_make_templates(user: User, *, on: date) -> bool:
    """A committee office somewhere, or the permission for the shared ones."""
    held = OfficeHolding.objects.of(user, on=on, roles=(OfficeRole.COMMITTEE,))
    return user.is_active and (can_share_templates(user) or held.exists())


def can_share_templates(user: User) -> bool:
    return user.has_perm("certificates.change_template")


def can_keep_template(user: User, template: Template, *, on: date) -> bool:
    """Whether ``user`` may change this one; reading a shared one is ``seen_by``."""
    return Template.objects.kept_by(user, on=on).filter(pk=template.pk).exists()


class TemplatePolicy(BasePermissionPolicy):
    """Templates are added and changed by those who keep them; nobody deletes one."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in ("view", "add", "change") and can_make_templates(user, on=timezone.localdate())

    def user_has_any_permission(self, user: User, actions: Sequence[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Template) -> bool:
        today = timezone.localdate()
        if action == "view":
            return Template.objects.seen_by(user, on=today).filter(pk=instance.pk).exists()
        return action == "change" and can_keep_template(user, instance, on=today)

    def user_has_any_permission_for_instance(self, user: User, actions: Sequence[str], instance: Template) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: User, actions: Sequence[str]) -> QuerySet[Template]:
        return Template.objects.seen_by(user, on=timezone.localdate())

    def users_with_any_permission(self, actions: Sequence[str]) -> QuerySet[User]:
        holders = OfficeHolding.objects.in_force(timezone.localdate()).filter(role=OfficeRole.COMMITTEE)
        return User.objects.filter(pk__in=holders.values("person")) | User.objects.filter(is_superuser=True)
