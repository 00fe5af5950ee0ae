"""Which coming sessions test people on a rule, answered to the register (ADR 0013)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Min, Q, QuerySet

from elearning.lib import dates
from elearning.regulations.uses import Use
from quizzes.models import QuizQuestion
from quizzes.uses import questions_resting_on

from .models import TrainingSession

State = TrainingSession.State


class ComingSessionUses:
    """Sessions that are not over and whose pre-test or post-test contains such a question."""

    key, label, position = "sosialisasi", "sosialisasi yang akan datang", 50
    note = "kuisnya tanpa soal yang ditahan"

    def resting_on(self, cards: Collection[int]) -> QuerySet[TrainingSession]:
        quizzes = QuizQuestion.objects.filter(question__in=questions_resting_on(cards)).values("quiz")
        found = TrainingSession.objects.filter(state__in=(State.DRAFT, State.OPEN))
        found = found.filter(Q(pre_test__in=quizzes) | Q(post_test__in=quizzes)).select_related("unit")
        return found.annotate(first_day=Min("days__date")).order_by("first_day", "pk")

    def describe(self, row: TrainingSession) -> Use:
        day = dates.plain_date(row.first_day) if row.first_day else "tanggal belum diisi"
        return Use(row.title, detail=f"{day}, {row.unit.name}")
