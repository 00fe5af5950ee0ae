"""Reads of the register."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Prefetch, Q
from wagtail.search.queryset import SearchableQuerySetMixin


class RegulationQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def in_force(self, on: date) -> RegulationQuerySet:
        """Not revoked on that day. An unknown start counts as in force: the register knows no more."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        )


class ProvisionVersionQuerySet(models.QuerySet):
    def in_force(self, on: date) -> ProvisionVersionQuerySet:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        )

    def overlapping(self, valid_from: date | None, valid_to: date | None) -> ProvisionVersionQuerySet:
        """Versions whose span shares a day with [valid_from, valid_to); None means open on that side."""
        found = self.all()
        if valid_to is not None:
            found = found.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=valid_to))
        if valid_from is not None:
            found = found.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from))
        return found


class RuleCardQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def published(self) -> RuleCardQuerySet:
        return self.filter(live=True)

    def with_basis(self) -> RuleCardQuerySet:
        """Everything a card shows, in a constant number of queries."""
        from .models import Citation, ProvisionVersion

        citations = Citation.objects.select_related("provision__regulation").prefetch_related(
            Prefetch("provision__versions", queryset=ProvisionVersion.objects.order_by("number"))
        )
        return self.prefetch_related(
            "conditions", "examples", "sanctions", "tagged_topics__tag", Prefetch("citations", queryset=citations)
        )
