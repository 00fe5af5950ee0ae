"""Reads of handouts and of who joined through them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from elearning.people.models import OfficeRole, Unit

if TYPE_CHECKING:
    from elearning.people.models import User

    from .models import CascadeNode


class CascadeNodeQuerySet(models.QuerySet):
    def open(self) -> CascadeNodeQuerySet:
        return self.filter(closed_at=None)

    def newest(self) -> CascadeNodeQuerySet:
        return self.order_by("-opened_at", "-pk")

    def stating_staff(self) -> CascadeNodeQuerySet:
        """Those that say how many ASN they have: the base of every share (ADR 0037)."""
        return self.filter(staff_target__isnull=False)


class HandoutQuerySet(models.QuerySet):
    def open(self) -> HandoutQuerySet:
        return self.filter(closed_at=None)

    def with_node(self) -> HandoutQuerySet:
        return self.select_related("node__unit", "node__course")

    def newest(self) -> HandoutQuerySet:
        return self.order_by("-created_at", "-pk")


class ReceiptQuerySet(models.QuerySet):
    def decidable_by(self, user: User, *, on: date) -> ReceiptQuerySet:
        """Receipts of the units that ``user`` heads on that day, with everything below them."""
        units = Unit.objects.visible_to(user, on=on, roles=(OfficeRole.HEAD,))
        return self.filter(handout__node__unit__in=units)


class KitFileQuerySet(models.QuerySet):
    MAX_ATTEMPTS = 3

    def due(self, at: datetime) -> KitFileQuerySet:
        """Files still to be made that no worker holds and that have not failed too often."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        return self.filter(free, made_at=None, attempts__lt=self.MAX_ATTEMPTS)

    def for_node(self, node: CascadeNode) -> KitFileQuerySet:
        """What the unit hands out: its own files and those that all units share."""
        return self.filter(Q(node=node) | Q(node=None, edition__course=node.course_id))
