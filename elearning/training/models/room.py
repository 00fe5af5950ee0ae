"""The room of a session: what its screen shows, and a stamp by which phones notice a change (ADR 0026)."""

from __future__ import annotations

import uuid

from django.db import models

from .sessions import TrainingSession


class Room(models.Model):
    """One row per session that was opened. ``stamp`` is drawn anew with each change that phones or the screen should see.

    ``test`` and ``question`` (None: the weakest) say what «Bahas soal» discusses. ``screen_nonce``: what the link of the screen is
    derived from; drawn anew, the old link opens nothing.
    """

    class Layout(models.TextChoices):
        JOIN = "masuk", "Masuk"
        ATTENDANCE = "kehadiran", "Kehadiran"
        TEST = "uji", "Uji berlangsung"
        RESULTS = "hasil", "Hasil kelas"
        DISCUSSION = "bahas", "Bahas soal"
        PHOTO = "foto", "Foto bersama"

    class Test(models.TextChoices):
        PRE = "pre", "Pre-test"
        POST = "post", "Post-test"

    session = models.OneToOneField(TrainingSession, models.CASCADE, related_name="room")
    stamp = models.UUIDField(default=uuid.uuid4)
    layout = models.CharField("tampilan", max_length=10, choices=Layout.choices, default=Layout.JOIN)
    test = models.CharField("uji", max_length=4, choices=Test.choices, default=Test.PRE)
    question = models.ForeignKey(
        "quizzes.Question", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="soal"
    )
    shows_reason = models.BooleanField("alasan tampil", default=False)
    screen_nonce = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = "ruangan"
        verbose_name_plural = "ruangan"

    def __str__(self) -> str:
        return f"{self.session}: {self.get_layout_display()}"
