"""Who takes part, and the list that brought them (ADR 0007, 0023)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from elearning.lib import codes

from ..querysets import ParticipantQuerySet
from .sessions import TrainingSession


class ImportBatch(models.Model):
    """One list of participants taken in at once; every row it made points back here, so it can be undone."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "impor"
        verbose_name_plural = "impor"
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name


class Participant(models.Model):
    """A person in a session. The badge code is worn in the hall: it identifies, it never authenticates."""

    SOURCE = "training:participant:"

    class Origin(models.TextChoices):
        INVITED = "undangan", "undangan"
        WALK_IN = "tambahan", "tambahan"
        DEPUTY = "wakil", "wakil"
        REGISTERED = "mendaftar", "mendaftar sendiri"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="participations")
    badge_code = models.CharField("kode kehadiran", max_length=8, unique=True, editable=False)
    line = models.PositiveIntegerField("nomor daftar hadir")
    origin = models.CharField("asal", max_length=10, choices=Origin.choices, default=Origin.INVITED)
    deputy_for = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="deputy", verbose_name="mewakili"
    )
    group = models.CharField("kelompok (kabupaten/kota)", max_length=120, blank=True)
    imported_by = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="participants")
    person_was_new = models.BooleanField("orang ini baru dicatat bersama daftar", default=False, editable=False)
    claimed_at = models.DateTimeField("dipakai di HP sejak", null=True, blank=True)
    # Excel ate the end of the NIP: the person completes it at the desk, behind what is surely left of it (ADR 0023).
    nip_is_incomplete = models.BooleanField("NIP belum lengkap", default=False, editable=False)
    nip_hint = models.CharField("awal NIP", max_length=14, blank=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "peserta"
        verbose_name_plural = "peserta"
        ordering = ("session", "line")
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="a_person_takes_part_once"),
            models.UniqueConstraint(fields=["session", "line"], name="one_participant_per_line"),
            models.CheckConstraint(
                condition=Q(origin="wakil", deputy_for__isnull=False)
                | (~Q(origin="wakil") & Q(deputy_for__isnull=True)),
                name="a_deputy_stands_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(nip_is_incomplete=True) | Q(nip_hint=""), name="part_of_a_nip_only_while_it_is_incomplete"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line:03d} {self.person}"

    @property
    def source(self) -> str:
        """How a certificate names what it rests on (ADR 0008)."""
        return f"{self.SOURCE}{self.public_id}"

    @property
    def badge_display(self) -> str:
        return codes.display(self.badge_code)
