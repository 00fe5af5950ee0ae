"""Every reusable read about people. ``visible_to`` is the one scope that lists, exports and mail use (ADR 0004)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from treebeard.mp_tree import MP_NodeQuerySet

if TYPE_CHECKING:
    from .models import User


class OfficeHoldingQuerySet(models.QuerySet):
    def in_force(self, on: date) -> OfficeHoldingQuerySet:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)

    def of(self, user: User, *, on: date, roles: tuple[str, ...] | None = None) -> OfficeHoldingQuerySet:
        """The offices that ``user`` holds on that day; of whoever came by card, the one that the card is for (ADR 0039)."""
        if user.signed_in_by_code and user.office_by_card is None:
            return self.none()
        held = self.in_force(on).filter(person=user)
        if user.office_by_card is not None:
            held = held.filter(pk=user.office_by_card, role="head")
        return held.filter(role__in=roles) if roles else held


class AccessCardQuerySet(models.QuerySet):
    def live(self) -> AccessCardQuerySet:
        """Cards that no newer one has replaced."""
        return self.filter(ended_at=None)

    def opening(self, *, on: date) -> AccessCardQuerySet:
        """Live cards whose office is held on that day by somebody active: the others open nothing."""
        held = Q(holding__ends_on__isnull=True) | Q(holding__ends_on__gt=on)
        return self.live().filter(
            held, holding__starts_on__lte=on, holding__role="head", holding__person__is_active=True
        )


class UnitQuerySet(MP_NodeQuerySet):
    def within(self, roots: list[str]) -> UnitQuerySet:
        """Units at or below the given tree paths; no paths, no units."""
        if not roots:
            return self.none()
        inside = Q()
        for path in roots:
            inside |= Q(path__startswith=path)
        return self.filter(inside)

    def headed_by(self, people: Iterable[int], *, on: date) -> UnitQuerySet:
        """The units that these people head on that day, whichever way they have come in; people by their keys."""
        from .models import OfficeHolding, OfficeRole

        held = OfficeHolding.objects.in_force(on).filter(role=OfficeRole.HEAD, person__in=people)
        return self.filter(pk__in=held.values("unit"), is_active=True)

    def visible_to(self, user: User, *, on: date, roles: tuple[str, ...] | None = None) -> UnitQuerySet:
        """The units whose people and work ``user`` may see on that day: those of the offices held, with all below.

        Superusers see all; everybody else sees nothing that no office gives them. ``roles`` narrows the offices.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_everything:
            return self.all()
        from .models import OfficeHolding

        roots = OfficeHolding.objects.of(user, on=on, roles=roles).values_list("unit__path", flat=True)
        return self.within(list(roots))


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: User, *, on: date) -> UserQuerySet:
        """People in the units that ``user`` may see."""
        from .models import Unit

        if user.is_authenticated and user.sees_everything:
            return self.all()
        return self.filter(unit__in=Unit.objects.visible_to(user, on=on))
