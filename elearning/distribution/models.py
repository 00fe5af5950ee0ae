"""A unit hands a course on to its staff: its node, the share link, and who joined through it (ADR 0037)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q

from elearning.lib.frozen import WrittenOnce

from .querysets import CascadeNodeQuerySet, HandoutQuerySet, KitFileQuerySet, ReceiptQuerySet

if TYPE_CHECKING:
    from elearning.lessons.models import CoursePage
    from elearning.people.models import Unit


class CascadeNode(models.Model):
    """A unit's part in handing on one course: how many staff it has, until when, and whether it still runs (ADR 0037).

    The office holds it, not a person: who heads the unit that day works on it, and a successor finds all of it. Its place
    in the tree of nodes is that of its unit.
    """

    class Opening(models.TextChoices):
        ATTENDED = "hadir", "hadir di sosialisasi"
        PASSED = "lulus", "lulus kuis"
        BY_HAND = "sendiri", "dibuka sendiri"

    class Source(models.TextChoices):
        HEAD = "kepala", "menurut kepala unit"
        LIST = "daftar", "menurut daftar pegawai"
        PERSONNEL = "kepegawaian", "menurut data kepegawaian"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="cascade_nodes", verbose_name="unit kerja")
    course = models.ForeignKey(
        "lessons.CoursePage", models.PROTECT, related_name="cascade_nodes", verbose_name="kursus"
    )
    opening = models.CharField("dibuka karena", max_length=8, choices=Opening.choices)
    opened_at = models.DateTimeField("dibuka")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    staff_target = models.PositiveIntegerField("jumlah ASN", null=True, blank=True)
    staff_target_source = models.CharField("sumber jumlah", max_length=11, choices=Source.choices, blank=True)
    due_on = models.DateField("batas", null=True, blank=True)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    objects = CascadeNodeQuerySet.as_manager()

    class Meta:
        verbose_name = "simpul sebaran"
        verbose_name_plural = "simpul sebaran"
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["unit", "course"], name="one_node_per_unit_and_course"),
            models.CheckConstraint(
                condition=Q(staff_target__isnull=True) | Q(staff_target__gt=0), name="a_staff_target_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(staff_target__isnull=True, staff_target_source="")
                | (Q(staff_target__isnull=False) & ~Q(staff_target_source="")),
                name="a_staff_target_states_its_source",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="a_node_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.course}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Handout(models.Model):
    """A share link `/b/<kode>` of a node. The code is no secret; it opens only what is public."""

    code = models.CharField("kode bagikan", max_length=6, unique=True, editable=False)
    node = models.ForeignKey(CascadeNode, models.PROTECT, related_name="handouts")
    shared_by = models.CharField("dibagikan oleh", max_length=160)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    objects = HandoutQuerySet.as_manager()

    class Meta:
        verbose_name = "tautan bagikan"
        verbose_name_plural = "tautan bagikan"
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["node"], condition=Q(closed_at__isnull=True), name="one_open_handout_per_node"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("created_at")),
                name="a_handout_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node.unit} · {self.code}"

    @property
    def unit(self) -> Unit:
        return self.node.unit

    @property
    def course(self) -> CoursePage:
        return self.node.course

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Receipt(models.Model):
    """A person who came through a handout. The unit's head may confirm «Benar pegawai saya»."""

    class State(models.TextChoices):
        SELF_DECLARED = "sendiri", "diisi sendiri"
        CONFIRMED = "benar", "dikonfirmasi camat"
        REJECTED = "bukan", "bukan pegawai unit ini"

    handout = models.ForeignKey(Handout, models.PROTECT, related_name="receipts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="receipts")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SELF_DECLARED)
    joined_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = "tanda terima"
        verbose_name_plural = "tanda terima"
        ordering = ("handout", "joined_at")
        constraints = [models.UniqueConstraint(fields=["handout", "person"], name="a_person_joins_a_handout_once")]

    def __str__(self) -> str:
        return f"{self.person_id} lewat {self.handout_id}"


class KitEdition(WrittenOnce):
    """What a course taught from one day on: its cards with their publication in force, as printed (ADR 0040)."""

    course = models.ForeignKey("lessons.CoursePage", models.PROTECT, related_name="kit_editions", verbose_name="kursus")
    number = models.PositiveIntegerField("versi")
    content_hash = models.CharField(max_length=64)
    effective_on = models.DateField("berlaku sejak")
    made_at = models.DateTimeField("dibuat")
    facts = models.JSONField()

    class Meta:
        verbose_name = "versi paket sebar"
        verbose_name_plural = "versi paket sebar"
        ordering = ("course", "number")
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="one_kit_edition_per_number")]

    def __str__(self) -> str:
        return f"Versi {self.number}"


def private_storage():
    """Papers with a link of a unit are handed out by a view, never by MEDIA_URL."""
    return storages["private"]


def filed_under(file: KitFile, filename: str) -> str:
    """Course, edition and unit, and the hash of the bytes: two workers never share a name for different bytes."""
    whose = file.node.public_id if file.node_id else "bersama"
    return f"paket/{file.edition.course_id}/{file.edition.number}/{whose}/{filename}"


class KitFile(models.Model):
    """One file of a kit: still to be made, made, failed, or of an edition that is over (then without bytes).

    ``node`` is None for what all units share. ``fingerprint`` is of the words that do not come from the edition (code,
    office, due date): other words, and it is made anew. A worker leases the row; a killed one's lease runs out.
    """

    class Kind(models.TextChoices):
        PREVIEW = "pratinjau", "Gambar pratinjau tautan"
        CARD_A = "kartu-a", "Gambar kartu A"
        CARD_B = "kartu-b", "Gambar kartu B"
        CARD_C = "kartu-c", "Gambar kartu C"
        CARD_D = "kartu-d", "Gambar kartu D"
        CARD_E = "kartu-e", "Gambar kartu E"
        CARD_F = "kartu-f", "Gambar kartu F"
        POSTER_A4 = "poster-a4", "Poster QR A4"
        POSTER_A3 = "poster-a3", "Poster QR A3"
        LEAFLET = "selebaran", "Selebaran Boleh / Tidak boleh"
        SLIDES = "paparan", "Bahan paparan"
        SLIDES_PDF = "paparan-pdf", "Bahan paparan"
        SPEECH = "naskah-apel", "Naskah apel"

    edition = models.ForeignKey(KitEdition, models.PROTECT, related_name="files")
    node = models.ForeignKey(CascadeNode, models.PROTECT, null=True, blank=True, related_name="kit_files")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    fingerprint = models.CharField(max_length=64)
    file = models.FileField(storage=private_storage, upload_to=filed_under, max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = KitFileQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas paket sebar"
        verbose_name_plural = "berkas paket sebar"
        ordering = ("edition", "node", "kind")
        constraints = [
            models.UniqueConstraint(fields=["edition", "node", "kind"], name="one_kit_file_per_node_and_kind"),
            models.UniqueConstraint(
                fields=["edition", "kind"], condition=Q(node__isnull=True), name="one_shared_kit_file_per_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(made_at__isnull=True), name="kit_files_to_make"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.edition}"

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None and bool(self.file)

    @property
    def is_given_up(self) -> bool:
        """Failed so often that nobody tries any more, until somebody says so."""
        return self.made_at is None and self.attempts >= KitFileQuerySet.MAX_ATTEMPTS
