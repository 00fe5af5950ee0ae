"""The card by which the head of a unit comes in: a link and a PIN, both kept as digests (ADR 0039)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from ..querysets import AccessCardQuerySet
from .persons import User
from .units import OfficeHolding

MOST_FAILURES = 5


class AccessCard(models.Model):
    """«Kartu akses camat»: `/k/<token>` and a PIN of one's own open what one office opens, and nothing else.

    It belongs to the holding, so it ends with it. ``failures`` are wrong PINs since the last right one or the last wait.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    holding = models.ForeignKey(OfficeHolding, models.PROTECT, related_name="cards", verbose_name="jabatan")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    pin = models.CharField("PIN (tersandi)", max_length=128, blank=True, editable=False)
    pin_set_at = models.DateTimeField("PIN dibuat", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("PIN salah", default=0, editable=False)
    locked_until = models.DateTimeField("terkunci sampai", null=True, blank=True)
    created_at = models.DateTimeField("dibuat")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dibuat oleh")
    ended_at = models.DateTimeField("diganti", null=True, blank=True)

    objects = AccessCardQuerySet.as_manager()

    class Meta:
        verbose_name = "kartu akses"
        verbose_name_plural = "kartu akses"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["holding"], condition=Q(ended_at__isnull=True), name="one_live_card_per_holding"
            ),
            models.CheckConstraint(condition=Q(failures__lte=MOST_FAILURES), name="a_card_counts_no_more_failures"),
            models.CheckConstraint(
                condition=Q(pin="", pin_set_at__isnull=True) | (~Q(pin="") & Q(pin_set_at__isnull=False)),
                name="a_pin_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"kartu {self.holding}"
