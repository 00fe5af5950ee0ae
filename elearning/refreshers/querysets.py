"""Refreshers, and the people whose learning rests on a card. Sets of rows, never one query per person (ADR 0017)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q, QuerySet

from certificates.models import CertificateRule
from elearning.lessons.models import Reading
from elearning.people.models import User
from elearning.regulations.models import RuleCard, RuleCardVersion
from quizzes.models import Attempt, AttemptItem, OptionText, QuestionBasis

# A passed pre-test or a passed quiz of the room earns nothing, so nothing rests on it.
RESULTS = (Attempt.Mode.SELF_STUDY, Attempt.Mode.POST_TEST, Attempt.Mode.REFRESHER)


class RefresherQuerySet(models.QuerySet):
    def open(self) -> RefresherQuerySet:
        return self.filter(settled_at__isnull=True)

    def of(self, person: User) -> RefresherQuerySet:
        return self.filter(person=person).select_related("publication__card")


def people_covering(cards: Iterable[int]) -> QuerySet[User]:
    """People with a valid result that rests on one of these cards, whichever edition they learnt."""
    cards = list(cards)
    slugs = RuleCard.objects.filter(pk__in=cards).values("slug")
    return _people(
        _passed_items(cards),
        Reading.objects.filter(lesson__card_uses__card__in=cards),
        CertificateRule.objects.filter(rule__in=slugs),
    )


def persons_to_refresh(publication: RuleCardVersion) -> QuerySet[User]:
    """Those of ``people_covering`` who learnt the card before this publication held, and not since."""
    cards, moment = [publication.card_id], publication.takes_effect_at
    items = _passed_items(cards)
    # What is drawn after a change rests on it, whatever its number: questions of an older edition are held (ADR 0014).
    newer = QuestionBasis.objects.filter(card__in=cards, card_version__number__gte=publication.number)
    learnt = items.filter(Q(attempt__started_at__gte=moment) | Q(version__in=newer.values("version")))
    people = _people(
        items.filter(attempt__started_at__lt=moment),
        Reading.objects.filter(lesson__card_uses__card__in=cards, read_at__lt=moment),
        CertificateRule.objects.filter(rule=publication.card.slug, edition__lt=publication.number),
    )
    return people.exclude(pk__in=learnt.values("attempt__person"))


def passed_by_people() -> QuerySet[Attempt]:
    """Attempts that are a valid result of somebody."""
    return Attempt.objects.passed().filter(person__isnull=False, mode__in=RESULTS)


def _passed_items(cards: list[int]) -> QuerySet[AttemptItem]:
    """Questions in passed attempts whose key, or what an option teaches, rests on one of the cards."""
    # Without an order: SQLite takes none inside a union.
    versions = QuestionBasis.objects.filter(card__in=cards).order_by().values("version")
    versions = versions.union(OptionText.objects.filter(feedback_card__in=cards).order_by().values("version"))
    return AttemptItem.objects.filter(
        version__in=versions,
        attempt__state=Attempt.State.SUBMITTED,
        attempt__score_percent__gte=F("attempt__pass_mark_percent"),
        attempt__person__isnull=False,
        attempt__mode__in=RESULTS,
    )


def _people(
    items: QuerySet[AttemptItem], readings: QuerySet[Reading], rules: QuerySet[CertificateRule]
) -> QuerySet[User]:
    papers = rules.filter(certificate__state="berlaku", certificate__holder__isnull=False)
    by_reading = Q(pk__in=readings.values("person")) & Q(pk__in=passed_by_people().values("person"))
    by_paper = Q(pk__in=papers.values("certificate__holder"))
    return User.objects.filter(Q(pk__in=items.values("attempt__person")) | by_paper | by_reading)
