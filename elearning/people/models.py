"""People, the units they work in, and who holds which office from when to when (ADR 0001, 0002, 0004)."""

import secrets
import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from treebeard.mp_tree import MP_Node, MP_NodeManager

from elearning.lib import dates, nip

from .querysets import OfficeHoldingQuerySet, UnitQuerySet, UserQuerySet


class EmploymentStatus(models.TextChoices):
    PNS = "pns", "PNS"
    CPNS = "cpns", "CPNS"
    PPPK = "pppk", "PPPK"
    NON_ASN = "non-asn", "Bukan ASN"


class IdentityLevel(models.TextChoices):
    """How we know that a person is who the name says; printed on the verification page."""

    SELF_DECLARED = "self", "diisi sendiri oleh pemilik"
    HEAD_CONFIRMED = "head", "dikonfirmasi camat"
    COMMITTEE_CHECKED = "committee", "diperiksa panitia"


def random_username() -> str:
    return f"u{secrets.token_hex(12)}"


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, display_name: str = "", *, email: str | None = None, password: str | None = None, **fields):
        """A person. Without ``password`` nobody can sign in by password, only by kode peserta."""
        user = self.model(display_name=display_name, email=self.normalize_email(email) if email else None, **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save()
        return user

    def create_superuser(self, email: str, password: str, display_name: str = "Pengelola", **fields):
        return self.create_user(display_name, email=email, password=password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One person, ASN or not. Only the name is required; NIP, unit and e-mail may be unknown for ever."""

    username = models.CharField(max_length=32, unique=True, default=random_username)
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    display_name = models.CharField(
        "nama lengkap dengan gelar", max_length=120, help_text="Disimpan dan dicetak persis seperti ditulis."
    )
    employment_status = models.CharField(
        "status kepegawaian", max_length=10, choices=EmploymentStatus.choices, blank=True
    )
    nip = models.CharField("NIP / NI PPPK", max_length=18, null=True, blank=True)  # noqa: DJ001 - NULL keeps it unique
    position_title = models.CharField("jabatan", max_length=120, blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="people", verbose_name="unit kerja"
    )
    unit_name = models.CharField("unit kerja (ditulis sendiri)", max_length=160, blank=True)
    email = models.EmailField("email", null=True, blank=True)  # noqa: DJ001 - many people have none
    phone = models.CharField("nomor WhatsApp", max_length=20, blank=True)
    identity_level = models.CharField(
        "cara identitas diperiksa", max_length=10, choices=IdentityLevel.choices, default=IdentityLevel.SELF_DECLARED
    )
    identity_disputed_at = models.DateTimeField("ditandai «bukan saya»", null=True, blank=True)
    is_active = models.BooleanField("aktif", default=True)
    date_joined = models.DateTimeField("tercatat sejak", default=timezone.now)

    objects = UserManager()

    # Set by CodeBackend for whoever came by badge or kode peserta. A badge is worn for all to photograph, so such a
    # session opens the person's own learning and nothing that an office, a group or superuser rights would (ADR 0002).
    signed_in_by_code = False

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = "orang"
        verbose_name_plural = "orang"
        ordering = ("display_name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["nip"],
                name="nip_belongs_to_one_person",
                violation_error_message="NIP ini sudah terdaftar.",
            ),
            models.CheckConstraint(
                condition=Q(nip__isnull=True) | Q(nip__regex=r"^[0-9]{18}$"),
                name="nip_is_18_digits",
                violation_error_message="NIP / NI PPPK terdiri atas 18 angka.",
            ),
            models.UniqueConstraint(Lower("email"), name="email_belongs_to_one_person"),
        ]

    def __str__(self) -> str:
        return self.display_name or "(tanpa nama)"

    @property
    def sees_everything(self) -> bool:
        """A superuser who signed in by password."""
        return self.is_active and self.is_superuser and not self.signed_in_by_code

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        return not self.signed_in_by_code and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return not self.signed_in_by_code and super().has_module_perms(app_label)

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def first_name(self) -> str:
        """What Wagtail's sidebar calls somebody; without it the random username would stand there."""
        return self.display_name

    @property
    def initials(self) -> str:
        """«Drs. H. A. C.»-like: enough to recognise oneself, too little to learn a name from a badge."""
        return " ".join(f"{word[0]}." for word in self.display_name.split(",")[0].split() if word[0].isalnum())

    @property
    def unit_label(self) -> str:
        return self.unit_name or (self.unit.name if self.unit_id else "")

    @property
    def nip_display(self) -> str:
        return nip.display(self.nip or "")

    @property
    def is_pppk(self) -> bool:
        return self.employment_status == EmploymentStatus.PPPK


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
    def title(self) -> str:
        """«Camat Kenanga Contoh», «Plt. Lurah …»; other units: «Kepala …»."""
        if self.role != OfficeRole.HEAD:
            return f"{self.get_role_display()} {self.unit.name}"
        names = {UnitKind.SUBDISTRICT: "Camat", UnitKind.URBAN_VILLAGE: "Lurah"}
        office = names.get(UnitKind(self.unit.kind), "Kepala")
        place = self.unit.name.removeprefix("Kecamatan ").removeprefix("Kelurahan ")
        prefix = "" if self.kind == OfficeKind.DEFINITIVE else f"{self.get_kind_display()} "
        return f"{prefix}{office} {place}"


class ParticipantCode(models.Model):
    """The secret kode peserta, as a digest. The code itself is shown once and stored nowhere (ADR 0002)."""

    person = models.ForeignKey(User, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "kode peserta"
        verbose_name_plural = "kode peserta"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_live_code_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"kode milik {self.person_id}"


class IdentityReport(models.Model):
    """«Ini bukan saya»: somebody says that a NIP was registered by another person. It flags, it locks nothing."""

    nip = models.CharField("NIP", max_length=18)
    person = models.ForeignKey(User, models.CASCADE, related_name="identity_reports", verbose_name="tercatat pada")
    created_at = models.DateTimeField("diterima")
    resolved_at = models.DateTimeField("selesai", null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("catatan", max_length=500, blank=True)

    class Meta:
        verbose_name = "laporan «bukan saya»"
        verbose_name_plural = "laporan «bukan saya»"
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | (Q(resolved_by__isnull=False) & ~Q(note="")),
                name="a_resolved_report_says_by_whom_and_how",
            )
        ]

    def __str__(self) -> str:
        return f"«Bukan saya»: {self.person}"
