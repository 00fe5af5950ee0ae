"""The ledger of the door and what it comes to (ADR 0007, 0025)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from elearning.lib.frozen import WrittenOnce

from .participants import Participant
from .sessions import SessionDay, TrainingSession


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
        ROOM = "ruang", "lewat kode ruangan"

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="attendance_events")
    day = models.ForeignKey(SessionDay, models.PROTECT, related_name="attendance_events")
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices)
    method = models.CharField("cara", max_length=10, choices=Method.choices)
    nonce = models.UUIDField(unique=True)
    desk = models.CharField("meja", max_length=40, blank=True)
    occurred_at = models.DateTimeField("waktu di meja", help_text="Seperti kata jam perangkatnya.")
    # When it happened as far as we can know: a desk whose clock is wrong is put right when it reports (ADR 0025).
    happened_at = models.DateTimeField("waktu kejadian")
    received_at = models.DateTimeField("diterima server")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField("catatan", max_length=200, blank=True)

    class Meta:
        verbose_name = "peristiwa kehadiran"
        verbose_name_plural = "peristiwa kehadiran"
        ordering = ("day", "happened_at", "pk")

    def __str__(self) -> str:
        return f"{self.participant} {self.get_kind_display()} {self.day}"


class DeskNote(WrittenOnce):
    """What a desk recorded without a network and the ledger could not take: kept, told to the committee, never lost."""

    class Reason(models.TextChoices):
        UNKNOWN = "unknown", "Kode tidak dikenal"
        OTHER_SESSION = "other_session", "Kode milik sosialisasi lain"
        OTHER_DAY = "other_day", "Bukan hari sosialisasi ini"
        DAY_AHEAD = "day_ahead", "Harinya belum tiba"
        NOT_OPEN = "not_open", "Sosialisasi belum dibuka"
        CLOSED = "session_closed", "Dipindai sesudah daftar hadir ditutup"
        NONCE_REUSED = "nonce_reused", "Nomor catatan sudah dipakai"

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="desk_notes")
    on = models.DateField("hari yang dicatat")
    reason = models.CharField("sebab", max_length=20, choices=Reason.choices)
    code = models.CharField("kode", max_length=40)
    kind = models.CharField("jenis", max_length=10, choices=AttendanceEvent.Kind.choices)
    nonce = models.UUIDField(unique=True)
    desk = models.CharField("meja", max_length=40, blank=True)
    occurred_at = models.DateTimeField("waktu di meja")
    happened_at = models.DateTimeField("waktu kejadian")
    received_at = models.DateTimeField("diterima server")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "catatan meja"
        verbose_name_plural = "catatan meja"
        ordering = ("on", "happened_at", "pk")

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.code}"


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
