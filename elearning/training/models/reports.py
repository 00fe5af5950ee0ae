"""The report of a session: what its committee writes and adds, and each report that was made of it (ADR 0028)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from certificates.models import private_storage
from elearning.lib.frozen import WrittenOnce

from .sessions import TrainingSession


class Box(models.TextChoices):
    """What the committee writes itself, in the order of the report."""

    BACKGROUND = "latar-belakang", "Latar belakang"
    PURPOSE = "maksud-tujuan", "Maksud dan tujuan"
    COURSE = "jalannya-acara", "Jalannya acara"
    OBSTACLES = "kendala", "Kendala"
    CONCLUSION = "simpulan", "Simpulan"
    ADVICE = "rekomendasi", "Rekomendasi"


class ReportText(models.Model):
    """One sitting of one person at one box; the highest number is what the report says, the others are kept."""

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="report_texts")
    box = models.CharField("bagian", max_length=20, choices=Box.choices)
    number = models.PositiveIntegerField()
    text = models.TextField("tulisan", blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = "tulisan laporan"
        verbose_name_plural = "tulisan laporan"
        ordering = ("session", "box", "number")
        constraints = [
            models.UniqueConstraint(fields=["session", "box", "number"], name="one_report_text_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.get_box_display()} {self.number}"


def photo_path(photo: ReportPhoto, filename: str) -> str:
    """The name that a phone gave is ignored."""
    return f"laporan/{photo.session.public_id}/foto/{photo.public_id}.jpg"


class ReportPhoto(models.Model):
    """A photo for the report: made smaller, and without what the camera wrote into it."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="report_photos")
    file = models.FileField(storage=private_storage, upload_to=photo_path, max_length=200)
    source_sha256 = models.CharField(max_length=64, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(editable=False)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    caption = models.CharField("keterangan", max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "foto laporan"
        verbose_name_plural = "foto laporan"
        ordering = ("session", "pk")
        constraints = [
            models.UniqueConstraint(fields=["session", "source_sha256"], name="a_photo_once_in_a_report"),
        ]

    def __str__(self) -> str:
        return self.caption or f"foto {self.public_id}"


def attachment_path(attachment: ReportAttachment, filename: str) -> str:
    return f"laporan/{attachment.session.public_id}/lampiran/{attachment.public_id}.{attachment.extension}"


class ReportAttachment(models.Model):
    """A paper that belongs to the report and is listed in it: a PDF as it came, or a picture made smaller."""

    class Kind(models.TextChoices):
        INVITATION = "undangan", "Undangan"
        ORDER = "surat-tugas", "Surat tugas"
        SIGNED_LIST = "daftar-hadir", "Daftar hadir yang ditandatangani"
        MATERIAL = "materi", "Materi"
        OTHER = "lain", "Lainnya"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="report_attachments")
    kind = models.CharField("jenis", max_length=20, choices=Kind.choices)
    title = models.CharField("judul atau nomor", max_length=160)
    file = models.FileField(storage=private_storage, upload_to=attachment_path, max_length=200)
    extension = models.CharField(max_length=4, editable=False)
    source_sha256 = models.CharField(max_length=64, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(editable=False)
    pages = models.PositiveSmallIntegerField(editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "lampiran laporan"
        verbose_name_plural = "lampiran laporan"
        ordering = ("session", "pk")
        constraints = [
            models.UniqueConstraint(fields=["session", "source_sha256"], name="an_attachment_once_in_a_report"),
        ]

    def __str__(self) -> str:
        return self.title


class Report(WrittenOnce):
    """A report as it was made: everything it says, as plain values, with the time they were read and their hash."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    as_of = models.DateTimeField("data per")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    with_names = models.BooleanField("memuat nama peserta", default=False)
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "laporan kegiatan"
        verbose_name_plural = "laporan kegiatan"
        ordering = ("session", "-number")
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_report_per_number")]

    def __str__(self) -> str:
        return f"laporan {self.number}"


def report_path(file: ReportFile, filename: str) -> str:
    report = file.report
    return f"laporan/{report.session.public_id}/{report.number:03d}-{report.public_id}.{file.format}"


class ReportFile(WrittenOnce):
    """The bytes that were handed out of a report."""

    class Format(models.TextChoices):
        DOCX = "docx", "DOCX"
        PDF = "pdf", "PDF"

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=Format.choices)
    file = models.FileField(storage=private_storage, upload_to=report_path, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("report", "format")
        constraints = [models.UniqueConstraint(fields=["report", "format"], name="one_file_per_format_of_a_report")]

    def __str__(self) -> str:
        return f"{self.report} {self.format}"
