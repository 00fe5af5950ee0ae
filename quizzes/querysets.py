"""Reads of the question bank and of attempts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search.queryset import SearchableQuerySetMixin

from .editions import WithEditions

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from elearning.people.models import User

    from .models import Quiz


class QuestionQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def published(self) -> QuestionQuerySet:
        """Neither drafts nor held back nor retired."""
        return self.filter(status="terbit")

    def open_at(self, at: datetime, *, until: datetime | None = None) -> QuestionQuerySet:
        """Questions that may be drawn at that moment: published, and under no hold, nor under one that begins by ``until``."""
        return self.published().exclude(pk__in=self._held(at, until))

    def held_at(self, at: datetime) -> QuestionQuerySet:
        """Published questions that wait for somebody to see to their key."""
        return self.published().filter(pk__in=self._held(at))

    @staticmethod
    def _held(at: datetime, until: datetime | None = None) -> models.QuerySet:
        from .models import QuestionHold

        return QuestionHold.objects.holding(at, until=until).values("question")


class QuestionVersionQuerySet(models.QuerySet):
    def newest(self) -> QuestionVersionQuerySet:
        """The newest edition of each question."""
        later = self.model._default_manager.filter(
            question=models.OuterRef("question"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))


class QuestionHoldQuerySet(models.QuerySet):
    def holding(self, at: datetime, *, until: datetime | None = None) -> QuestionHoldQuerySet:
        """Holds that keep their question out of a draw at that moment, for an attempt that may last ``until``."""
        return self.filter(held_from__lte=max(at, until or at)).filter(
            Q(released_at__isnull=True) | Q(released_at__gt=at)
        )

    def begun_between(self, start: datetime, end: datetime) -> QuestionHoldQuerySet:
        """Holds that began after ``start`` and took effect by ``end``, also those lifted since."""
        took_effect = Q(released_at__isnull=True) | Q(released_at__gt=models.F("held_from"))
        return self.filter(took_effect, held_from__gt=start, held_from__lte=end)

    def unreleased(self) -> QuestionHoldQuerySet:
        """Holds that nobody has lifted, also those that begin later."""
        return self.filter(released_at__isnull=True)


class QuizQuerySet(models.QuerySet):
    def offered(self) -> QuizQuerySet:
        """Those that a page offers to anybody."""
        from .models import QuizPage

        return self.filter(Exists(QuizPage.objects.offering(OuterRef("pk"))))


class QuizPageQuerySet(PageQuerySet):
    def offering(self, quiz: Quiz | OuterRef) -> QuizPageQuerySet:
        """Live pages on which anybody may take the quiz."""
        return self.live().open_to_all().filter(quiz=quiz)

    def open_to_all(self) -> QuizPageQuerySet:
        """``public()`` without a query of its own."""
        place = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        closed = PageViewRestriction.objects.alias(place=place).filter(place__startswith=F("page__path"))
        return self.exclude(Exists(closed))


QuizPageManager = PageManager.from_queryset(QuizPageQuerySet)


class AttemptQuerySet(models.QuerySet):
    def owned_by(self, user: User | AnonymousUser, guest_key: UUID | None) -> AttemptQuerySet:
        """Attempts of this person, and those that this browser started before anybody said who he is."""
        owner = Q(pk__in=[])
        if user.is_authenticated:
            owner |= Q(person=user)
        if guest_key is not None:
            owner |= Q(person__isnull=True, guest_key=guest_key)
        return self.filter(owner)

    def with_paper(self) -> AttemptQuerySet:
        """Items with their editions and answers, in a constant number of queries."""
        return self._with_items()

    def with_result(self) -> AttemptQuerySet:
        """The paper with marks."""
        return self._with_items("marks")

    def _with_items(self, *parts: str) -> AttemptQuerySet:
        from .models import Answer, AttemptItem

        answers = Prefetch("answers", Answer.objects.with_decision())
        items = AttemptItem.objects.with_editions().prefetch_related(answers, *parts)
        return self.prefetch_related(Prefetch("items", queryset=items))

    def running(self) -> AttemptQuerySet:
        return self.filter(state="berjalan")

    def extendable_at_home(self) -> AttemptQuerySet:
        """Those of known people who work at home and whose time will end."""
        at_home = self.running().filter(mode="mandiri", context="")
        return at_home.filter(person__isnull=False, deadline_at__isnull=False)

    def counting(self) -> AttemptQuerySet:
        """Those that use up one of the tries that a quiz allows: all but one of which no question could be judged."""
        return self.exclude(state="terkirim", max_points=0)

    def finished(self) -> AttemptQuerySet:
        return self.filter(state="terkirim")

    def passed(self) -> AttemptQuerySet:
        """Passed in the attempt that counts; where the best one does, in any."""
        passed = self.finished().filter(score_percent__gte=models.F("pass_mark_percent"))
        return passed.filter(Q(quiz__counting="terbaik") | self._first_or_last())

    def results(self) -> AttemptQuerySet:
        """The one attempt of each person, quiz and occasion that its quiz counts."""
        better = Q(score_percent__gt=models.OuterRef("score_percent")) | Q(
            score_percent=models.OuterRef("score_percent"), number__lt=models.OuterRef("number")
        )
        best = Q(quiz__counting="terbaik") & ~models.Exists(self._rivals().filter(better))
        return self.finished().exclude(max_points=0).filter(best | self._first_or_last())

    def _first_or_last(self) -> Q:
        earlier = self._rivals().filter(number__lt=models.OuterRef("number"))
        later = self._rivals().filter(number__gt=models.OuterRef("number"))
        is_first = Q(quiz__counting="pertama") & ~models.Exists(earlier)
        return is_first | (Q(quiz__counting="terakhir") & ~models.Exists(later))

    def _rivals(self) -> AttemptQuerySet:
        """Finished attempts of the same person, quiz and occasion of which a question could be judged."""
        from .models import Attempt

        same = {name: models.OuterRef(name) for name in ("person", "quiz", "mode", "context", "cycle")}
        return Attempt.objects.finished().counting().filter(**same).order_by()


class AttemptItemQuerySet(models.QuerySet):
    def with_editions(self) -> AttemptItemQuerySet:
        """Each with its ``version`` and that one's options and bases, mostly without a query."""
        found = self.all()
        found._iterable_class = WithEditions
        return found


class AnswerQuerySet(models.QuerySet):
    def waiting(self) -> AnswerQuerySet:
        """Answers that arrived long after closing; the committee decides."""
        return self.filter(waits=True)

    def undecided(self) -> AnswerQuerySet:
        """Those about which the committee has said nothing yet."""
        return self.waiting().filter(decisions__isnull=True)

    def of_occasion(self, context: str) -> AnswerQuerySet:
        return self.filter(item__attempt__context=context)

    def with_decision(self) -> AnswerQuerySet:
        """``is_accepted``: what the committee said last; None where it said nothing."""
        from .models import LateDecision

        newest = LateDecision.objects.filter(answer=models.OuterRef("pk")).order_by("-pk")
        return self.annotate(is_accepted=models.Subquery(newest.values("counts")[:1]))
