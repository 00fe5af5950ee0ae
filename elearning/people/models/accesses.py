"""Who opened or took away a list of persons, when and for what, and who stood on it (ADR 0041)."""

from django.conf import settings
from django.db import models


class DataAccess(models.Model):
    """Somebody saw a list on a day; ``office`` and ``unit`` are the words of that day."""

    class Purpose(models.TextChoices):
        STAFF_LIST = "daftar-pegawai", "Melihat siapa yang sudah belajar"
        STAFF_EXPORT = "ekspor-pegawai", "Mengunduh daftar pegawai untuk Sekda atau BKPSDM"
        PARTICIPANTS = "daftar-peserta", "Melihat daftar peserta sosialisasi"
        PARTICIPANTS_EXPORT = "ekspor-peserta", "Mengunduh atau mencetak daftar peserta sosialisasi"
        REGISTER_EXPORT = "ekspor-register", "Mengunduh register sertifikat"

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField("jabatan", max_length=200)
    unit = models.CharField("unit", max_length=160, blank=True)
    purpose = models.CharField("keperluan", max_length=16, choices=Purpose.choices)
    day = models.DateField("tanggal")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "pembukaan data orang"
        verbose_name_plural = "pembukaan data orang"
        ordering = ("-day", "-last_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "unit", "purpose", "day"], name="an_access_per_viewer_unit_purpose_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.get_purpose_display()}"


class ShownPerson(models.Model):
    """Stood on that list on that day."""

    access = models.ForeignKey(DataAccess, models.CASCADE, related_name="shown")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shown")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["access", "person"], name="a_person_is_shown_once_per_access")]

    def __str__(self) -> str:
        return f"{self.person_id} di {self.access_id}"
