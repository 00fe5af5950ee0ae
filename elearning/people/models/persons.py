"""People: persons, their secret codes, and what is reported about them (ADR 0001, 0002)."""

import secrets
import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from elearning.lib import nip

from ..querysets import UserQuerySet


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
    # Set beside it for whoever came by «Kartu akses»: the one holding whose office the session opens (ADR 0039).
    office_by_card: int | None = None

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
