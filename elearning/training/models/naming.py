"""What was said about a name before it is printed, by whom, and who agreed (ADR 0027)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from elearning.lib.frozen import WrittenOnce

from .participants import Participant


class NameProof(WrittenOnce):
    """One answer about how a name will be printed: confirmed, to be changed, or put right by the committee.

    Appended, never edited; only the decision about a change is filled in, once. Where a participant stands is a fold
    over these rows (``training.naming``).
    """

    class Kind(models.TextChoices):
        CONFIRMED = "dikonfirmasi", "dikonfirmasi"
        PROPOSED = "diubah", "diubah"
        CORRECTED = "diperbaiki", "diperbaiki panitia"

    class Outcome(models.TextChoices):
        APPROVED = "disetujui", "disetujui"
        DECLINED = "ditolak", "ditolak"
        TAKEN_BACK = "ditarik", "ditarik"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="name_proofs")
    kind = models.CharField("jawaban", max_length=12, choices=Kind.choices)
    name = models.CharField("nama", max_length=120)
    position = models.CharField("jabatan", max_length=120, blank=True)
    old_name = models.CharField("nama sebelumnya", max_length=120, blank=True)
    old_position = models.CharField("jabatan sebelumnya", max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField("keputusan", max_length=10, choices=Outcome.choices, blank=True)
    answer = models.CharField("alasan", max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "jawaban tentang nama"
        verbose_name_plural = "jawaban tentang nama"
        ordering = ("participant", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(kind="diubah", outcome=""), name="one_change_of_a_name_waits"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "ditarik"]) | ~Q(decided_by=F("by")),
                name="nobody_agrees_to_his_own_change_of_a_name",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | (Q(kind="diubah", decided_by__isnull=False, decided_at__isnull=False) & ~Q(outcome="")),
                name="a_decision_on_a_name_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="ditolak") | ~Q(answer=""), name="a_declined_name_states_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.get_kind_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.kind == self.Kind.PROPOSED and not self.outcome
