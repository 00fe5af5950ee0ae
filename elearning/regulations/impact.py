"""«Dampak»: what the publication that is being prepared would touch, from the newest saved draft (ADR 0013, 0014)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from . import uses
from .models import Effect, RuleCard, Verdict
from .services import content_of, effect_between, latest_publication


@dataclass(frozen=True, slots=True)
class Impact:
    """``tallies`` count what rests on the cards. ``since``: from when a reversal would hold; None where none is stated.

    ``effect`` is what the editor stated, else what is suggested; ``verdicts`` are the labels before and after, when they differ.
    """

    tallies: tuple[uses.Tally, ...]
    is_first: bool = False
    is_changed: bool = True
    effect: str = ""
    suggested: str = ""
    verdicts: tuple[str, str] | None = None
    since: date | None = None

    @property
    def touches_nobody(self) -> bool:
        return self.effect == Effect.EDITORIAL

    @property
    def suggestion(self) -> str:
        return str(Effect(self.suggested).label) if self.suggested else ""


def impact_of(card: RuleCard, *, on: date) -> Impact:
    """Of publishing ``card`` (as its draft stands) on a day. A number costs one query, whatever it counts."""
    taught = latest_publication(card)
    if taught is None:
        return Impact((), is_first=True)
    content = content_of(card, on=on)
    is_changed = content != taught.content
    suggested = effect_between(taught.content, content) if is_changed else ""
    effect = Effect.REVERSING if suggested == Effect.REVERSING else (is_changed and card.next_effect) or suggested
    since = max(card.valid_from or on, on) if effect == Effect.REVERSING else None
    before, after = taught.content.get("verdict", ""), card.verdict
    return Impact(
        tallies=tuple(uses.tallies([card.pk], since=since)),
        is_changed=is_changed,
        effect=effect,
        suggested=suggested,
        verdicts=(verdict_words(before), verdict_words(after)) if before != after else None,
        since=since,
    )


def impact_of_withdrawing(cards: Collection[int], *, since: date) -> Impact:
    """Of taking cards from view, or of reversing all of them at once."""
    return Impact(tuple(uses.tallies(cards, since=since)), effect=Effect.WITHDRAWN, since=since)


def verdict_words(verdict: str) -> str:
    """«Boleh dengan syarat»; a withdrawn card taught nothing."""
    return Verdict(verdict).label.capitalize() if verdict in Verdict.values else "Ditarik"
