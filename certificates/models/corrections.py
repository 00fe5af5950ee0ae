"""What holders want their papers to say."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..querysets import CorrectionRequestQuerySet
from .papers import Certificate


class CorrectionRequest(models.Model):
    """«Minta perbaikan nama»: what a holder wants the paper to say, and what the register answered."""

    class Outcome(models.TextChoices):
        CORRECTED = "diperbaiki", "diperbaiki"
        DECLINED = "ditolak", "ditolak"

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="correction_requests")
    wanted_name = models.CharField("nama yang benar", max_length=120)
    note = models.CharField("keterangan", max_length=300, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    answer = models.CharField("jawaban", max_length=200, blank=True)

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(decided_at__isnull=True), name="one_open_request_per_certificate"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="a_decided_request_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"perbaikan untuk {self.certificate_id}"
