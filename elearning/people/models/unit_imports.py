"""Files of units that came in, and what each did to the tree (ADR 0038)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from elearning.lib import dates

from .persons import User
from .units import Unit


class UnitImport(models.Model):
    """One file. ``rows``: its lines as they were read; nothing of it is in the tree until ``applied_at``."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField("berkas", max_length=200)
    file_sha256 = models.CharField(max_length=64)
    code_edition = models.CharField("sumber data kode", max_length=60, blank=True)
    time_zone = models.CharField("zona waktu", max_length=20, choices=list(dates.ZONES.items()), default=dates.WIB)
    rows = models.JSONField(default=list)
    created_at = models.DateTimeField("dibaca")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField("disimpan", null=True, blank=True)
    undone_at = models.DateTimeField("dibatalkan", null=True, blank=True)

    class Meta:
        verbose_name = "impor unit kerja"
        verbose_name_plural = "impor unit kerja"
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False, undone_at__gte=F("applied_at")),
                name="an_import_of_units_is_undone_after_it_is_applied",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportedUnit(models.Model):
    """What one line of a file did to one unit. ``before``: what the unit said until then, to give it back."""

    class Action(models.TextChoices):
        MADE = "dibuat", "dibuat"
        CHANGED = "diubah", "diubah"

    batch = models.ForeignKey(UnitImport, models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="imported")
    line = models.PositiveIntegerField("baris")
    action = models.CharField(max_length=6, choices=Action.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ("batch", "line")
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="a_line_of_units_acts_once")]

    def __str__(self) -> str:
        return f"{self.batch}: {self.line}"
