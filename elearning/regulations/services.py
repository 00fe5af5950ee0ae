"""Every change of the register that is more than editing a row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import F

from elearning.lib.errors import DomainError
from elearning.people.models import User

from .models import Certainty, Citation, RuleCard, RuleCardVersion, SearchMiss
from .searching import is_personal, normalise

MISS_MIN, MISS_MAX = 3, 80


class CardRefused(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "no_basis": "Kartu ini belum punya dasar hukum. Tambahkan satu pasal sebagai dasar, lalu terbitkan.",
        "doubtful": "Kartu ini masih «perlu dicek». Pastikan isinya dan ubah kepastiannya, lalu terbitkan.",
    }


def require_publishable(card: RuleCard) -> None:
    """A published card rests on a provision and is not in doubt (ADR 0005). Raises CardRefused: no_basis, doubtful."""
    if card.certainty == Certainty.DOUBTFUL:
        raise CardRefused("doubtful")
    if not any(citation.role == Citation.Role.BASIS for citation in card.citations.all()):
        raise CardRefused("no_basis")


def content_of(card: RuleCard) -> dict[str, Any]:
    """What a card teaches, as plain values in a stable order."""
    citations = card.citations.select_related("provision__regulation").order_by("sort_order", "pk")
    return {
        "title": card.title,
        "act": card.act,
        "verdict": card.verdict,
        "situation": card.situation,
        "reason": card.reason,
        "advice": card.advice,
        "local_rule": card.local_rule,
        "certainty": card.certainty,
        "valid_from": card.valid_from.isoformat() if card.valid_from else None,
        "subjects": sorted(card.subjects),
        "stages": sorted(card.stages),
        "conditions": [condition.text for condition in card.conditions.all()],
        "examples": {example.role: example.situation for example in card.examples.order_by("role")},
        "sanctions": sorted(card.sanctions.values_list("slug", flat=True)),
        "basis": [
            {
                "regulation": citation.provision.regulation.slug,
                "provision": citation.provision.key,
                "role": citation.role,
                "certainty": citation.certainty,
            }
            for citation in citations
        ],
    }


# Keys whose change alters what a learner should take away; the rest is wording.
_TEACHING = ("act", "conditions", "sanctions", "basis", "certainty", "local_rule", "valid_from", "subjects", "stages")


def effect_between(before: dict[str, Any] | None, after: dict[str, Any]) -> str:
    """How far a publication changes what was taught: another verdict reverses, another rule clarifies, words are words."""
    if before is None:
        return RuleCardVersion.Effect.EDITORIAL
    if before["verdict"] != after["verdict"]:
        return RuleCardVersion.Effect.REVERSING
    if any(before.get(key) != after.get(key) for key in _TEACHING):
        return RuleCardVersion.Effect.CLARIFYING
    return RuleCardVersion.Effect.EDITORIAL


@transaction.atomic
def record_publication(card: RuleCard, *, by: User | None, at: datetime, effect: str | None = None) -> RuleCardVersion:
    """Append what ``card`` teaches from ``at`` on; publishing the same content again returns the last publication.

    ``effect`` is worked out by ``effect_between`` unless an editor says better. Source: docs/adr/0005-*.md
    """
    RuleCard.objects.select_for_update().get(pk=card.pk)  # two publications of one card take their numbers in turn
    content = content_of(card)
    latest = card.versions.order_by("-number").first()
    if latest is not None and latest.content == content:
        return latest
    return RuleCardVersion.objects.create(
        card=card,
        number=latest.number + 1 if latest else 1,
        effect=effect or effect_between(latest.content if latest else None, content),
        verdict=card.verdict,
        content=content,
        published_at=at,
        published_by=by,
    )


@transaction.atomic
def record_search_miss(query: str, *, on: date) -> SearchMiss | None:
    """Count a search without an answer: the words and the day, never who.

    Too short, too long, or shaped like a NIP, phone number, code or e-mail address: nothing is kept and None returned.
    """
    text = normalise(query)
    if not MISS_MIN <= len(text) <= MISS_MAX or is_personal(query):
        return None
    miss, _ = SearchMiss.objects.get_or_create(text=text, defaults={"first_on": on, "last_on": on})
    SearchMiss.objects.filter(pk=miss.pk).update(count=F("count") + 1, last_on=on)
    miss.refresh_from_db()
    return miss
