"""What the certificates of a session carry besides its people, and who else gets one (ADR 0036)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from .sessions import TrainingSession


class SessionSignatory(Orderable):
    """Who signs the papers of a session, in order. The picture is printed where the template says so."""

    session = ParentalKey(TrainingSession, on_delete=models.CASCADE, related_name="signatories")
    name = models.CharField("nama penanda tangan", max_length=120)
    title = models.CharField("jabatan penanda tangan", max_length=160)
    picture = models.ForeignKey(
        "certificates.KeptPicture", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="gambar tanda tangan",
    )  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = "penanda tangan"
        verbose_name_plural = "penanda tangan"

    def __str__(self) -> str:
        return self.name


class Contributor(Orderable):
    """Who made a session happen and gets a certificate for it: named as printed, with or without an account."""

    class Kind(models.TextChoices):
        SPEAKER = "narasumber", "Narasumber"
        MODERATOR = "moderator", "Moderator"
        COMMITTEE = "panitia", "Panitia"

    session = ParentalKey(TrainingSession, on_delete=models.CASCADE, related_name="contributors")
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("peran", max_length=12, choices=Kind.choices, default=Kind.SPEAKER)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="akun, bila ada",
        help_text="Sertifikatnya juga muncul di halaman «Sertifikat saya» orang ini.",
    )  # fmt: skip
    name = models.CharField("nama dengan gelar", max_length=120)
    position = models.CharField("jabatan", max_length=120, blank=True)
    unit_label = models.CharField("unit kerja", max_length=160, blank=True)
    lesson_hours = models.PositiveSmallIntegerField("JP", default=0, help_text="0: JP tidak dicetak.")

    class Meta(Orderable.Meta):
        verbose_name = "narasumber, moderator, atau panitia"
        verbose_name_plural = "narasumber, moderator, dan panitia"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "name"], name="one_role_once_per_contributor",
                violation_error_message="Orang ini sudah ditulis dengan peran yang sama.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"

    @property
    def group(self) -> str:
        """The folder of its paper, where those of participants lie by kabupaten."""
        return "Narasumber dan panitia"

    @property
    def source(self) -> str:
        """How a certificate names what it rests on (ADR 0008)."""
        return f"training:contributor:{self.public_id}"
