"""The bank: questions, their immutable versions, what a key rests on, and what readers report (ADR 0006)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from taggit.managers import TaggableManager
from wagtail.search import index

from elearning.lib.frozen import WrittenOnce
from elearning.regulations.models import Certainty

from .. import types
from ..drawing import Candidate
from ..querysets import QuestionHoldQuerySet, QuestionQuerySet, QuestionVersionQuerySet


class Level(models.TextChoices):
    EASY = "mudah", "mudah"
    MEDIUM = "sedang", "sedang"
    HARD = "sulit", "sulit"


class Question(index.Indexed, models.Model):
    """What a question IS, over all its editions. Quizzes point here; attempts point at a version."""

    class Status(models.TextChoices):
        DRAFT = "draf", "draf"
        PUBLISHED = "terbit", "terbit"
        HELD = "ditahan", "ditahan sampai kunci diperiksa"
        RETIRED = "pensiun", "tidak dipakai lagi"

    slug = models.SlugField("kunci", max_length=80, unique=True)
    name = models.CharField("nama", max_length=120)
    status = models.CharField("status", max_length=10, choices=Status.choices, default=Status.DRAFT)
    topics = TaggableManager("topik", blank=True, related_name="questions")
    audiences = models.JSONField("sasaran", default=list, blank=True)
    origin = models.CharField("asal", max_length=60, blank=True)
    editorial_note = models.TextField("catatan redaksi", blank=True)

    objects = QuestionQuerySet.as_manager()

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("status")]

    class Meta:
        verbose_name = "soal"
        verbose_name_plural = "soal"
        ordering = ("name",)
        permissions = [("publish_question", "Menerbitkan soal")]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> QuestionVersion | None:
        """The newest version, or None for a question that has no text yet."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)


class QuestionVersion(WrittenOnce):
    """One edition, immutable. An attempt keeps the version that it was given."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions", verbose_name="soal")
    number = models.PositiveSmallIntegerField("versi")
    type = models.CharField("jenis", max_length=20, choices=types.labels)
    level = models.CharField("tingkat", max_length=10, choices=Level.choices, default=Level.MEDIUM)
    scenario = models.TextField("situasi", blank=True)
    prompt = models.TextField("pertanyaan")
    explanation = models.TextField("pembahasan")
    certainty = models.CharField("kepastian", max_length=20, choices=Certainty.choices)
    stages = models.JSONField("tahapan", default=list, blank=True)
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, models.PROTECT, null=True, blank=True, related_name="question_versions",
        verbose_name="gambar",
    )  # fmt: skip
    gives_part_marks = models.BooleanField("nilai sebagian", default=False)
    reason = models.CharField("alasan versi baru", max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "versi soal"
        verbose_name_plural = "versi soal"
        ordering = ("question", "number")
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="one_text_per_question_version")]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"

    @cached_property
    def choices(self) -> tuple[types.Choice, ...]:
        """The options with their key, by option identity."""
        return tuple(option.choice for option in self.options.all())

    @cached_property
    def texts(self) -> dict[int, OptionText]:
        """The options by option identity."""
        return {option.option_id: option for option in self.options.all()}

    def candidate(self, *, is_open: bool) -> Candidate:
        """This edition as the draw sees it; ``is_open``: its question may be shown."""
        kind = types.KINDS[self.type]
        return Candidate(
            version=self.pk,
            is_open=is_open,
            order=kind.order,
            options=tuple(self.texts),
            matches=tuple((key, text.match_text) for key, text in self.texts.items()) if kind.has_matches else (),
        )


class Option(models.Model):
    """An option's identity, kept over versions, so that answers of two tests can be compared (capabilities 3.6)."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="options")
    key = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="one_option_per_key")]

    def __str__(self) -> str:
        return self.key


class OptionText(WrittenOnce):
    """How an option reads, and what it is worth, in one version of its question.

    ``match_text``: the right-hand side (matching). ``rank``: place in the right order, from 1 (ordering). ``tolerance``: how
    far a number may be off (numeric). ``region``: a rectangle on the picture in percent of its width and height,
    {"x", "y", "width", "height"} (hotspot).
    """

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="options")
    option = models.ForeignKey(Option, models.PROTECT, related_name="texts")
    position = models.PositiveSmallIntegerField()
    text = models.TextField("pilihan")
    is_correct = models.BooleanField("benar", default=False)
    match_text = models.TextField("pasangan", blank=True)
    rank = models.PositiveSmallIntegerField("urutan", null=True, blank=True)
    tolerance = models.DecimalField("toleransi", max_digits=20, decimal_places=6, null=True, blank=True)
    region = models.JSONField("bagian gambar", null=True, blank=True)
    feedback = models.TextField("umpan balik", blank=True)
    misconception = models.CharField("salah paham", max_length=120, blank=True)
    feedback_card = models.ForeignKey(
        "regulations.RuleCard", models.PROTECT, null=True, blank=True, related_name="feedback_uses",
        verbose_name="kartu di balik umpan balik",
    )  # fmt: skip
    feedback_card_version = models.ForeignKey(
        "regulations.RuleCardVersion", models.PROTECT, null=True, blank=True, related_name="feedback_uses"
    )

    class Meta:
        ordering = ("version", "position")
        constraints = [
            models.UniqueConstraint(fields=["version", "option"], name="one_text_per_option_and_version"),
            models.CheckConstraint(
                condition=Q(tolerance__isnull=True) | Q(tolerance__gte=0), name="a_tolerance_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def choice(self) -> types.Choice:
        return types.Choice(
            self.option_id, self.is_correct, self.match_text, self.rank, self.text, self.tolerance, self.region
        )


class QuestionBasis(WrittenOnce):
    """What the key of a version rests on: a rule card or, where no card fits, a provision itself."""

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="bases")
    card = models.ForeignKey(
        "regulations.RuleCard", models.PROTECT, null=True, blank=True, related_name="question_uses"
    )
    card_version = models.ForeignKey(
        "regulations.RuleCardVersion", models.PROTECT, null=True, blank=True, related_name="question_uses"
    )
    provision = models.ForeignKey(
        "regulations.Provision", models.PROTECT, null=True, blank=True, related_name="question_uses"
    )

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(card__isnull=False, provision__isnull=True) | Q(card__isnull=True, provision__isnull=False),
                name="a_basis_is_a_card_or_a_provision",
            ),
            models.UniqueConstraint(fields=["version", "card"], name="one_basis_per_card"),
            models.UniqueConstraint(fields=["version", "provision"], name="one_basis_per_provision"),
        ]

    def __str__(self) -> str:
        return str(self.card or self.provision)


class QuestionHold(models.Model):
    """«Ditahan sampai kunci diperiksa»: from the day a rule is reversed until somebody has seen to the key (ADR 0014)."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="holds", verbose_name="soal")
    publication = models.ForeignKey(
        "regulations.RuleCardVersion", models.PROTECT, related_name="question_holds", verbose_name="terbitan kartu"
    )
    held_from = models.DateTimeField("ditahan sejak")
    created_at = models.DateTimeField()
    released_at = models.DateTimeField("dilepas", null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    release_reason = models.CharField("alasan dilepas", max_length=200, blank=True)

    objects = QuestionHoldQuerySet.as_manager()

    class Meta:
        verbose_name = "soal ditahan"
        verbose_name_plural = "soal ditahan"
        ordering = ("-held_from",)
        constraints = [
            models.UniqueConstraint(fields=["question", "publication"], name="one_hold_per_question_and_publication"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(release_reason=""), name="a_release_states_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.publication}"


class QuestionReport(models.Model):
    """«Laporkan kekeliruan soal»: a text for the editors, from nobody in particular."""

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="reports", verbose_name="soal")
    text = models.TextField("isi laporan", max_length=500)
    created_on = models.DateField("tanggal")
    resolved_at = models.DateTimeField("selesai", null=True, blank=True)

    class Meta:
        verbose_name = "laporan kekeliruan soal"
        verbose_name_plural = "laporan kekeliruan soal"
        ordering = ("resolved_at", "-created_on")

    def __str__(self) -> str:
        return self.text[:60]
