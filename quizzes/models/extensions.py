"""More time for one person: a row each, the newest counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from elearning.lib.frozen import WrittenOnce

from .quiz import Quiz


class Extension(WrittenOnce):
    """Until when one person may answer one quiz on one occasion. ``context`` as on an attempt; "" for self-study."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="extensions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="extensions")
    context = models.CharField(max_length=80, blank=True)
    mode = models.CharField(max_length=10)
    until = models.DateTimeField("sampai")
    reason = models.CharField("alasan", max_length=200)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "perpanjangan"
        verbose_name_plural = "perpanjangan"
        ordering = ("-pk",)
        indexes = [models.Index(fields=["person", "quiz", "context"])]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="an_extension_states_its_reason")]

    def __str__(self) -> str:
        return f"{self.person} sampai {self.until:%d-%m-%Y %H.%M}"
