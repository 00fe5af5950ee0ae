"""The register of the law: instruments, their provisions and what each said in which span of time (ADR 0005)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from ..querysets import ProvisionVersionQuerySet, RegulationQuerySet
from .terms import Certainty, Towards

OVERLAP = "Masa berlaku ini bertumpuk dengan versi lain dari pasal yang sama. Akhiri yang lama sebelum yang baru mulai."
ENDS_FIRST = "Tanggal akhir harus sesudah tanggal mulai. Ubah salah satunya, atau kosongkan bila tidak diketahui."


class Regulation(index.Indexed, models.Model):
    """One instrument: a law, government regulation, joint decree, circular or court ruling."""

    class Kind(models.TextChoices):
        CONSTITUTION = "UUD", "Undang-Undang Dasar"
        LAW = "UU", "Undang-Undang"
        GOVERNMENT = "PP", "Peraturan Pemerintah"
        PRESIDENTIAL = "Perpres", "Peraturan Presiden"
        BAWASLU = "Perbawaslu", "Peraturan Bawaslu"
        KPU = "PKPU", "Peraturan KPU"
        BKN = "Peraturan BKN", "Peraturan BKN"
        JOINT_DECREE = "SKB", "Keputusan Bersama"
        CIRCULAR = "SE", "Surat Edaran"
        LETTER = "Surat", "Surat"
        COURT = "Putusan MK", "Putusan Mahkamah Konstitusi"

    class Status(models.TextChoices):
        IN_FORCE = "berlaku", "berlaku"
        AMENDED = "diubah", "berlaku, sudah diubah"
        REVOKED = "dicabut", "dicabut"
        UNSURE = "perlu-dicek", "perlu dicek"

    slug = models.SlugField("kunci", max_length=60, unique=True)
    kind = models.CharField("jenis", max_length=20, choices=Kind.choices)
    number = models.CharField("nomor", max_length=80, blank=True)
    year = models.PositiveSmallIntegerField("tahun", null=True, blank=True)
    title = models.CharField("judul", max_length=400)
    short_title = models.CharField("sebutan singkat", max_length=80)
    status = models.CharField("status", max_length=20, choices=Status.choices)
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    valid_to = models.DateField("berlaku sampai (tidak termasuk)", null=True, blank=True)
    revoked_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="revokes", verbose_name="dicabut oleh"
    )
    amended_by = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="amends", verbose_name="diubah oleh"
    )
    certainty = models.CharField("kepastian", max_length=20, choices=Certainty.choices)
    source_url = models.URLField("tautan sumber resmi", blank=True)
    sources = models.JSONField("kode sumber", default=list, blank=True)
    note = models.TextField("catatan redaksi", blank=True)

    objects = RegulationQuerySet.as_manager()

    search_fields = [
        index.SearchField("title"), index.AutocompleteField("short_title"), index.SearchField("short_title"),
        index.AutocompleteField("title"), index.FilterField("status"), index.FilterField("kind"),
    ]  # fmt: skip

    class Meta:
        verbose_name = "peraturan"
        verbose_name_plural = "peraturan"
        ordering = ("kind", "-year", "number")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_regulation_ends_after_it_starts",
                violation_error_message="Tanggal akhir harus sesudah tanggal mulai.",
            )
        ]

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        return reverse("regulations:regulation", args=[self.slug])

    def clean(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValidationError({"valid_to": ValidationError(ENDS_FIRST, code="ends_first")})

    @property
    def legal_force(self) -> str:
        """schema.org's word for the status; empty where we are not sure."""
        known = {self.Status.IN_FORCE: "InForce", self.Status.AMENDED: "InForce", self.Status.REVOKED: "NotInForce"}
        return known.get(self.Status(self.status), "")


class Provision(index.Indexed, ClusterableModel):
    """A pasal (or annex row, or ruling point): the identity to which dated texts belong."""

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="provisions", verbose_name="peraturan")
    key = models.CharField("kunci dalam peraturan", max_length=120)
    label = models.CharField("sebutan", max_length=160)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    note = models.TextField("catatan redaksi", blank=True)

    search_fields = [
        index.SearchField("label"), index.AutocompleteField("label"),
        index.RelatedFields("regulation", [index.SearchField("short_title"), index.AutocompleteField("short_title")]),
    ]  # fmt: skip

    class Meta:
        verbose_name = "pasal"
        verbose_name_plural = "pasal"
        ordering = ("regulation", "position", "label")
        constraints = [models.UniqueConstraint(fields=["regulation", "key"], name="one_provision_per_key")]

    def __str__(self) -> str:
        return f"{self.label} {self.regulation.short_title}"

    @property
    def anchor(self) -> str:
        """Its place on the page of its regulation."""
        return f"pasal-{slugify(self.key)[:60]}"

    @property
    def path(self) -> str:
        """Its name in the address: «Lampiran II K4» is «lampiran-ii-k4»."""
        return slugify(self.key)

    def get_absolute_url(self) -> str:
        return reverse("regulations:provision", args=[self.regulation.slug, self.path])

    def clean(self) -> None:
        """Two provisions of one instrument never share an address, and none is without one."""
        if not self.path:
            raise ValidationError({"key": "Tulis sedikitnya satu huruf atau angka, misalnya «5 huruf n»."})
        siblings = Provision.objects.filter(regulation=self.regulation_id).exclude(pk=self.pk)
        twin = next((one for one in siblings.only("key", "label") if one.path == self.path), None)
        if twin is not None:
            raise ValidationError({"key": f"Kunci ini terlalu mirip dengan «{twin.key}» ({twin.label}). Bedakan."})


class ProvisionVersion(models.Model):
    """What a provision said in a span of time. ``valid_*``: in law; ``known_from``: when we came to know it."""

    class Effect(models.TextChoices):
        NEW = "baru", "baru"
        AMEND = "ubah", "diubah"
        REPEAL = "cabut", "dicabut"
        INTERPRET = "tafsir", "ditafsirkan"

    provision = ParentalKey(Provision, on_delete=models.PROTECT, related_name="versions", verbose_name="pasal")
    number = models.PositiveSmallIntegerField("versi")
    summary = models.TextField("isi dengan kata sendiri")
    quote = models.TextField("kutipan", blank=True)
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    valid_to = models.DateField("berlaku sampai (tidak termasuk)", null=True, blank=True)
    known_from = models.DateField("kami ketahui sejak", null=True, blank=True)
    effect = models.CharField("akibat", max_length=10, choices=Effect.choices, default=Effect.NEW)
    amended_by = models.ForeignKey(
        Regulation, models.PROTECT, null=True, blank=True, related_name="amended_versions", verbose_name="diubah oleh"
    )
    certainty = models.CharField("kepastian", max_length=20, choices=Certainty.choices)
    subjects = models.JSONField("subjek", default=list, blank=True)
    stages = models.JSONField("tahapan", default=list, blank=True)
    towards = models.CharField("terhadap", max_length=12, choices=Towards.choices, blank=True)
    sources = models.JSONField("kode sumber", default=list, blank=True)

    objects = ProvisionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "versi pasal"
        verbose_name_plural = "versi pasal"
        ordering = ("provision", "number")
        constraints = [
            models.UniqueConstraint(fields=["provision", "number"], name="one_text_per_version_number"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_provision_ends_after_it_starts",
                violation_error_message="Tanggal akhir harus sesudah tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision} (versi {self.number})"

    def clean(self) -> None:
        """Validity spans of one provision never overlap (PostgreSQL also holds this by an exclusion constraint)."""
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValidationError({"valid_to": ValidationError(ENDS_FIRST, code="ends_first")})
        if self.provision_id is None or getattr(self, "is_compared_on_screen", False):
            return
        others = ProvisionVersion.objects.filter(provision=self.provision_id).exclude(pk=self.pk)
        if others.overlapping(self.valid_from, self.valid_to).exists():
            raise ValidationError({"valid_from": ValidationError(OVERLAP, code="overlap")})

    @property
    def certainty_words(self) -> str:
        return Certainty(self.certainty).sentence

    def holds_on(self, day: date) -> bool:
        """In force that day; an unknown date on either side is open."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def overlaps(self, other: ProvisionVersion) -> bool:
        """Whether the two spans share a day."""
        starts_before = self.valid_from is None or other.valid_to is None or self.valid_from < other.valid_to
        ends_after = self.valid_to is None or other.valid_from is None or self.valid_to > other.valid_from
        return starts_before and ends_after


class Sanction(models.Model):
    """A kind of consequence, and the subjects whom it can reach: a PPPK never sees an article of PP 94/2021."""

    slug = models.SlugField("kunci", max_length=50, unique=True)
    name = models.CharField("nama", max_length=120)
    description = models.TextField("uraian")
    subjects = models.JSONField("subjek", default=list)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    provisions = models.ManyToManyField(Provision, blank=True, related_name="sanctions", verbose_name="dasar")

    class Meta:
        verbose_name = "sanksi"
        verbose_name_plural = "sanksi"
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name
