"""Quizzes: which questions, by which rules, and where a course offers them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from elearning.lessons.models import BasePage, CoursePage
from elearning.regulations.checking.panels import CheckingPanel

from ..querysets import QuizPageManager
from .bank import Question


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
        verbose_name = "soal kuis"
        verbose_name_plural = "soal kuis"
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
        CheckingPanel(),
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
        from ..offers import offer_on  # the reader needs these models

        context = super().get_context(request, *args, **kwargs)
        return {**context, "offer": offer_on(self, request, at=timezone.now()), "trail": [self.course]}
