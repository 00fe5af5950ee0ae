"""«Tetap beri sertifikat», «Jangan beri sertifikat»: what a committee decided beside the conditions (ADR 0027)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from elearning.lib.frozen import WrittenOnce

from .participants import Participant


class EligibilityOverride(WrittenOnce):
    """One decision about one participant, with its reason. The last row holds; a further row takes it back."""

    class Decision(models.TextChoices):
        GRANT = "beri", "Tetap beri sertifikat"
        WITHHOLD = "jangan", "Jangan beri sertifikat"
        WITHDRAWN = "tarik", "Kembali ke syarat biasa"

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="overrides")
    decision = models.CharField("keputusan", max_length=6, choices=Decision.choices)
    reason = models.CharField("alasan", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "pengecualian syarat"
        verbose_name_plural = "pengecualian syarat"
        ordering = ("participant", "pk")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="an_override_states_its_reason")]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.get_decision_display()}"
