"""Materi as Wagtail pages: home, courses, lessons; and who has read what (ADR 0003, 0011)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from .blocks import LessonBody


class BasePage(Page):
    """What all our pages share. Concrete Wagtail pages, one abstract base: no swapped base model (ADR 0003)."""

    summary = models.CharField(
        "ringkasan", max_length=200, blank=True, help_text="Satu kalimat untuk kartu dan pratinjau."
    )
    og_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="gambar pratinjau",
    )  # fmt: skip

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [*Page.promote_panels, FieldPanel("og_image")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True


class HomePage(BasePage):
    intro = RichTextField("pengantar", blank=True, features=["bold", "italic", "link", "ul", "ol"])
    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["lessons.CoursePage", "lessons.TextPage"]
    max_count_per_parent = 1
    template = "lessons/home_page.html"

    class Meta:
        verbose_name = "beranda"


class TextPage(BasePage):
    """Plain pages: privacy, accessibility statement, about."""

    body = RichTextField("isi", features=["h2", "h3", "bold", "italic", "link", "document-link", "ul", "ol"])
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types = ["lessons.HomePage"]
    subpage_types = []
    template = "lessons/text_page.html"

    class Meta:
        verbose_name = "halaman teks"


class CoursePage(BasePage):
    """A course. It renders its live children, whatever they are: lessons here, quizzes from a room above."""

    duration_minutes = models.PositiveSmallIntegerField("lama (menit)", default=12)
    lesson_hours = models.PositiveSmallIntegerField(
        "usulan JP", default=0, help_text="Menit dibagi 45, dibulatkan ke bawah. Nol: tidak dicetak."
    )
    closing = RichTextField("penutup", blank=True, features=["bold", "italic", "link", "ul", "ol"])
    issuer = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="penerbit sertifikat",
        help_text="Tanpa penerbit, kursus ini tidak memberi sertifikat.",
    )  # fmt: skip
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("duration_minutes"), FieldPanel("lesson_hours"), FieldPanel("issuer")], heading="Kursus"
        ),
        FieldPanel("closing"),
    ]
    parent_page_types = ["lessons.HomePage"]
    subpage_types = ["lessons.LessonPage", "quizzes.QuizPage"]
    template = "lessons/course_page.html"

    class Meta:
        verbose_name = "kursus"


class LessonTopic(TaggedItemBase):
    content_object = ParentalKey("lessons.LessonPage", on_delete=models.CASCADE, related_name="tagged_topics")


class LessonPage(BasePage):
    """One lesson: a few minutes of text, cards from the register, a worked case, a quick check."""

    goal = models.CharField("tujuan", max_length=250, blank=True)
    duration_minutes = models.PositiveSmallIntegerField("lama (menit)", default=5)
    body = StreamField(LessonBody(), verbose_name="isi")
    topics = ClusterTaggableManager(through=LessonTopic, blank=True, verbose_name="topik")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("goal"),
        FieldPanel("duration_minutes"),
        FieldPanel("topics"),
        FieldPanel("body"),
    ]
    parent_page_types = ["lessons.CoursePage"]
    subpage_types = []
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("goal")]
    template = "lessons/lesson_page.html"

    class Meta:
        verbose_name = "pelajaran"


class Reading(models.Model):
    """A person has read a lesson to its end, once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="readings")
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = "bacaan"
        verbose_name_plural = "bacaan"
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="a_lesson_is_read_once")]

    def __str__(self) -> str:
        return f"{self.person_id} membaca {self.lesson_id}"
