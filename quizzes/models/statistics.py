"""What the answers say about the questions: stored by a job, read by screens (ADR 0022). Figures in the units of their names."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .bank import Question
from .quiz import Quiz


class QuizStatistic(models.Model):
    """One quiz in one mode, over the first finished attempt of each person. Written anew by the job."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="statistics")
    mode = models.CharField(max_length=10)
    attempts = models.PositiveIntegerField()
    mean_percent = models.FloatField(null=True)
    sd_percent = models.FloatField(null=True)
    alpha_percent = models.FloatField(null=True)
    error_ratio_percent = models.FloatField(null=True)
    standard_error = models.FloatField(null=True)
    distribution = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = "statistik kuis"
        verbose_name_plural = "statistik kuis"
        ordering = ("quiz", "mode")
        constraints = [models.UniqueConstraint(fields=["quiz", "mode"], name="one_statistic_per_quiz_and_mode")]

    def __str__(self) -> str:
        return f"{self.quiz} ({self.mode})"


class ItemStatistic(models.Model):
    """One question within those attempts, in the newest edition that was asked.

    ``options`` by option key: «chosen», and «lead_percent», how much better than everybody those who chose it did on the
    other questions. ``pairs``, of a post-test: what became of the answers of those who met the question
    before and after on one occasion, as ``statistics.changes`` writes it.
    """

    quiz_statistic = models.ForeignKey(QuizStatistic, models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, models.CASCADE, related_name="statistics")
    edition = models.PositiveSmallIntegerField(default=1)
    answers = models.PositiveIntegerField()
    facility = models.FloatField(null=True)
    sd = models.FloatField(null=True)
    discrimination_percent = models.FloatField(null=True)
    efficiency_percent = models.FloatField(null=True)
    weight_percent = models.FloatField(null=True)
    median_seconds = models.FloatField(null=True)
    options = models.JSONField(default=dict)
    pairs = models.JSONField(default=dict)

    class Meta:
        verbose_name = "statistik soal"
        verbose_name_plural = "statistik soal"
        ordering = ("quiz_statistic", "question")
        constraints = [
            models.UniqueConstraint(fields=["quiz_statistic", "question"], name="one_statistic_per_question_and_quiz")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answers}"


class HealthSignal(models.TextChoices):
    TOO_HARD = "terlalu-sulit", "terlalu sulit"
    TOO_EASY = "terlalu-mudah", "terlalu mudah"
    NEGATIVE = "beda-negatif", "yang paham justru salah"
    WEAK = "beda-lemah", "kurang membedakan"
    DISTRACTOR = "pengecoh-kuat", "pengecoh menarik yang paham"
    SPOILED = "berbalik-salah", "benar menjadi salah sesudah belajar"
    REPORTED = "dilaporkan", "dilaporkan peserta"
    RULE_CHANGED = "aturan-berubah", "aturannya berubah"
    TOO_FAST = "terlalu-cepat", "dijawab lebih cepat daripada dibaca"


class HealthCase(models.Model):
    """«Periksa»: a question that a signal puts before the editors; one open case per question and signal."""

    class Decision(models.TextChoices):
        LEFT = "dibiarkan", "dibiarkan"
        NEW_VERSION = "versi-baru", "versi baru"
        RETIRED = "pensiun", "tidak dipakai lagi"

    question = models.ForeignKey(Question, models.PROTECT, related_name="health_cases")
    signal = models.CharField("tanda", max_length=20, choices=HealthSignal.choices)
    figures = models.JSONField("angka", default=dict)
    quarantined = models.BooleanField("ditahan", default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField("keputusan", max_length=12, choices=Decision.choices, blank=True)
    note = models.CharField("catatan", max_length=200, blank=True)

    class Meta:
        verbose_name = "soal yang perlu diperiksa"
        verbose_name_plural = "soal yang perlu diperiksa"
        ordering = ("closed_at", "-opened_at")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "signal"], condition=Q(closed_at__isnull=True), name="one_open_case_per_signal"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(decision=""), name="a_closed_case_states_its_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_signal_display()}"
