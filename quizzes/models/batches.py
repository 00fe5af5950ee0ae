"""Files of questions that came in: what was read, what was made of it, and whether it was taken back (ADR 0019)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from .bank import Question


class QuestionImport(models.Model):
    """One file. ``records``: what the dry run read, in order; nothing of it is in the bank until ``applied_at``."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField("berkas", max_length=200)
    file_sha256 = models.CharField(max_length=64)
    format = models.CharField("format", max_length=12)
    records = models.JSONField(default=list)
    created_at = models.DateTimeField("dibaca")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField("disimpan", null=True, blank=True)
    undone_at = models.DateTimeField("dibatalkan", null=True, blank=True)

    class Meta:
        verbose_name = "impor soal"
        verbose_name_plural = "impor soal"
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name


class ImportedQuestion(models.Model):
    """A question that an import made. Taken back, it is deleted, unless an attempt or a quiz has met it."""

    batch = models.ForeignKey(QuestionImport, models.CASCADE, related_name="questions")
    question = models.OneToOneField(Question, models.CASCADE, related_name="imported")
    line = models.PositiveIntegerField()

    class Meta:
        ordering = ("batch", "line")

    def __str__(self) -> str:
        return str(self.question)
