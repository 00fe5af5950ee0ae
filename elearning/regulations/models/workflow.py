"""The legal review as a workflow task, and the clock's sign of life (ADR 0015)."""

from __future__ import annotations

from django.db import models
from wagtail.models import AbstractGroupApprovalTask


class LegalReviewTask(AbstractGroupApprovalTask):
    """Approval by a legal reviewer who wrote none of what is reviewed."""

    class Meta:
        verbose_name = "tugas periksa hukum"
        verbose_name_plural = "tugas periksa hukum"


class SchedulerRun(models.Model):
    """When each recurring job last ended; «Penjadwal terakhir berjalan 3 menit lalu»."""

    job = models.CharField(max_length=60, unique=True)
    ran_at = models.DateTimeField()

    class Meta:
        verbose_name = "jalannya penjadwal"
        verbose_name_plural = "jalannya penjadwal"

    def __str__(self) -> str:
        return self.job
