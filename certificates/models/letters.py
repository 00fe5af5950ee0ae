"""Mail about papers: an outbox with one row for each certificate, address and round (ADR 0034)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from ..querysets import LetterQuerySet
from .papers import Certificate


class Letter(models.Model):
    """A mail that tells where a paper is. Written in the transaction of «Kirim lewat surel», sent by a worker.

    ``begun_at`` is stored before the mail server is spoken to: a worker that dies in between leaves a letter of which
    nobody knows, and which no machine sends again. ``round``: 0, and one more each time that a person asks for it.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="letters")
    address = models.EmailField()
    round = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

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
