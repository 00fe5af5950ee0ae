"""Materi as Wagtail pages: home, courses, lessons; and who has read what (ADR 0003, 0011)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from elearning.regulations.checking.panels import CheckingPanel
from elearning.regulations.checking.services import require_clean
from elearning.regulations.models import RuleCard
from elearning.regulations.news import headline_on
from elearning.regulations.reviewing import require_reviewed
from elearning.regulations.sending import PageScheduleForm, PageSendingForm, TickPanel

from .blocks import SHOWN_CARDS, LessonBody


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

    base_form_class = PageScheduleForm

    # How a course shows this page among its children; page types of higher rooms name their own.
    card_template = "lessons/_child_card.html"

    class Meta:
        abstract = True

    def publish(self, revision, user=None, **kwargs):
        """Publishing from a workflow, the clock or code; the editing screen asks by a hook. Raises CheckError, ReviewRefused."""
        proposed = revision.as_object()
        require_clean(proposed, on=timezone.localdate())
        require_reviewed(proposed, revision, by=user)
        return super().publish(revision, user=user, **kwargs)

    def serve(self, request, *args, **kwargs):
        """Pages differ by what the reader said of himself and by who is signed in, so caches must tell cookies apart."""
        response = super().serve(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        return response


class HomePage(BasePage):
    intro = RichTextField("pengantar", blank=True, features=["bold", "italic", "link", "ul", "ol"])
    content_panels = [*BasePage.content_panels, FieldPanel("intro"), CheckingPanel()]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["lessons.CoursePage", "lessons.TextPage"]
    max_count_per_parent = 1
    template = "lessons/home_page.html"

    class Meta:
        verbose_name = "beranda"

    def get_context(self, request, *args, **kwargs):
        from .notices import notices_for

        courses = CoursePage.objects.child_of(self).live().order_by("path")
        notices = notices_for(request)
        news = None if notices else headline_on(timezone.localdate())
        return {**super().get_context(request, *args, **kwargs), "courses": courses, "notices": notices, "news": news}


class TextPage(BasePage):
    """Plain pages: privacy, accessibility statement, about."""

    body = RichTextField("isi", features=["h2", "h3", "bold", "italic", "link", "document-link", "ul", "ol"])
    content_panels = [*BasePage.content_panels, FieldPanel("body"), CheckingPanel()]
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
        CheckingPanel(),
    ]
    parent_page_types = ["lessons.HomePage"]
    subpage_types = ["lessons.LessonPage", "quizzes.QuizPage"]
    template = "lessons/course_page.html"

    class Meta:
        verbose_name = "kursus"

    def get_context(self, request, *args, **kwargs):
        from . import steps

        course = steps.course_of(self, request.user)
        return {**super().get_context(request, *args, **kwargs), **steps.reader_context(request), "course": course}


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
        CheckingPanel(),
        TickPanel(),
    ]
    base_form_class = PageSendingForm
    parent_page_types = ["lessons.CoursePage"]
    subpage_types = []
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("goal")]
    template = "lessons/lesson_page.html"
    card_template = "lessons/_lesson_card.html"

    class Meta:
        verbose_name = "pelajaran"

    def get_context(self, request, *args, **kwargs):
        from . import steps

        return {
            **super().get_context(request, *args, **kwargs),
            **steps.reader_context(request),
            SHOWN_CARDS: steps.shown_cards(self, request),
            "place": steps.place_of(self, request.user),
        }

    def rule_cards(self) -> list[RuleCard]:
        """Every card that the blocks of this lesson hold, in reading order, twice if used twice."""
        found: list[RuleCard | None] = []
        for block in self.body:
            if block.block_type == "card":
                found.append(block.value)
            elif block.block_type == "case":
                found.extend(block.value["cards"])
            elif block.block_type == "quick_check":
                found.append(block.value["card"])
        return [card for card in found if card is not None]

    @property
    def noun(self) -> str:
        """A lesson built around one rule card is called a card (experience.md L2)."""
        return "Kartu" if sum(block.block_type == "card" for block in self.body) == 1 else "Pelajaran"


class Reading(models.Model):
    """A person has read a lesson to its end, once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    lesson = models.ForeignKey(LessonPage, models.PROTECT, related_name="readings")
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = "bacaan"
        verbose_name_plural = "bacaan"
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="a_lesson_is_read_once")]

    def __str__(self) -> str:
        return f"{self.person_id} membaca {self.lesson_id}"


class Completion(models.Model):
    """A person has learnt a course, once, and how: its final quiz passed, or a certificate of a sosialisasi about it.

    What a head of a unit and a leader are shown rests on these rows and on no mark (ADR 0037).
    """

    class Way(models.TextChoices):
        SELF_STUDY = "mandiri", "belajar mandiri"
        SESSION = "sosialisasi", "sosialisasi"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="completions")
    course = models.ForeignKey("lessons.CoursePage", models.PROTECT, related_name="completions")
    way = models.CharField("cara", max_length=11, choices=Way.choices)
    completed_at = models.DateTimeField("selesai")

    class Meta:
        verbose_name = "penyelesaian"
        verbose_name_plural = "penyelesaian"
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="a_course_is_completed_once")]
        indexes = [models.Index(fields=["course", "completed_at"], name="completions_by_day")]

    def __str__(self) -> str:
        return f"{self.person_id} menyelesaikan {self.course_id}"


class CardUse(models.Model):
    """A block of a published lesson shows a card; rewritten when the page is published (ADR 0013).

    ``publication``: the edition of the card that stood there then; the block itself always shows today's.
    """

    class Role(models.TextChoices):
        CARD = "kartu", "kartu dalam pelajaran"
        CASE = "kasus", "kasus"
        QUICK_CHECK = "cek-cepat", "cek cepat"

    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="card_uses")
    block_id = models.UUIDField()
    role = models.CharField(max_length=10, choices=Role.choices)
    card = models.ForeignKey(RuleCard, models.CASCADE, related_name="lesson_uses")
    publication = models.ForeignKey(
        "regulations.RuleCardVersion", models.PROTECT, null=True, blank=True, related_name="lesson_uses"
    )
    since = models.DateTimeField()

    class Meta:
        verbose_name = "pemakaian kartu"
        verbose_name_plural = "pemakaian kartu"
        constraints = [models.UniqueConstraint(fields=["lesson", "block_id", "card"], name="a_card_once_per_block")]

    def __str__(self) -> str:
        return f"{self.lesson}: {self.card}"
