"""The session: theme, place, dated days, materi, and who runs it (ADR 0007, 0009)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from elearning.lib import dates

from ..querysets import TrainingSessionQuerySet

if TYPE_CHECKING:
    from certificates.models import KeptPicture
    from quizzes.models import Quiz

    from .papers import SessionSignatory


class TrainingSession(ClusterableModel):
    """A sosialisasi: theme, place, dated days, people, tests, and the conditions for its certificate."""

    class State(models.TextChoices):
        DRAFT = "draf", "Draf"
        OPEN = "berjalan", "Berjalan"
        CLOSED = "ditutup", "Daftar hadir ditutup"
        ISSUED = "terbit", "Sertifikat terbit"

    slug = models.SlugField("alamat", max_length=80, unique=True)
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField("tema", max_length=200)
    activity = models.CharField("nama kegiatan", max_length=160, default="Sosialisasi Netralitas ASN")
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="training_sessions", verbose_name="unit penyelenggara"
    )
    organiser = models.CharField("penyelenggara (tercetak)", max_length=160)
    venue = models.CharField("tempat", max_length=160)
    city = models.CharField("kota (tercetak di dekat tanda tangan)", max_length=80)
    time_zone = models.CharField("zona waktu", max_length=20, choices=list(dates.ZONES.items()), default=dates.WIB)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    room_code = models.CharField("kode ruangan", max_length=4, blank=True, editable=False)
    # What stands above and below the papers (ADR 0036); who signs them: SessionSignatory.
    letterhead = models.TextField("alamat pada kop", max_length=370, blank=True, help_text="Paling banyak tiga baris.")
    logo = models.ForeignKey(
        "certificates.KeptPicture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="logo"
    )
    second_logo = models.ForeignKey(
        "certificates.KeptPicture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="logo kedua"
    )
    template = models.ForeignKey(
        "certificates.Template", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="templat sertifikat",
    )  # fmt: skip
    # What the heads among the participants hand on, and what its certificate says was learnt (ADR 0037, 0039).
    course = models.ForeignKey(
        "lessons.CoursePage", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="materi yang diteruskan",
        help_text="Materi yang dibagikan kepala unit ke jajarannya. Kosongkan untuk materi pertama di situs ini.",
    )  # fmt: skip
    min_days_attended = models.PositiveSmallIntegerField("paling sedikit hadir (hari)", default=1)
    pre_test = models.ForeignKey(
        "quizzes.Quiz", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pre-test"
    )
    post_test = models.ForeignKey(
        "quizzes.Quiz", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="post-test"
    )
    needs_post_test_taken = models.BooleanField("harus mengerjakan post-test", default=False)
    needs_post_test_passed = models.BooleanField("harus lulus post-test", default=False)
    pre_test_opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    pre_test_closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    post_test_opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    post_test_closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    list_closed_at = models.DateTimeField("daftar hadir ditutup", null=True, blank=True, editable=False)
    # What the public sees, and who may put himself on the list (ADR 0029).
    is_announced = models.BooleanField("tampilkan di jadwal umum", default=False)
    invitation = models.TextField(
        "keterangan untuk calon peserta", max_length=600, blank=True,
        help_text="Untuk siapa, dan apa yang dibawa. Tampil di halaman umum.",
    )  # fmt: skip
    takes_registrations = models.BooleanField("terima pendaftaran lewat tautan", default=False)
    registration_quota = models.PositiveSmallIntegerField(
        "kuota", null=True, blank=True,
        help_text="Jumlah semua peserta, juga yang diundang. Kosongkan bila tanpa batas.",
    )  # fmt: skip
    registration_closes_on = models.DateField(
        "pendaftaran ditutup pada akhir hari", null=True, blank=True,
        help_text="Kosongkan untuk menerima sampai hari pertama mulai.",
    )  # fmt: skip
    # «Sosialisasi di kantor» (experience.md C7): run by whoever heads the unit on the day (ADR 0042).
    is_at_office = models.BooleanField("sosialisasi di kantor", default=False, editable=False)
    expected_people = models.PositiveSmallIntegerField("perkiraan peserta", null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    duties: frozenset[str]  # what the visitor may do in it, set by views.access

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "sosialisasi"
        verbose_name_plural = "sosialisasi"
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(condition=Q(min_days_attended__gte=1), name="a_certificate_needs_a_day"),
            models.UniqueConstraint(
                fields=["room_code"], condition=Q(state="berjalan") & ~Q(room_code=""), name="one_running_room_per_code"
            ),
            models.CheckConstraint(
                condition=Q(needs_post_test_passed=False, needs_post_test_taken=False) | Q(post_test__isnull=False),
                name="a_post_test_to_pass_exists",
                violation_error_message="Pilih kuis post-test, atau jangan mensyaratkan post-test.",
            ),
            models.CheckConstraint(
                condition=Q(registration_quota__isnull=True) | Q(registration_quota__gte=1),
                name="a_quota_has_room_for_somebody",
                violation_error_message="Kuota sedikitnya 1 orang. Kosongkan bila tanpa batas.",
            ),
            models.CheckConstraint(
                condition=Q(is_at_office=False) | Q(is_announced=False, expected_people__gte=1),
                name="an_office_session_is_for_its_office",
                violation_error_message="Sosialisasi di kantor tidak tampil di jadwal umum.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def lesson_hours(self) -> int:
        return sum(material.lesson_hours for material in self.materials.all())

    @property
    def letterhead_lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.letterhead.splitlines() if line.strip())

    @property
    def first_signatory(self) -> SessionSignatory | None:
        """Who answers for the list of attendance and for the report."""
        return next(iter(self.signatories.all()), None)

    @property
    def logos(self) -> list[KeptPicture]:
        return [picture for picture in (self.logo, self.second_logo) if picture is not None]

    @property
    def zone_name(self) -> str:
        return dates.ZONES[self.time_zone]

    @property
    def source(self) -> str:
        """How a batch of certificates names what it rests on."""
        return f"training:session:{self.public_id}"

    @property
    def context(self) -> str:
        """How attempts name this occasion."""
        return f"session:{self.public_id}"

    def test(self, kind: str) -> Quiz | None:
        """The quiz of the test «pre» or «post»."""
        return self.pre_test if kind == "pre" else self.post_test

    def test_is_open(self, kind: str, at: datetime) -> bool:
        """Also while its closing is announced and still ahead."""
        opened, closed = getattr(self, f"{kind}_test_opened_at"), getattr(self, f"{kind}_test_closed_at")
        return self.state == self.State.OPEN and opened is not None and (closed is None or at < closed)

    def test_was_opened(self, kind: str) -> bool:
        """Whether the committee opened it, though it may be closed again."""
        return getattr(self, f"{kind}_test_opened_at") is not None

    def runs_on(self, on: date) -> bool:
        """Whether ``on`` lies between the first and the last day, both included."""
        days = [day.date for day in self.days.all()]
        return bool(days) and min(days) <= on <= max(days)

    def is_open(self, at: datetime) -> bool:
        """Whether attendance may still be recorded."""
        return self.state == self.State.OPEN and (self.list_closed_at is None or at < self.list_closed_at)

    def today(self, at: datetime) -> SessionDay | None:
        """The session's day that it is now at the place, or None."""
        local = dates.local_day(at, self.time_zone)
        return next((day for day in self.days.all() if day.date == local), None)


class SessionDay(models.Model):
    session = ParentalKey(TrainingSession, on_delete=models.CASCADE, related_name="days")
    date = models.DateField("tanggal")
    starts_at = models.TimeField("mulai")
    ends_at = models.TimeField("selesai")
    venue = models.CharField("tempat hari ini, bila lain", max_length=160, blank=True)

    class Meta:
        verbose_name = "hari"
        verbose_name_plural = "hari"
        ordering = ("date",)
        constraints = [
            models.UniqueConstraint(
                fields=["session", "date"], name="one_row_per_session_day",
                violation_error_message="Tanggal ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_day_ends_after_it_starts",
                violation_error_message="Jam selesai harus sesudah jam mulai.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return dates.long_date(self.date)


class SessionMaterial(models.Model):
    """One materi with its speaker and its JP; the second page of the certificate lists them."""

    session = ParentalKey(TrainingSession, on_delete=models.CASCADE, related_name="materials")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    title = models.CharField("materi", max_length=200)
    speaker = models.CharField("narasumber", max_length=120)
    speaker_title = models.CharField("jabatan narasumber", max_length=160, blank=True)
    lesson_hours = models.PositiveSmallIntegerField("JP", default=1)

    class Meta:
        verbose_name = "materi"
        verbose_name_plural = "materi"
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return self.title


class CommitteeMember(models.Model):
    """Who runs a session, and with which duty: the role narrows what a member may open (permissions.DUTIES)."""

    class Role(models.TextChoices):
        LEAD = "ketua", "ketua"
        MEMBER = "anggota", "anggota"
        DESK = "meja", "petugas meja registrasi"
        REPORT = "laporan", "dokumentasi dan laporan"

    session = ParentalKey(TrainingSession, on_delete=models.CASCADE, related_name="committee")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="committee_of", verbose_name="orang"
    )
    role = models.CharField("peran", max_length=10, choices=Role.choices, default=Role.MEMBER)

    class Meta:
        verbose_name = "panitia"
        verbose_name_plural = "panitia"
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="a_committee_member_once")]

    def __str__(self) -> str:
        return str(self.person)
