"""The signed sheet, photographed: what the paper said, beside what was recorded from it (ADR 0025)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from certificates.models import private_storage

from .sessions import SessionDay


def filed_under(photo: SheetPhoto, filename: str) -> str:
    """The name of the upload is ignored: phones put dates and places into it."""
    return f"daftar-hadir/{photo.day.session.public_id}/{photo.public_id}.jpg"


class SheetPhoto(models.Model):
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(SessionDay, models.PROTECT, related_name="sheet_photos")
    file = models.FileField(storage=private_storage, upload_to=filed_under, max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField("sidik unggahan", max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "foto daftar hadir"
        verbose_name_plural = "foto daftar hadir"
        ordering = ("uploaded_at", "pk")
        constraints = [models.UniqueConstraint(fields=["day", "sha256"], name="a_photo_is_kept_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} · {self.uploaded_at:%H.%M}"
