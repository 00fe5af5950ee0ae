"""Questions with immutable versions, quizzes, and attempts that are only ever appended to (ADR 0006, 0007)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.managers import TaggableManager
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from elearning.lessons.models import BasePage, CoursePage
from elearning.lib.frozen import WrittenOnce
from elearning.regulations.models import Certainty

from . import types
from .drawing import Candidate
from .querysets import AnswerQuerySet, AttemptQuerySet, QuestionQuerySet, QuizPageManager


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
    reason = models.CharField("alasan versi baru", max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "versi soal"
        verbose_name_plural = "versi soal"
        ordering = ("question", "number")
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="one_text_per_question_version")]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"

    def candidate(self, *, is_open: bool) -> Candidate:
        """This edition as the draw sees it; ``is_open``: its question may be shown."""
        kind, options = types.KINDS[self.type], list(self.options.all())
        return Candidate(
            version=self.pk,
            is_open=is_open,
            order=kind.order,
            options=tuple(option.option_id for option in options),
            matches=tuple((option.option_id, option.match_text) for option in options) if kind.has_matches else (),
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

    ``match_text``: the right-hand side (matching). ``rank``: place in the right order, from 1 (ordering).
    """

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="options")
    option = models.ForeignKey(Option, models.PROTECT, related_name="texts")
    position = models.PositiveSmallIntegerField()
    text = models.TextField("pilihan")
    is_correct = models.BooleanField("benar", default=False)
    match_text = models.TextField("pasangan", blank=True)
    rank = models.PositiveSmallIntegerField("urutan", null=True, blank=True)
    feedback = models.TextField("umpan balik", blank=True)
    misconception = models.CharField("salah paham", max_length=120, blank=True)

    class Meta:
        ordering = ("version", "position")
        constraints = [models.UniqueConstraint(fields=["version", "option"], name="one_text_per_option_and_version")]

    def __str__(self) -> str:
        return self.text


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


class Quiz(index.Indexed, ClusterableModel):
    """A set of questions with its rules. A course page, a pre-test and a post-test may use the same one."""

    slug = models.SlugField("kunci", max_length=80, unique=True)
    title = models.CharField("judul", max_length=120)
    pass_mark_percent = models.PositiveSmallIntegerField("batas lulus (%)", default=70)
    attempts_allowed = models.PositiveSmallIntegerField("kali percobaan belajar mandiri", default=3)
    shuffle = models.BooleanField("acak urutan", default=True)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = "kuis"
        verbose_name_plural = "kuis"
        ordering = ("title",)
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark_percent__gte=1, pass_mark_percent__lte=100),
                name="a_pass_mark_is_1_to_100_percent",
            ),
            models.CheckConstraint(condition=Q(attempts_allowed__gte=1), name="a_quiz_allows_an_attempt"),
        ]

    def __str__(self) -> str:
        return self.title


class QuizQuestion(models.Model):
    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="quiz_questions")
    question = models.ForeignKey(Question, models.PROTECT, related_name="quiz_questions", verbose_name="soal")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    panels = [FieldPanel("question")]

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["quiz", "question"], name="a_question_once_per_quiz")]

    def __str__(self) -> str:
        return str(self.question)


class QuizPage(BasePage):
    """Where a course offers a quiz."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="pages", verbose_name="kuis")
    intro = RichTextField("pengantar", blank=True, features=["bold", "italic", "link", "ul", "ol"])
    is_final = models.BooleanField(
        "kuis akhir kursus", default=False, help_text="Lulus kuis ini berarti kursus selesai."
    )
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("quiz"),
        FieldPanel("intro"),
        FieldPanel("is_final"),
    ]
    parent_page_types = ["lessons.CoursePage"]
    subpage_types = []
    template = "quizzes/quiz_page.html"
    card_template = "quizzes/_course_card.html"

    objects = QuizPageManager()

    class Meta:
        verbose_name = "halaman kuis"

    @property
    def course(self) -> CoursePage:
        return self.get_parent().specific

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from .offers import offer_on  # the reader needs these models

        context = super().get_context(request, *args, **kwargs)
        return {**context, "offer": offer_on(self, request), "trail": [self.course]}


class Attempt(models.Model):
    """One sitting of one person, whatever for. What it shows is frozen at the start; what happened is appended.

    ``context`` names the occasion («session:<uuid>»), "" for self-study. ``cycle`` counts re-certifications.
    A guest's attempt has ``guest_key`` until its owner says who he is.
    """

    class Mode(models.TextChoices):
        SELF_STUDY = "mandiri", "belajar mandiri"
        PRE_TEST = "pre", "pre-test"
        POST_TEST = "post", "post-test"
        ROOM = "ruang", "ruangan"
        REFRESHER = "penyegaran", "penyegaran"

    class State(models.TextChoices):
        IN_PROGRESS = "berjalan", "sedang dikerjakan"
        SUBMITTED = "terkirim", "terkirim"
        ABANDONED = "ditinggal", "ditinggalkan"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="attempts")
    guest_key = models.UUIDField(null=True, blank=True)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    context = models.CharField(max_length=80, blank=True)
    cycle = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_PROGRESS)
    seed = models.BigIntegerField()
    pool_hash = models.CharField(max_length=64)
    pass_mark_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    max_points = models.DecimalField(max_digits=7, decimal_places=3)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = "pengerjaan"
        verbose_name_plural = "pengerjaan"
        ordering = ("-started_at",)
        indexes = [
            models.Index(fields=["quiz", "context", "state"]),
            models.Index(fields=["state", "deadline_at"], name="attempts_to_close"),
            models.Index(fields=["guest_key"], condition=Q(person__isnull=True), name="attempts_of_a_guest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(guest_key__isnull=False), name="an_attempt_has_an_owner"
            ),
            models.UniqueConstraint(
                fields=["person", "quiz", "mode", "context", "cycle", "number"],
                condition=Q(person__isnull=False), name="one_attempt_per_person_and_number",
            ),
            models.UniqueConstraint(
                fields=["person", "quiz", "mode", "context"],
                condition=Q(person__isnull=False, state="berjalan"), name="one_running_attempt_per_person",
            ),
            models.UniqueConstraint(
                fields=["guest_key", "quiz", "mode", "context"],
                condition=Q(guest_key__isnull=False, person__isnull=True, state="berjalan"),
                name="one_running_attempt_per_guest",
            ),
            models.CheckConstraint(
                condition=Q(state="terkirim", submitted_at__isnull=False, score_percent__isnull=False)
                | ~Q(state="terkirim"),
                name="a_submitted_attempt_has_a_score",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(submitted_at__gte=F("started_at")),
                name="an_attempt_ends_after_it_starts",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"pengerjaan {self.public_id}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.IN_PROGRESS

    @property
    def passed(self) -> bool:
        return self.score_percent is not None and self.score_percent >= self.pass_mark_percent


class AttemptItem(WrittenOnce):
    """One question as this attempt shows it: which version, in which place, with its options in which order.

    ``option_order``: option ids as shown; for matching also ``match_order``: the right-hand sides, by option id.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="items")
    option_order = models.JSONField(default=list)
    match_order = models.JSONField(default=list, blank=True)
    max_mark = models.DecimalField(max_digits=5, decimal_places=2, default=1)

    class Meta:
        ordering = ("attempt", "position")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_item_per_position"),
            models.UniqueConstraint(fields=["attempt", "version"], name="a_version_once_per_attempt"),
        ]

    def __str__(self) -> str:
        return f"soal {self.position}"

    @property
    def kind(self) -> types.Kind:
        return types.KINDS[self.version.type]

    @property
    def shown(self) -> types.Shown:
        return types.Shown(tuple(self.option_order), tuple(self.match_order))

    @property
    def choices(self) -> tuple[types.Choice, ...]:
        """The options with their key, for grading and for results."""
        return tuple(
            types.Choice(option.option_id, option.is_correct, option.match_text, option.rank)
            for option in self.version.options.all()
        )

    @property
    def response(self) -> dict:
        """The newest answer that counts, by server time; {} for a question left blank."""
        counted = (answer for answer in self.answers.all() if not answer.waits)
        newest = max(counted, key=lambda answer: (answer.received_at, answer.pk), default=None)
        return newest.response if newest else {}


class Answer(WrittenOnce):
    """An answer as it was given; the newest by server time counts. Sent twice, ``client_id`` stores it once.

    ``response``: {"options": [ids]} (single, multiple, true/false), {"order": [id or null for each place]} (ordering),
    {"pairs": {"<left id>": <right id>}} (matching); {} clears the answer. ``waits``: it arrived so long after closing
    that the committee decides; until then it counts for nothing.
    """

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="answers")
    client_id = models.UUIDField(unique=True)
    response = models.JSONField()
    occurred_at = models.DateTimeField("waktu di HP")
    received_at = models.DateTimeField("waktu di server")
    is_late = models.BooleanField("diterima sesudah ditutup", default=False)
    waits = models.BooleanField("menunggu panitia", default=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ("item", "received_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(waits=False) | Q(is_late=True), name="only_late_answers_wait")
        ]

    def __str__(self) -> str:
        return f"jawaban {self.client_id}"


class Mark(WrittenOnce):
    """What an answer was worth, by which version's key, and why; the newest counts."""

    class Reason(models.TextChoices):
        AUTOMATIC = "otomatis", "otomatis"
        CORRECTION = "koreksi", "koreksi kunci"
        VOID = "batal", "soal dibatalkan"

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="marks")
    fraction = models.DecimalField(max_digits=6, decimal_places=5)
    key_version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices, default=Reason.AUTOMATIC)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("item", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(fraction__gte=0, fraction__lte=1), name="a_mark_is_between_0_and_1")
        ]

    def __str__(self) -> str:
        return f"{self.fraction}"


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
