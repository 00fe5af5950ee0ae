"""A wrong key, corrected: who gained what, by whose hand and why (ADR 0021)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from elearning.lib.frozen import WrittenOnce

from .attempts import Attempt
from .bank import QuestionVersion


class KeyCorrection(WrittenOnce):
    """One edition's key applied to the attempts that met an earlier one. Applied a second time it changes nothing."""

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="corrections", verbose_name="kunci baru")
    reason = models.CharField("alasan", max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "koreksi kunci"
        verbose_name_plural = "koreksi kunci"
        ordering = ("-pk",)
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_correction_states_its_reason")]

    def __str__(self) -> str:
        return f"{self.version}: {self.reason}"


class CorrectedResult(WrittenOnce):
    """What one attempt was worth before and after. Only gains are written: nobody loses by our mistake."""

    correction = models.ForeignKey(KeyCorrection, models.PROTECT, related_name="results")
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="corrections")
    percent_before = models.PositiveSmallIntegerField()
    percent_after = models.PositiveSmallIntegerField()
    passed_before = models.BooleanField()
    passed_after = models.BooleanField()

    class Meta:
        verbose_name = "nilai yang dikoreksi"
        verbose_name_plural = "nilai yang dikoreksi"
        ordering = ("correction", "pk")
        constraints = [
            models.UniqueConstraint(fields=["correction", "attempt"], name="one_result_per_correction_and_attempt"),
            models.CheckConstraint(
                condition=Q(percent_after__gte=F("percent_before")), name="a_correction_takes_nothing_away"
            ),
            models.CheckConstraint(
                condition=Q(passed_before=False) | Q(passed_after=True), name="a_correction_fails_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent_before} menjadi {self.percent_after}"
