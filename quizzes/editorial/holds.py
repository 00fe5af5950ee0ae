"""What an editor reads of a question that is held: since when, and what changed in the rule behind its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from elearning.lib.dates import plain_date
from elearning.regulations.impact import verdict_words
from elearning.regulations.models import RuleCardVersion

from ..models import Question, QuestionHold


@dataclass(frozen=True, slots=True)
class HoldShown:
    """``before`` and ``after``: the label that the card taught."""

    card: str
    card_url: str
    since: str
    begun: bool
    before: str
    after: str
    reason: str


def holds_of(question: Question, *, at: datetime) -> list[HoldShown]:
    """Those that nobody has lifted, the next one first."""
    found = QuestionHold.objects.unreleased().filter(question=question).select_related("publication__card")
    return [_shown(hold, at) for hold in found.order_by("held_from")]


def _shown(hold: QuestionHold, at: datetime) -> HoldShown:
    publication = hold.publication
    former = RuleCardVersion.objects.filter(card=publication.card, number__lt=publication.number).order_by("-number")
    before = former.first()
    return HoldShown(
        card=publication.card.title,
        card_url=reverse("wagtailsnippets_regulations_rulecard:inspect", args=[publication.card_id]),
        since=plain_date(timezone.localdate(hold.held_from)),
        begun=hold.held_from <= at,
        before=verdict_words(before.content.get("verdict", "") if before else ""),
        after=verdict_words(publication.content.get("verdict", "")),
        reason=publication.reason,
    )
