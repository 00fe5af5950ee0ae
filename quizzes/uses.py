"""What in this room rests on rule cards, answered to the register (ADR 0013).

A question rests on a card through its newest edition: by its key (``QuestionBasis``), or by what an option's feedback says.
"""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from elearning.lib import dates
from elearning.regulations.uses import Use

from .models import Attempt, AttemptItem, OptionText, Question, QuestionBasis, QuestionHold, QuestionVersion, Quiz
from .pools import reaching

SITE_ZONE = settings.TIME_ZONE


def versions_resting_on(cards: Collection[int]) -> Q:
    """Editions of questions whose key or whose feedback rests on a card."""
    keys = QuestionBasis.objects.filter(version=OuterRef("pk"), card__in=cards)
    feedback = OptionText.objects.filter(version=OuterRef("pk"), feedback_card__in=cards)
    return Q(Exists(keys)) | Q(Exists(feedback))


def questions_resting_on(cards: Collection[int]) -> QuerySet[Question]:
    """Published questions whose newest edition rests on a card."""
    newest = QuestionVersion.objects.newest().filter(versions_resting_on(cards))
    return Question.objects.published().filter(pk__in=newest.values("question"))


def questions_with_key_on(cards: Collection[int]) -> QuerySet[Question]:
    """Published questions whose newest edition has a key that rests on a card: a reversal holds these."""
    newest = QuestionVersion.objects.newest().filter(bases__card__in=cards)
    return Question.objects.published().filter(pk__in=newest.values("question"))


def _question_url(question: Question) -> str:
    return reverse("question:inspect", args=[question.pk])


class QuestionUses:
    """Active questions, whether the card carries their key or only what an option's feedback says."""

    key, label, note, position = "soal", "soal aktif", "", 20

    def resting_on(self, cards: Collection[int]) -> QuerySet[Question]:
        by_key = QuestionBasis.objects.filter(
            card__in=cards, version__in=QuestionVersion.objects.newest().filter(question=OuterRef(OuterRef("pk")))
        )
        return questions_resting_on(cards).annotate(by_key=Exists(by_key)).order_by("name", "pk")

    def describe(self, row: Question) -> Use:
        return Use(row.name, _question_url(row), "kunci" if row.by_key else "umpan balik pilihan")


class KeyUses:
    """Active questions whose key must be looked at when the card is reversed."""

    key, label, position = "kunci", "kunci jawaban", 21
    note = "perlu diperiksa, ditahan mulai {since}"

    def resting_on(self, cards: Collection[int]) -> QuerySet[Question]:
        held_since = QuestionHold.objects.unreleased().filter(question=OuterRef("pk")).order_by("held_from")
        found = questions_with_key_on(cards).annotate(held_since=held_since.values("held_from")[:1])
        return found.order_by("name", "pk")

    def describe(self, row: Question) -> Use:
        since = row.held_since and dates.plain_date(timezone.localdate(row.held_since))
        return Use(row.name, _question_url(row), f"kunci perlu diperiksa, ditahan sejak {since}" if since else "")


class QuizUses:
    """Quizzes that contain such questions or may draw them, wherever they are offered."""

    key, label, note, position = "kuis", "kuis", "", 30

    def resting_on(self, cards: Collection[int]) -> QuerySet[Quiz]:
        touched = Count("quiz_questions", filter=Q(quiz_questions__question__in=questions_resting_on(cards)))
        resting = QuestionVersion.objects.newest().filter(versions_resting_on(cards))
        reached = reaching(resting.filter(question__in=Question.objects.published().values("pk")))
        found = Quiz.objects.annotate(touched=touched, draws=Exists(reached.filter(quiz=OuterRef("pk"))))
        return found.filter(Q(touched__gt=0) | Q(draws=True)).order_by("title", "pk")

    def describe(self, row: Quiz) -> Use:
        parts = (f"{row.touched} soal" if row.touched else "", "lewat aturan undian" if row.draws else "")
        return Use(row.title, reverse("quiz:edit", args=[row.pk]), ", ".join(part for part in parts if part))


class RunningAttemptUses:
    """Attempts that run now and show such a question; nobody's name is told."""

    key, label, position = "pengerjaan", "pengerjaan yang sedang berjalan", 40
    note = "soal yang ditahan tidak mengurangi nilai"

    def resting_on(self, cards: Collection[int]) -> QuerySet[Attempt]:
        versions = QuestionVersion.objects.filter(versions_resting_on(cards)).values("pk")
        items = AttemptItem.objects.filter(attempt=OuterRef("pk"), version__in=versions)
        return Attempt.objects.running().filter(Exists(items)).select_related("quiz").order_by("started_at", "pk")

    def describe(self, row: Attempt) -> Use:
        begun = f"{dates.plain_date(timezone.localdate(row.started_at))} pukul {dates.clock(row.started_at, SITE_ZONE)}"
        return Use(row.quiz.title, detail=f"{row.get_mode_display()}, mulai {begun}")


SOURCES = (QuestionUses(), KeyUses(), QuizUses(), RunningAttemptUses())
