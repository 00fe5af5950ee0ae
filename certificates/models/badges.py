"""What an Open Badge says beside the facts of a paper: its achievement and its bit (ADR 0035)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from elearning.lib.frozen import WrittenOnce

from ..querysets import BadgeQuerySet
from .papers import Certificate

SIZE = 131_072  # bits of a list: the least that keeps a single paper anonymous (Bitstring Status List, section 3.1)


class Achievement(WrittenOnce):
    """What was achieved, under the SHA-256 of ``content``: other words are another achievement.

    ``content``: {"programme", "kind", "name", "description", "criteria"}, all text.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    content = models.JSONField()

    class Meta:
        verbose_name = "capaian"
        verbose_name_plural = "capaian"

    def __str__(self) -> str:
        return self.content["name"]


class StatusList(models.Model):
    """One list of bits that says which papers of a unit are no longer valid.

    Whoever signs a list must be whoever signed the badge, so no two units share one.
    """

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.public_id)


class Badge(WrittenOnce):
    """The bit of one paper, for ever."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="badge")
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="badges")
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="badges")
    status_index = models.PositiveIntegerField()

    objects = BadgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="one_paper_per_bit"),
            models.CheckConstraint(condition=Q(status_index__lt=SIZE), name="a_bit_lies_within_its_list"),
        ]

    def __str__(self) -> str:
        return f"{self.status_list_id}#{self.status_index}"
