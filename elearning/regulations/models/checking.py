"""What the checks of text are measured against, and what people accepted (ADR 0016)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q


class ProtectedName(models.Model):
    """A name that our texts must not carry: party, candidate, pair or slogan, from a list with its date and source."""

    class Kind(models.TextChoices):
        PARTY = "partai", "partai"
        CANDIDATE = "calon", "calon"
        PAIR = "pasangan", "pasangan calon"
        SLOGAN = "semboyan", "semboyan"

    kind = models.CharField("jenis", max_length=10, choices=Kind.choices)
    text = models.CharField("nama", max_length=120)
    election = models.CharField("pemilihan", max_length=80, blank=True)
    area = models.CharField("wilayah", max_length=80, blank=True)
    valid_from = models.DateField("berlaku sejak")
    valid_to = models.DateField("berlaku sampai (tidak termasuk)", null=True, blank=True)
    source = models.CharField("sumber", max_length=200)

    class Meta:
        verbose_name = "nama yang dijaga"
        verbose_name_plural = "nama yang dijaga"
        ordering = ("kind", "text")
        constraints = [
            models.UniqueConstraint(fields=["kind", "text", "election", "area"], name="a_name_once_per_list"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_list_ends_after_it_starts",
                violation_error_message="Tanggal akhir harus sesudah tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AcceptedFinding(models.Model):
    """«Terima dengan alasan»: kept with the words for which it was given, so that changed words ask again."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=40)
    code = models.CharField("temuan", max_length=60)
    location = models.CharField("di mana", max_length=200)
    words = models.CharField("kata-kata", max_length=300)
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField("alasan", max_length=300)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        verbose_name = "temuan yang diterima"
        verbose_name_plural = "temuan yang diterima"
        ordering = ("-accepted_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "code", "fingerprint"], name="a_finding_is_accepted_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_acceptance_states_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.words}"
