"""A regulation is amended, replaced or revoked: what is decided for every card that cites it (ADR 0014)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..querysets import DecisionQuerySet, RegulationChangeQuerySet
from .cards import RuleCard
from .register import Provision, Regulation


class RegulationChange(models.Model):
    """«Tandai diubah / diganti / dicabut»: opened by one person, agreed by a legal reviewer, applied on its day."""

    class Kind(models.TextChoices):
        AMENDED = "diubah", "diubah"
        REPLACED = "diganti", "diganti"
        REVOKED = "dicabut", "dicabut"

    class State(models.TextChoices):
        OPEN = "terbuka", "sedang diputuskan"
        AGREED = "disetujui", "disetujui pemeriksa hukum"
        SCHEDULED = "terjadwal", "menunggu waktunya"
        APPLIED = "diterapkan", "diterapkan"
        DROPPED = "dibatalkan", "dibatalkan"

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="changes", verbose_name="peraturan")
    kind = models.CharField("menjadi", max_length=10, choices=Kind.choices)
    by = models.ForeignKey(
        Regulation, models.PROTECT, null=True, blank=True, related_name="changes_others", verbose_name="oleh peraturan"
    )
    effective_on = models.DateField("berlaku sejak")
    reason = models.TextField("mengapa berubah", max_length=600)
    state = models.CharField("keadaan", max_length=12, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dibuka oleh"
    )
    opened_at = models.DateTimeField("dibuka")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="disetujui oleh"
    )
    agreed_at = models.DateTimeField("disetujui", null=True, blank=True)
    apply_at = models.DateTimeField("diterapkan pada", null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="diterapkan oleh",
    )  # fmt: skip
    applied_at = models.DateTimeField("diterapkan", null=True, blank=True)

    objects = RegulationChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "perubahan peraturan"
        verbose_name_plural = "perubahan peraturan"
        ordering = ("-opened_at",)
        permissions = [("agree_regulationchange", "Menyetujui perubahan peraturan")]
        constraints = [
            models.UniqueConstraint(
                fields=["regulation"],
                condition=Q(state__in=["terbuka", "disetujui", "terjadwal"]),
                name="one_open_change_per_regulation",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("opened_by")),
                name="a_change_is_agreed_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(by=F("regulation")), name="a_regulation_does_not_change_itself"
            ),
            models.CheckConstraint(
                condition=Q(kind="dicabut") | Q(by__isnull=False), name="what_amends_or_replaces_is_named"
            ),
            models.CheckConstraint(
                condition=~Q(state="terjadwal") | Q(apply_at__isnull=False), name="a_scheduled_change_has_its_hour"
            ),
            models.CheckConstraint(
                condition=~Q(state="diterapkan") | Q(applied_at__isnull=False), name="an_applied_change_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regulation} {self.get_kind_display()}"

    @property
    def is_pending(self) -> bool:
        return self.state in (self.State.OPEN, self.State.AGREED, self.State.SCHEDULED)


class CardDecision(models.Model):
    """What becomes of one citing card. Empty until somebody decides; «belum tahu» asks the legal reviewer."""

    class Choice(models.TextChoices):
        KEEP = "tetap", "Isi tetap, ganti rujukan"
        CHANGE = "berubah", "Isi berubah"
        WITHDRAW = "tidak-berlaku", "Tidak berlaku lagi"
        UNKNOWN = "belum-tahu", "Belum tahu (minta tinjauan hukum)"

    change = models.ForeignKey(RegulationChange, models.CASCADE, related_name="decisions")
    card = models.ForeignKey(RuleCard, models.PROTECT, related_name="decisions", verbose_name="kartu")
    decision = models.CharField("keputusan", max_length=15, choices=Choice.choices, blank=True)
    replacements = models.ManyToManyField(Provision, blank=True, related_name="+", verbose_name="rujukan baru")
    note = models.CharField("catatan", max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "keputusan per kartu"
        verbose_name_plural = "keputusan per kartu"
        ordering = ("card__title", "pk")
        constraints = [models.UniqueConstraint(fields=["change", "card"], name="one_decision_per_card_and_change")]

    def __str__(self) -> str:
        return f"{self.card}: {self.get_decision_display() or 'belum diputuskan'}"

    @property
    def is_decided(self) -> bool:
        return self.decision not in ("", self.Choice.UNKNOWN)
