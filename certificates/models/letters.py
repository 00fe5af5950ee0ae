"""Mail about papers: an outbox with one row for each certificate, address and round (ADR 0034)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from elearning.mailing.models import Outgoing

from .papers import Certificate


class Letter(Outgoing):
    """A mail that tells where a paper is. Written in the transaction of «Kirim lewat surel», sent by a worker.

    ``round``: 0, and one more each time that a person asks for it.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="letters")
    round = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "surel sertifikat"
        verbose_name_plural = "surel sertifikat"
        ordering = ("certificate", "round")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(begun_at__isnull=True), name="letters_to_send"),
        ]
        constraints = [
            models.UniqueConstraint("certificate", Lower("address"), "round", name="one_letter_per_address_and_round"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(begun_at__isnull=False, sent_at__gte=F("begun_at")),
                name="a_sent_letter_was_begun",
            ),
        ]

    def __str__(self) -> str:
        return f"surel untuk {self.certificate_id}"
