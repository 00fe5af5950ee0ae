"""A list that is being taken in: kept here until «Simpan», so that a closed browser loses nothing (ADR 0024)."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from .participants import ImportBatch, Participant
from .sessions import TrainingSession


class ImportDraft(models.Model):
    """One uploaded file on its way to becoming participants. Gone after «Simpan», «Buang», or some days."""

    class Stage(models.TextChoices):
        COLUMNS = "kolom", "menunggu arti kolom"
        CHECKING = "memeriksa", "sedang diperiksa"
        CHECKED = "diperiksa", "sudah diperiksa"
        SAVING = "menyimpan", "sedang disimpan"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TrainingSession, models.CASCADE, related_name="import_drafts")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    has_macros = models.BooleanField(default=False)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.COLUMNS)
    # What the committee said of the file: sheet, header_row, header_height, columns {field: index}, ignored_groups.
    choices = models.JSONField(default=dict)
    # The list «Simpan» is filling; while a worker is at it, how far it came and until when the draft is its own.
    batch = models.ForeignKey(ImportBatch, models.SET_NULL, null=True, blank=True, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "impor yang belum selesai"
        verbose_name_plural = "impor yang belum selesai"
        ordering = ("-touched_at",)
        constraints = [models.UniqueConstraint(fields=["session", "file_sha256"], name="a_file_has_one_draft")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.stage in (self.Stage.CHECKING, self.Stage.SAVING)


class DraftSheet(models.Model):
    """One sheet of the file as it was read, every NIK masked. ``rows``: lists of text and numbers, from row 1."""

    draft = models.ForeignKey(ImportDraft, models.CASCADE, related_name="sheets")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    people = models.PositiveIntegerField()
    rows = models.JSONField()
    merged = models.JSONField(default=list)

    class Meta:
        ordering = ("draft", "place")
        constraints = [models.UniqueConstraint(fields=["draft", "place"], name="one_sheet_per_place")]

    def __str__(self) -> str:
        return self.name


class DraftRow(models.Model):
    """One line below the header: a person, or what was passed over.

    ``cells``: what the file or the committee says, by field. ``values``: the same as a ``Row``, null while a cell has a fault.
    ``participant``: whom this row is on the list already; set by «Simpan», and where the list knew them before.
    """

    class State(models.TextChoices):
        READY = "siap", "siap"
        INCOMPLETE = "nip", "NIP belum lengkap"
        TO_CHECK = "periksa", "perlu diperiksa"
        DOUBLE = "kembar", "kembar"
        LISTED = "terdaftar", "sudah ada di daftar"
        SKIPPED = "dilewati", "dilewati"

    class Skipped(models.TextChoices):
        HEADER = "judul", "judul kolom yang berulang"
        NUMBERS = "nomor", "nomor kolom"
        NOBODY = "tanpa-nama", "tanpa nama peserta"
        FOOTER = "penutup", "penutup daftar, misalnya tanda tangan"
        GROUP = "kelompok", "nama kelompok"
        BY_HAND = "panitia", "dilewati panitia"
        MERGED = "digabung", "digabung dengan baris lain"
        MISSING = "hilang", "tidak ada lagi di berkas perbaikan"

    class Decision(models.TextChoices):
        SAME = "sama", "orang yang sama"
        BOTH = "keduanya", "keduanya benar"

    draft = models.ForeignKey(ImportDraft, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("baris")
    cells = models.JSONField(default=dict)
    said = models.CharField(max_length=120, blank=True)
    values = models.JSONField(null=True)
    faults = models.JSONField(default=list)
    skipped = models.CharField(max_length=10, choices=Skipped.choices, blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    state = models.CharField(max_length=9, choices=State.choices)
    # Why the row is a double, or a warning: {"code": …, "rows": [numbers]}.
    relation = models.JSONField(default=dict)
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("draft", "number")
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="a_row_of_a_draft_once")]
        indexes = [models.Index(fields=["draft", "state", "number"], name="draft_rows_by_state")]

    def __str__(self) -> str:
        return f"{self.draft} {self.number}"

    @property
    def name(self) -> Any:
        return self.cells.get("name") or self.said


class NipCompletion(models.Model):
    """A later list brought the whole NIP of somebody on the list; undoing that import takes it off again."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="completions")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="nip_completions")
    nip = models.CharField(max_length=18)
    earlier_hint = models.CharField(max_length=14, blank=True)
    was_incomplete = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "participant"], name="a_nip_is_completed_once_per_import")
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.participant_id}"
