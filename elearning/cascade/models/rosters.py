"""Who works in a unit, as its head has it on paper or in WhatsApp: names of people who may never have been here (ADR 0041)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from elearning.lib import nip as nips
from elearning.people.models import EmploymentStatus


class StaffDraft(models.Model):
    """A list that was read and not saved yet; the next one of the same unit takes its place.

    ``lines``: {"number", "cells"} of each person, no NIK in any cell; ``passed``: [number, what it says, why it is nobody].
    """

    unit = models.OneToOneField("people.Unit", models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(db_index=True)
    file_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    lines = models.JSONField(default=list)
    passed = models.JSONField(default=list)

    class Meta:
        verbose_name = "daftar pegawai yang belum disimpan"
        verbose_name_plural = "daftar pegawai yang belum disimpan"

    def __str__(self) -> str:
        return self.file_name or "nama yang ditempel"


class StaffBatch(models.Model):
    """The names that came together: pasted, when there is no file."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="staff_batches")
    file_name = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "masukan daftar pegawai"
        verbose_name_plural = "masukan daftar pegawai"
        ordering = ("-added_at", "-pk")

    def __str__(self) -> str:
        return self.file_name or "nama yang ditempel"


class StaffEntry(models.Model):
    """A name on the list of a unit. Who has the NIP written here is this person; ``person``: whom the head said that it is.

    ``apart``: people of the same name of whom the head said that they are somebody else.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="staff_entries")
    batch = models.ForeignKey(StaffBatch, models.PROTECT, related_name="entries")
    name = models.CharField("nama", max_length=120)
    nip = models.CharField("NIP", max_length=18, blank=True)
    nip_is_incomplete = models.BooleanField("NIP belum lengkap", default=False)
    nip_hint = models.CharField(max_length=14, blank=True)
    employment_status = models.CharField("status", max_length=10, choices=EmploymentStatus.choices, blank=True)
    position = models.CharField("jabatan", max_length=120, blank=True)
    unit_text = models.CharField("unit kerja", max_length=160, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="staff_entries"
    )
    apart = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    removed_at = models.DateTimeField("dikeluarkan", null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "nama di daftar pegawai"
        verbose_name_plural = "nama di daftar pegawai"
        ordering = ("unit", "name", "pk")
        indexes = [
            models.Index(fields=["unit", "name"], condition=Q(removed_at__isnull=True), name="staff_on_the_list"),
            models.Index(fields=["nip"], condition=~Q(nip=""), name="staff_by_nip"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(nip="") | Q(nip__regex=r"^[0-9]{18}$"), name="a_listed_nip_is_18_digits"
            ),
            models.CheckConstraint(
                condition=Q(nip="") | Q(nip_is_incomplete=False, nip_hint=""),
                name="a_listed_nip_is_whole_or_incomplete",
            ),
            models.UniqueConstraint(
                fields=["unit", "nip"],
                condition=Q(removed_at__isnull=True) & ~Q(nip=""),
                name="a_nip_stands_once_on_a_staff_list",
            ),
            models.UniqueConstraint(
                fields=["unit", "person"],
                condition=Q(removed_at__isnull=True, person__isnull=False),
                name="a_person_stands_once_on_a_staff_list",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def nip_display(self) -> str:
        return nips.display(self.nip)
