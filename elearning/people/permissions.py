"""Who may do what about people and units. Access follows the office that somebody holds on that day (ADR 0004)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.permission_policies import ModelPermissionPolicy

from .models import OfficeHolding, OfficeRole, Unit, User
from .querysets import UnitQuerySet

_PAGE_FOR = {
    OfficeRole.HEAD: "Halaman ini untuk camat dan kepala unit kerja.",
    OfficeRole.COMMITTEE: "Halaman ini untuk panitia.",
    OfficeRole.LEADER: "Halaman ini untuk pimpinan.",
}


def holds(user: User, role: OfficeRole, *, on: date) -> bool:
    return user.is_authenticated and user.is_active and OfficeHolding.objects.of(user, on=on, roles=(role,)).exists()


def is_head(user: User, *, on: date) -> bool:
    return holds(user, OfficeRole.HEAD, on=on)


def is_committee(user: User, *, on: date) -> bool:
    return holds(user, OfficeRole.COMMITTEE, on=on)


def is_leader(user: User, *, on: date) -> bool:
    return holds(user, OfficeRole.LEADER, on=on)


def units_headed(user: User, *, on: date) -> UnitQuerySet:
    """The units whose head ``user`` is on that day, without those below them."""
    if not user.is_authenticated or not user.is_active:
        return Unit.objects.none()
    held = OfficeHolding.objects.of(user, on=on, roles=(OfficeRole.HEAD,))
    return Unit.objects.filter(pk__in=held.values("unit"))


def manages_site(user: User) -> bool:
    """Whether somebody works in the admin, and so signs in by password only."""
    return user.is_active and (user.is_superuser or user.groups.exists())


def can_give_code_to(user: User, person: User, *, on: date) -> bool:
    """Whether ``user`` may make a new kode peserta for ``person``.

    Oneself; a head for the people of the unit; whoever runs the site for everybody. The committee of a session for its
    participants: ``can_be_given_code`` says for whom, the session says by whom.
    """
    if user == person:
        return True
    if not can_be_given_code(person, on=on):
        return False
    if user.is_authenticated and user.sees_everything:
        return True
    return person.unit_id is not None and (
        Unit.objects.visible_to(user, on=on, roles=(OfficeRole.HEAD,)).filter(pk=person.unit_id).exists()
    )


def can_be_given_code(person: User, *, on: date) -> bool:
    """Whether somebody else may make this person's kode peserta: never for who manages the site or holds an office."""
    if not person.is_active or manages_site(person) or person.has_usable_password():
        return False
    return not OfficeHolding.objects.in_force(on).filter(person=person).exists()


def staff_of(role: OfficeRole) -> Callable:
    """The page is for holders of an office. Others who are signed in get 403, with the words of experience.md §5."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            today = timezone.localdate()
            if not holds(request.user, role, on=today):
                raise PermissionDenied(refusal(role, request.user, on=today))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def refusal(role: OfficeRole, user: User, *, on: date) -> str:
    """«Halaman ini untuk panitia. Anda masuk sebagai peserta.»"""
    return f"{_PAGE_FOR[role]} {signed_in_as(user, on=on)}"


def signed_in_as(user: User, *, on: date) -> str:
    """«Anda masuk sebagai peserta.»"""
    names = {OfficeRole.HEAD: "kepala unit kerja", OfficeRole.COMMITTEE: "panitia", OfficeRole.LEADER: "pimpinan"}
    if user.signed_in_by_code:
        return "Anda masuk sebagai peserta."
    held = OfficeHolding.objects.of(user, on=on).values_list("role", flat=True).first()
    if held:
        return f"Anda masuk sebagai {names[OfficeRole(held)]}."
    return "Anda masuk sebagai pengelola situs." if manages_site(user) else "Anda masuk sebagai peserta."


class KeptPolicy(ModelPermissionPolicy):
    """Rows that history rests on: they end or are switched off, nobody deletes them."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: User, actions: Sequence[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class IdentityReportPolicy(KeptPolicy):
    """Who may change people reads and settles what is reported about them; visitors make the reports."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in ("view", "change") and user.is_active and user.has_perm("people.change_user")
