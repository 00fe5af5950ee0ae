"""Who is to learn again, and of which change only (ADR 0017)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from elearning.regulations.models import RuleCardVersion
from quizzes.models import Attempt

from .querysets import RefresherQuerySet


class Refresher(models.Model):
    """One person, one publication that changed what the person had learnt. Settled by passing, or by reading a withdrawal."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="refreshers")
    publication = models.ForeignKey(RuleCardVersion, models.PROTECT, related_name="refreshers")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, blank=True, related_name="refreshers")

    objects = RefresherQuerySet.as_manager()

    class Meta:
        verbose_name = "penyegaran"
        verbose_name_plural = "penyegaran"
        ordering = ("created_at", "pk")
        indexes = [models.Index(fields=["person"], condition=Q(settled_at__isnull=True), name="refreshers_to_do")]
        constraints = [
            models.UniqueConstraint(fields=["person", "publication"], name="one_refresher_per_person_and_change"),
            models.CheckConstraint(
                condition=Q(attempt__isnull=True) | Q(settled_at__isnull=False), name="an_attempt_settles_a_refresher"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.publication}"
