"""Reads of the register."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from wagtail.search.queryset import SearchableQuerySetMixin

if TYPE_CHECKING:
    from .models import RuleCard


class RegulationQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def with_provisions(self) -> RegulationQuerySet:
        """An instrument with its articles, their dated texts, and the published cards that cite them."""
        from .models import Citation, Provision, ProvisionVersion

        citations = Citation.objects.filter(card__live=True).select_related("card").order_by("card__title")
        provisions = Provision.objects.order_by("position", "label").prefetch_related(
            Prefetch("versions", queryset=ProvisionVersion.objects.select_related("amended_by").order_by("number")),
            Prefetch("citations", queryset=citations, to_attr="cited_by"),
        )
        return self.select_related("revoked_by").prefetch_related(
            "amended_by", "amends", "revokes", Prefetch("provisions", queryset=provisions)
        )

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

    def doubtful_drafts(self) -> RuleCardQuerySet:
        return self.filter(live=False, certainty="perlu-dicek")

    def not_reviewed_since(self, day: date) -> RuleCardQuerySet:
        """Published cards that nobody has checked since that day."""
        return self.published().filter(Q(reviewed_on__isnull=True) | Q(reviewed_on__lt=day))

    def about(self, topic: str) -> RuleCardQuerySet:
        """Cards under a topic, named by its slug."""
        return self.filter(tagged_topics__tag__slug=topic).distinct()

    def after(self, card: RuleCard) -> RuleCardQuerySet:
        """What follows a card from A to Z."""
        return self.filter(Q(title__gt=card.title) | Q(title=card.title, pk__gt=card.pk)).order_by("title", "pk")

    def published_or_withdrawn(self) -> RuleCardQuerySet:
        """Cards that readers may ask about: those they can read, and those that were taken back with a reason."""
        from .models import RuleCardVersion

        latest = RuleCardVersion.objects.filter(card=OuterRef("pk")).order_by("-number").values("effect")[:1]
        return self.alias(latest_effect=Subquery(latest)).filter(Q(live=True) | Q(latest_effect="ditarik"))

    def with_basis(self) -> RuleCardQuerySet:
        """Everything a card shows, in a constant number of queries."""
        return self.prefetch_related(*card_lookups())

    def with_dated_basis(self) -> RuleCardQuerySet:
        """Every publication, and every dated text of the articles it cites with the instruments around them."""
        from .models import Citation, ProvisionVersion, RuleCardVersion

        texts = ProvisionVersion.objects.select_related("amended_by").order_by("number")
        citations = Citation.objects.select_related("provision__regulation__revoked_by").prefetch_related(
            Prefetch("provision__versions", queryset=texts), "provision__regulation__revokes"
        )
        publications = RuleCardVersion.objects.order_by("number")
        return self.prefetch_related(
            Prefetch("citations", queryset=citations), Prefetch("versions", queryset=publications)
        )


class PublicationQuerySet(models.QuerySet):
    """Publications of cards, see RuleCardVersion."""

    def told(self, since: date) -> PublicationQuerySet:
        """What readers are told of: changes of a rule that hold from ``since`` on or will hold, newest first."""
        changes = self.filter(effect__in=("memperjelas", "membalik", "ditarik"), effective_on__gte=since)
        return changes.select_related("card").order_by("-effective_on", "-published_at", "-pk")

    def asking_to_learn_again(self) -> PublicationQuerySet:
        """What people who learnt an earlier edition are invited to refresh (ADR 0017)."""
        return self.filter(asks_refresher=True)


class RegulationChangeQuerySet(models.QuerySet):
    def pending(self) -> RegulationChangeQuerySet:
        """Neither applied nor dropped."""
        return self.filter(state__in=("terbuka", "disetujui", "terjadwal"))

    def due(self, at: datetime) -> RegulationChangeQuerySet:
        """Those whose hour has come."""
        return self.filter(state="terjadwal", apply_at__lte=at)


class DecisionQuerySet(models.QuerySet):
    def decided(self) -> DecisionQuerySet:
        """«Belum tahu» asks somebody, and so decides nothing."""
        return self.exclude(decision__in=("", "belum-tahu"))


def card_lookups() -> tuple[str | Prefetch, ...]:
    """What to fetch along with cards before they are presented; also for cards that a lesson's blocks already hold."""
    return ("conditions", "examples", "sanctions__provisions", "tagged_topics__tag", citation_lookup())


def citation_lookup() -> Prefetch:
    """What cards cite, with the dated texts."""
    from .models import Citation, ProvisionVersion

    citations = Citation.objects.select_related("provision__regulation").prefetch_related(
        Prefetch("provision__versions", queryset=ProvisionVersion.objects.order_by("number"))
    )
    return Prefetch("citations", queryset=citations)
