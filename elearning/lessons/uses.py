"""Which lessons rest on which cards: kept as rows, answered to the register (ADR 0013)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from elearning.regulations.models import RuleCard
from elearning.regulations.uses import Use

from .models import CardUse, LessonPage


def cards_in(lesson: LessonPage) -> Iterator[tuple[str, CardUse.Role, RuleCard]]:
    """Each block of a lesson with each card in it, once, in reading order."""
    for block in lesson.body:
        role, cards = _shown_by(block)
        for card in dict.fromkeys(card for card in cards if card is not None):
            yield block.id, role, card


def _shown_by(block) -> tuple[CardUse.Role, list[RuleCard | None]]:
    match block.block_type:
        case "card":
            return CardUse.Role.CARD, [block.value]
        case "case":
            return CardUse.Role.CASE, list(block.value["cards"])
        case "quick_check":
            return CardUse.Role.QUICK_CHECK, [block.value["card"]]
    return CardUse.Role.CARD, []


class LessonUses:
    """Published lessons that show a card."""

    key, label, note, position = "pelajaran", "pelajaran", "", 10

    def resting_on(self, cards: Collection[int]) -> QuerySet[LessonPage]:
        uses = CardUse.objects.filter(card__in=cards).order_by("pk")
        found = LessonPage.objects.live().filter(pk__in=uses.values("lesson"))
        return found.order_by("path").prefetch_related(Prefetch("card_uses", uses, to_attr="found_uses"))

    def describe(self, row: LessonPage) -> Use:
        roles = dict.fromkeys(CardUse.Role(use.role).label for use in row.found_uses)
        return Use(row.title, reverse("wagtailadmin_pages:edit", args=[row.pk]), ", ".join(roles))
