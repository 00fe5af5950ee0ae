"""Who sealed the bytes of a paper, and the papers that came back signed from a certified provider (ADR 0032)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from elearning.lib.frozen import WrittenOnce

from .papers import Certificate, CertificateFile
from .storage import private_storage, signed_path


class Seal(WrittenOnce):
    """The seal inside a stored file, written with it in one transaction. A file without this row carries none."""

    class Level(models.TextChoices):
        BASIC = "B-B", "PAdES B-B"
        TIME_STAMPED = "B-T", "PAdES B-T, dengan stempel waktu"

    file = models.OneToOneField(CertificateFile, models.PROTECT, related_name="seal")
    subject = models.CharField("pemegang segel", max_length=300)
    fingerprint = models.CharField("sidik sertifikat (SHA-256)", max_length=64, db_index=True)
    level = models.CharField("tingkat", max_length=3, choices=Level.choices)
    stamp_fingerprint = models.CharField(
        "sidik layanan stempel waktu (SHA-256)", max_length=64, blank=True, db_index=True
    )
    sealed_at = models.DateTimeField("waktu menyegel")
    is_test = models.BooleanField("kunci uji")

    class Meta:
        verbose_name = "segel"
        verbose_name_plural = "segel"
        constraints = [
            models.CheckConstraint(
                condition=Q(level="B-B", stamp_fingerprint="") | (Q(level="B-T") & ~Q(stamp_fingerprint="")),
                name="a_time_stamped_seal_names_its_service",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}, {self.fingerprint[:12]}"


class SignedFile(WrittenOnce):
    """A paper that came back from a certified provider: our bytes with a signature behind them. The last word on its bytes.

    What we had made stays beside it (CertificateFile); ``base_sha256`` is its hash, and the first ``base_size`` bytes are it.
    """

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="signed_file")
    pdf = models.FileField(storage=private_storage, upload_to=signed_path, max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    base_sha256 = models.CharField(max_length=64)
    base_size = models.PositiveIntegerField()
    provider = models.CharField("penyelenggara sertifikasi", max_length=160)
    subject = models.CharField("penanda tangan", max_length=300)
    fingerprint = models.CharField("sidik sertifikat (SHA-256)", max_length=64, db_index=True)
    signed_at = models.DateTimeField("waktu menurut tanda tangan", null=True, blank=True)
    is_test = models.BooleanField("penyelenggara uji")
    received_at = models.DateTimeField("diterima")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diterima oleh"
    )

    class Meta:
        verbose_name = "PDF bertanda tangan elektronik"
        verbose_name_plural = "PDF bertanda tangan elektronik"
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=models.F("base_size")), name="a_signed_file_is_longer_than_its_base"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
