"""The register of the law: dated provisions, and the rule cards that teach them (ADR 0005, capabilities.md 3.1)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from elearning.lib.frozen import WrittenOnce

from .querysets import ProvisionVersionQuerySet, RegulationQuerySet, RuleCardQuerySet


class Certainty(models.TextChoices):
    """How sure we are of a statement. DOUBTFUL never becomes an answer key."""

    VERIFIED = "terverifikasi", "terverifikasi"
    KNOWN = "pengetahuan", "pengetahuan umum"
    DOUBTFUL = "perlu-dicek", "perlu dicek"

    @property
    def sentence(self) -> str:
        """What the reader is told about it."""
        return {
            "terverifikasi": "Terverifikasi: isi atau nomornya terlihat di sumber.",
            "pengetahuan": "Pengetahuan umum: belum dicocokkan dengan naskahnya.",
            "perlu-dicek": "Perlu dicek: sumbernya berbeda atau belum ditemukan.",
        }[self.value]


class Stage(models.TextChoices):
    BEFORE = "sebelum", "Sebelum masa kampanye"
    DURING = "selama", "Masa kampanye sampai pemungutan suara"
    AFTER = "sesudah", "Sesudah pemungutan suara"


class Subject(models.TextChoices):
    """To whom a rule speaks."""

    PNS = "pns", "PNS"
    CPNS = "cpns", "CPNS"
    PPPK = "pppk", "PPPK"
    NON_ASN = "non-asn", "Tenaga non-ASN"
    SUBDISTRICT_HEAD = "camat", "Camat"
    TEACHER = "guru", "Guru"
    VILLAGE_HEAD = "kepala-desa", "Kepala desa"
    VILLAGE_STAFF = "perangkat-desa", "Perangkat desa"
    VILLAGE_COUNCIL = "bpd", "Anggota BPD"
    ARMY = "tni", "Anggota TNI"
    POLICE = "polri", "Anggota Polri"
    OFFICIAL = "pejabat", "Pejabat"
    REGIONAL_HEAD = "kepala-daerah", "Kepala daerah"
    SUPERIOR = "atasan", "Atasan"
    ANYONE = "siapa-pun", "Siapa pun"


class Role(models.TextChoices):
    """Who the reader says he is; it changes the example a card shows, never the rule."""

    HEAD = "camat-lurah", "Camat/Lurah"
    TEACHER = "guru", "Guru"
    HEALTH = "nakes", "Tenaga kesehatan"
    STAFF = "staf", "Staf kantor"
    STRUCTURAL = "struktural", "Pejabat struktural"


OVERLAP = "Masa berlaku ini bertumpuk dengan versi lain dari pasal yang sama."


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

    def get_absolute_url(self) -> str:
        return f"{self.regulation.get_absolute_url()}#{self.anchor}"


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
        if self.provision_id is None or getattr(self, "is_compared_on_screen", False):
            return
        others = ProvisionVersion.objects.filter(provision=self.provision_id).exclude(pk=self.pk)
        if others.overlapping(self.valid_from, self.valid_to).exists():
            raise ValidationError({"valid_from": OVERLAP})

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


class CardTopic(TaggedItemBase):
    content_object = ParentalKey("regulations.RuleCard", on_delete=models.CASCADE, related_name="tagged_topics")


class Verdict(models.TextChoices):
    """The three labels: always a shape and a word, never a colour (experience.md §2)."""

    ALLOWED = "boleh", "BOLEH"
    FORBIDDEN = "tidak-boleh", "TIDAK BOLEH"
    CONDITIONAL = "boleh-dengan-syarat", "BOLEH DENGAN SYARAT"


class RuleCard(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, index.Indexed, ClusterableModel
):
    """One act and whether it is allowed. Lessons, questions and quick answers rest on cards and never copy them."""

    slug = models.SlugField("kunci", max_length=80, unique=True)
    title = models.CharField("judul", max_length=100, help_text="Perbuatannya, paling banyak sembilan kata.")
    act = models.TextField("perbuatan")
    verdict = models.CharField("label", max_length=20, choices=Verdict.choices)
    situation = models.TextField("situasi", blank=True)
    reason = models.TextField("mengapa")
    advice = models.TextField("sebaiknya", blank=True)
    keywords = models.JSONField("kata kunci pencarian", default=list, blank=True)
    subjects = models.JSONField("subjek", default=list, blank=True)
    stages = models.JSONField("tahapan", default=list, blank=True)
    sanctions = ParentalManyToManyField(Sanction, blank=True, related_name="cards", verbose_name="sanksi")
    certainty = models.CharField("kepastian", max_length=20, choices=Certainty.choices)
    local_rule = models.TextField("aturan instansi", blank=True, help_text="Tempat aturan setempat yang lebih ketat.")
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    reviewed_on = models.DateField("diperiksa", null=True, blank=True)
    sources = models.JSONField("kode sumber", default=list, blank=True)
    editorial_note = models.TextField("catatan redaksi", blank=True)
    topics = ClusterTaggableManager(through=CardTopic, blank=True, verbose_name="topik")

    objects = RuleCardQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=4), index.SearchField("act", boost=2), index.SearchField("situation"),
        index.SearchField("reason"), index.SearchField("keyword_text", boost=3), index.AutocompleteField("title"),
        index.AutocompleteField("keyword_text"), index.FilterField("live"), index.FilterField("verdict"),
        index.FilterField("certainty"),
    ]  # fmt: skip

    class Meta:
        verbose_name = "kartu aturan"
        verbose_name_plural = "kartu aturan"
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("regulations:card", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "regulations/card_detail.html"

    def get_preview_context(self, request, mode_name):
        from .presenting import present
        from .readers import reader_of

        return {"shown": present(self, reader_of(request), on=timezone.localdate()), "request": request}

    def publish(self, revision, *args, **kwargs):
        """Wagtail's one way of publishing, from the screen, a workflow or the clock. Raises CardRefused (see services)."""
        from .services import require_publishable

        require_publishable(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    @property
    def initial(self) -> str:
        """Its place in an A–Z list."""
        return self.title[:1].upper()

    @property
    def keyword_text(self) -> str:
        return " ".join(self.keywords)

    @property
    def full_url(self) -> str:
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{self.get_absolute_url()}"


class CardCondition(models.Model):
    """One box of «Boleh hanya jika semua ini terpenuhi»."""

    card = ParentalKey(RuleCard, on_delete=models.CASCADE, related_name="conditions")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    text = models.CharField("syarat", max_length=300)

    class Meta:
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return self.text


class CardExample(models.Model):
    """The situation as a reader of one role meets it; the rule stays the same."""

    card = ParentalKey(RuleCard, on_delete=models.CASCADE, related_name="examples")
    role = models.CharField("peran", max_length=20, choices=Role.choices)
    situation = models.TextField("situasi")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "role"], name="one_example_per_card_and_role")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.situation}"


class Citation(models.Model):
    """A card rests on a provision; ``certainty`` says how sure we are of this very link."""

    class Role(models.TextChoices):
        BASIS = "dasar", "dasar"
        ILLUSTRATION = "ilustrasi", "ilustrasi"
        COUNTER = "kontra", "pembanding"

    card = ParentalKey(RuleCard, on_delete=models.CASCADE, related_name="citations")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="citations", verbose_name="pasal")
    role = models.CharField("sebagai", max_length=10, choices=Role.choices, default=Role.BASIS)
    certainty = models.CharField("kepastian", max_length=20, choices=Certainty.choices)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["card", "provision", "role"], name="one_citation_per_role")]

    def __str__(self) -> str:
        return str(self.provision)


class RuleCardVersion(WrittenOnce):
    """What a card taught from one publication to the next; written once, when the card is published.

    Wagtail's revisions serve the editing screen and may be purged; this row answers «apa yang kami ajarkan hari itu».
    """

    class Effect(models.TextChoices):
        EDITORIAL = "redaksional", "redaksional"
        CLARIFYING = "memperjelas", "memperjelas"
        REVERSING = "membalik", "membalik"

    card = models.ForeignKey(RuleCard, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    effect = models.CharField(max_length=12, choices=Effect.choices)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "terbitan kartu"
        verbose_name_plural = "terbitan kartu"
        ordering = ("card", "number")
        constraints = [models.UniqueConstraint(fields=["card", "number"], name="one_publication_per_number")]

    def __str__(self) -> str:
        return f"{self.card} terbitan {self.number}"


class SearchMiss(models.Model):
    """What people looked for and did not find: the text and how often, never who."""

    text = models.CharField("dicari", max_length=120, unique=True)
    count = models.PositiveIntegerField("kali", default=0)
    first_on = models.DateField("pertama")
    last_on = models.DateField("terakhir")

    class Meta:
        verbose_name = "pencarian tanpa jawaban"
        verbose_name_plural = "pencarian tanpa jawaban"
        ordering = ("-count", "text")

    def __str__(self) -> str:
        return self.text


class Synonym(models.Model):
    """Words that people use for the words that cards use: «nyalon» for «mencalonkan diri»."""

    term = models.CharField("kata orang", max_length=60, unique=True)
    means = models.CharField("kata di kartu", max_length=200, help_text="Pisahkan dengan koma.")

    class Meta:
        verbose_name = "padanan kata"
        verbose_name_plural = "padanan kata"
        ordering = ("term",)

    def __str__(self) -> str:
        return f"{self.term} → {self.means}"


class LoadedRecord(models.Model):
    """What `load_content` last wrote for a record, so that an editor's change is told from a change of ours (ADR 0012)."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_fingerprint_per_loaded_record")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
