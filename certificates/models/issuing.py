"""Numbers, acts of issue, and the papers that workers still have to make."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..querysets import BatchQuerySet, RenderJobQuerySet
from .papers import Certificate


class NumberCounter(models.Model):
    """The last running number of a unit in a year. Taken inside the issuing transaction, so a rollback leaves no hole."""

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_counter_per_unit_and_year")]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.year}: {self.value}"


class Batch(models.Model):
    """Certificates issued by one act. Pressing the button twice finds the first batch; late comers make another one."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=120, db_index=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "penerbitan"
        verbose_name_plural = "penerbitan"
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"penerbitan {self.public_id}"


class RenderJob(models.Model):
    """The outbox: a certificate whose PDF is still to be made. Written in the issuing transaction.

    A worker leases a row for a while; a killed worker's lease runs out and another one takes the row.
    """

    certificate = models.OneToOneField(Certificate, models.CASCADE, related_name="render_job")
    created_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = RenderJobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=Q(done_at__isnull=True), name="render_jobs_to_do"),
        ]

    def __str__(self) -> str:
        return f"PDF untuk {self.certificate_id}"
