"""The ledger of the door and what it comes to (ADR 0007)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from elearning.lib.frozen import WrittenOnce

from .participants import Participant
from .sessions import SessionDay


class AttendanceEvent(WrittenOnce):
    """The ledger of the door: each scan and each correction, as the desk made it. Appended, never edited (ADR 0007).

    ``nonce`` is made by the device, so that an upload sent twice changes nothing. Presence is a fold over events;
    ``Attendance`` is that fold, kept by the service in the same transaction.
    """

    class Kind(models.TextChoices):
        IN = "masuk", "masuk"
        OUT = "keluar", "keluar"
        CANCELLED = "batal", "dibatalkan"

    class Method(models.TextChoices):
        SCAN = "pindai", "dipindai"
        CODE = "kode", "kode diketik"
        NAME = "nama", "nama dicari"
        PAPER = "kertas", "dari daftar hadir kertas"

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="attendance_events")
    day = models.ForeignKey(SessionDay, models.PROTECT, related_name="attendance_events")
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices)
    method = models.CharField("cara", max_length=10, choices=Method.choices)
    nonce = models.UUIDField(unique=True)
    desk = models.CharField("meja", max_length=40, blank=True)
    occurred_at = models.DateTimeField("waktu di meja")
    received_at = models.DateTimeField("diterima server")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField("catatan", max_length=200, blank=True)

    class Meta:
        verbose_name = "peristiwa kehadiran"
        verbose_name_plural = "peristiwa kehadiran"
        ordering = ("day", "occurred_at", "pk")

    def __str__(self) -> str:
        return f"{self.participant} {self.get_kind_display()} {self.day}"


class Attendance(models.Model):
    """A participant was present on a day: one row, the database is the referee. ``first`` is the event that made it."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="attendances")
    day = models.ForeignKey(SessionDay, models.PROTECT, related_name="attendances")
    first = models.OneToOneField(AttendanceEvent, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "kehadiran"
        verbose_name_plural = "kehadiran"
        constraints = [models.UniqueConstraint(fields=["participant", "day"], name="present_once_a_day")]

    def __str__(self) -> str:
        return f"{self.participant} · {self.day}"
