"""Reads of the question bank and of attempts."""

from __future__ import annotations

from django.db import models
from django.db.models import Prefetch
from wagtail.search.queryset import SearchableQuerySetMixin


class QuestionQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def published(self) -> QuestionQuerySet:
        """Questions that may be drawn: neither drafts nor held back nor retired."""
        return self.filter(status="terbit")

    def with_versions(self) -> QuestionQuerySet:
        return self.prefetch_related("versions")


class AttemptQuerySet(models.QuerySet):
    def with_paper(self) -> AttemptQuerySet:
        """Items with their question texts and answers, in a constant number of queries."""
        from .models import AttemptItem

        items = AttemptItem.objects.select_related("version__question").prefetch_related(
            "version__options__option", "answers", "marks"
        )
        return self.select_related("quiz").prefetch_related(Prefetch("items", queryset=items))

    def finished(self) -> AttemptQuerySet:
        return self.filter(state="terkirim")

    def passed(self) -> AttemptQuerySet:
        return self.finished().filter(score_percent__gte=models.F("pass_mark_percent"))
