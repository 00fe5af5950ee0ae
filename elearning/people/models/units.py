"""The tree of units, and who holds which office of which unit from when to when (ADR 0004)."""

import uuid
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from treebeard.mp_tree import MP_Node, MP_NodeManager

from elearning.lib import dates

from ..querysets import OfficeHoldingQuerySet, UnitQuerySet
from .persons import User


class UnitKind(models.TextChoices):
    PROVINCE = "provinsi", "Provinsi"
    REGENCY = "kabupaten", "Kabupaten"
    CITY = "kota", "Kota"
    SUBDISTRICT = "kecamatan", "Kecamatan"
    URBAN_VILLAGE = "kelurahan", "Kelurahan"
    VILLAGE = "desa", "Desa"
    SCHOOL = "sekolah", "Sekolah"
    HEALTH_CENTER = "puskesmas", "Puskesmas"
    AGENCY = "opd", "Perangkat daerah"
    SUPERVISOR = "pengawas", "Pengawas Pemilu"


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class Unit(MP_Node):
    """A unit kerja in the tree province > regency/city > subdistrict > village, school, health centre, agency.

    ``path`` (treebeard) makes "this unit and everything below" one indexed prefix query.
    """

    name = models.CharField("nama", max_length=160)
    kind = models.CharField("jenis", max_length=10, choices=UnitKind.choices)
    official_code = models.CharField(  # noqa: DJ001 - NULL keeps it unique
        "kode Kemendagri", max_length=13, null=True, blank=True, help_text="Teks, misalnya 16.01.02. Bukan kode BPS."
    )
    code_edition = models.CharField("versi data kode", max_length=60, blank=True)
    time_zone = models.CharField("zona waktu", max_length=20, choices=list(dates.ZONES.items()), default=dates.WIB)
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number_code = models.SlugField(
        "kode dalam nomor sertifikat", max_length=20, blank=True, allow_unicode=False, help_text="Misalnya KKC."
    )
    is_active = models.BooleanField("aktif", default=True)

    objects = UnitManager()
    node_order_by = ["name"]

    class Meta:
        verbose_name = "unit kerja"
        verbose_name_plural = "unit kerja"
        constraints = [
            models.UniqueConstraint(fields=["official_code"], name="official_code_names_one_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class OfficeRole(models.TextChoices):
    HEAD = "head", "Kepala unit (camat, lurah, kepala sekolah)"
    COMMITTEE = "committee", "Panitia"
    LEADER = "leader", "Pimpinan"


class OfficeKind(models.TextChoices):
    DEFINITIVE = "definitif", "Definitif"
    ACTING = "plt", "Plt."
    DAILY_ACTING = "plh", "Plh."


TWO_HEADS = "Unit ini sudah punya kepala definitif pada masa itu. Tulis dulu tanggal akhir jabatannya."


class OfficeHolding(models.Model):
    """Who holds which office of which unit, from when to when. Access follows the office; certificates follow the person."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holdings", verbose_name="unit kerja")
    person = models.ForeignKey(User, models.PROTECT, related_name="holdings", verbose_name="orang")
    role = models.CharField("peran", max_length=10, choices=OfficeRole.choices)
    kind = models.CharField("sifat", max_length=10, choices=OfficeKind.choices, default=OfficeKind.DEFINITIVE)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai (tidak termasuk)", null=True, blank=True)

    objects = OfficeHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "pemangku jabatan"
        verbose_name_plural = "pemangku jabatan"
        ordering = ("unit", "role", "-starts_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="an_office_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(role="head", kind="definitif", ends_on__isnull=True),
                name="one_definitive_head_per_unit",
            ),
            models.UniqueConstraint(
                fields=["unit", "person", "role"],
                condition=Q(ends_on__isnull=True),
                name="one_open_holding_per_person_unit_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.title}"

    def clean(self) -> None:
        """One definitive head per unit at a time (PostgreSQL also holds this by an exclusion constraint)."""
        if self.role != OfficeRole.HEAD or self.kind != OfficeKind.DEFINITIVE or not (self.unit_id and self.starts_on):
            return
        others = OfficeHolding.objects.filter(unit=self.unit_id, role=OfficeRole.HEAD, kind=OfficeKind.DEFINITIVE)
        others = others.exclude(pk=self.pk).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=self.starts_on))
        if self.ends_on:
            others = others.filter(starts_on__lt=self.ends_on)
        if others.exists():
            raise ValidationError({"starts_on": TWO_HEADS})

    @property
    def last_day(self) -> date | None:
        """The day after which the office is over, as people say it; None while no end is known."""
        return self.ends_on and self.ends_on - timedelta(days=1)

    @property
    def title(self) -> str:
        """«Camat Kenanga Contoh», «Plt. Lurah …»; other units: «Kepala …»."""
        if self.role != OfficeRole.HEAD:
            return f"{self.get_role_display()} {self.unit.name}"
        names = {UnitKind.SUBDISTRICT: "Camat", UnitKind.URBAN_VILLAGE: "Lurah"}
        office = names.get(UnitKind(self.unit.kind), "Kepala")
        place = self.unit.name.removeprefix("Kecamatan ").removeprefix("Kelurahan ")
        prefix = "" if self.kind == OfficeKind.DEFINITIVE else f"{self.get_kind_display()} "
        return f"{prefix}{office} {place}"
