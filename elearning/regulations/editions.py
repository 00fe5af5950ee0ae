"""Which edition of a card was the rule at a moment: what somebody learnt who learnt it then (ADR 0017)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from .models import RuleCardVersion


class Editions:
    """The publications of some cards, read in one query."""

    def __init__(self, cards: Iterable[int]) -> None:
        self._of: dict[int, list[RuleCardVersion]] = defaultdict(list)
        wanted = RuleCardVersion.objects.filter(card__in=set(cards)).select_related("card")
        for publication in wanted.order_by("card", "number"):
            self._of[publication.card_id].append(publication)

    def numbered(self, card: int, number: int | None) -> RuleCardVersion | None:
        return next((publication for publication in self._of[card] if publication.number == number), None)

    def in_effect(self, card: int, at: datetime) -> RuleCardVersion | None:
        """The newest one that holds at that moment; None before the first."""
        held = (publication for publication in reversed(self._of[card]) if publication.takes_effect_at <= at)
        return next(held, None)

    def before(self, publication: RuleCardVersion) -> RuleCardVersion | None:
        """The one that was published before it."""
        earlier = (other for other in reversed(self._of[publication.card_id]) if other.number < publication.number)
        return next(earlier, None)
