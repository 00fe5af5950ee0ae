"""Quizzes: which questions, by which rules, and where a course offers them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from elearning.lessons.models import BasePage, CoursePage
from elearning.regulations.checking.panels import CheckingPanel

from ..querysets import QuizPageManager, QuizQuerySet
from .bank import Level, Question


class Opening(models.TextChoices):
    """When the explanations of a finished attempt may be read. A pre-test opens with its post-test, whatever a quiz says."""

    SUBMITTED = "kirim", "sesudah dikirim"
    CLOSED = "tutup", "sesudah kuis ditutup"
    NEVER = "tidak", "tidak dibuka"


class Counting(models.TextChoices):
    """Which of several attempts is the result of a person."""

    BEST = "terbaik", "nilai terbaik"
    FIRST = "pertama", "percobaan pertama"
    LAST = "terakhir", "percobaan terakhir"

    @property
    def words(self) -> str:
        """As a sentence for learners."""
        return f"{self.label[0].upper()}{self.label[1:]} yang dihitung."


class Quiz(index.Indexed, ClusterableModel):
    """Questions, fixed or drawn by rules, with the rules of taking them. A course, a pre-test and a post-test may share one."""

    slug = models.SlugField("kunci", max_length=80, unique=True)
    title = models.CharField("judul", max_length=120)
    pass_mark_percent = models.PositiveSmallIntegerField("batas lulus (%)", default=70)
    attempts_allowed = models.PositiveSmallIntegerField("kali percobaan belajar mandiri", default=3)
    shuffle = models.BooleanField("acak urutan", default=True)
    time_limit_minutes = models.PositiveSmallIntegerField(
        "batas waktu (menit)", null=True, blank=True, help_text="Kosongkan bila tidak dibatasi."
    )
    opens_at = models.DateTimeField("dibuka", null=True, blank=True)
    closes_at = models.DateTimeField("ditutup", null=True, blank=True)
    explanations = models.CharField(
        "pembahasan dibuka", max_length=10, choices=Opening.choices, default=Opening.SUBMITTED
    )
    counting = models.CharField(
        "percobaan yang dihitung", max_length=10, choices=Counting.choices, default=Counting.BEST
    )

    objects = QuizQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(time_limit_minutes__isnull=True) | Q(time_limit_minutes__gte=1),
                name="a_time_limit_is_a_minute_or_more",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="a_quiz_closes_after_it_opens",
            ),
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
        verbose_name = "soal kuis"
        verbose_name_plural = "soal kuis"
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["quiz", "question"], name="a_question_once_per_quiz")]

    def __str__(self) -> str:
        return str(self.question)


class DrawRule(models.Model):
    """So many questions of a topic, a level or a card, drawn anew for each attempt (ADR 0020)."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="draw_rules")
    count = models.PositiveSmallIntegerField("jumlah soal")
    topic = models.ForeignKey(
        "taggit.Tag", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="topik"
    )
    level = models.CharField("tingkat", max_length=10, choices=Level.choices, blank=True)
    card = models.ForeignKey(
        "regulations.RuleCard", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kartu aturan"
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = "aturan undian"
        verbose_name_plural = "aturan undian"
        ordering = ("sort_order", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="a_rule_draws_a_question"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False) | Q(card__isnull=False) | ~Q(level=""),
                name="a_rule_says_what_it_draws_from",
            ),
        ]

    def __str__(self) -> str:
        parts = (
            self.topic and f"topik {self.topic}",
            self.level and f"tingkat {self.level}",
            self.card and f"kartu {self.card}",
        )
        return f"{self.count} soal, {', '.join(str(part) for part in parts if part)}"

    def clean(self) -> None:
        if not (self.topic_id or self.level or self.card_id):
            raise ValidationError({"topic": "Isi topik, tingkat, atau kartu, agar jelas soal mana yang diundi."})


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
        CheckingPanel(),
    ]
    parent_page_types = ["lessons.CoursePage"]
    subpage_types = []
    template = "quizzes/quiz_page.html"
    card_template = "quizzes/_course_card.html"

    objects = QuizPageManager()

    class Meta:
        verbose_name = "halaman kuis"

    @cached_property
    def course(self) -> CoursePage:
        return CoursePage.objects.parent_of(self).get()

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from ..offers import offer_on  # the reader needs these models

        context = super().get_context(request, *args, **kwargs)
        return {**context, "offer": offer_on(self, request, at=timezone.now()), "trail": [self.course]}
