"""A card is published or withdrawn: what it taught is appended, and what rests on it reacts (ADR 0005, 0014)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction

from elearning.lib.errors import DomainError
from elearning.people.models import User

from .. import reactions
from ..checking.services import require_clean
from ..models import CardDecision, Certainty, Citation, Effect, RegulationChange, RuleCard, RuleCardVersion


class CardRefused(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "no_basis": "Kartu ini belum punya dasar hukum. Tambahkan satu pasal sebagai dasar, lalu terbitkan.",
        "doubtful": "Kartu ini masih «perlu dicek». Pastikan isinya dan ubah kepastiannya, lalu terbitkan.",
        "effect_missing": "Nyatakan akibat perubahan ini: redaksional, memperjelas, atau membalik. Lalu terbitkan.",
        "verdict_changed": "Labelnya berubah, jadi akibatnya «membalik». Ubah pilihan akibat, lalu terbitkan.",
        "reason_missing": "Tulis mengapa aturan ini berubah. Peserta yang dulu belajar akan membacanya.",
        "not_published": "Kartu ini belum pernah terbit, jadi tidak dapat ditarik.",
        "change_open": (
            "{regulation} sedang ditandai berubah, dan kartu ini belum diputuskan. "
            "Putuskan di «Perubahan peraturan», lalu terbitkan."
        ),
    }


def require_publishable(card: RuleCard) -> None:
    """A published card rests on a provision and is not in doubt; a change of it states its effect (ADR 0005, 0014).

    Raises CardRefused: no_basis, doubtful, change_open, effect_missing, verdict_changed, reason_missing; CheckError:
    basis_revoked, text_unfit.
    """
    if card.certainty == Certainty.DOUBTFUL:
        raise CardRefused("doubtful")
    if not any(citation.role == Citation.Role.BASIS for citation in card.citations.all()):
        raise CardRefused("no_basis")
    _require_decided(card)
    require_clean(card, on=timezone.localdate())
    latest = latest_publication(card)
    if latest is None:
        return
    content = content_of(card)
    if content == latest.content:
        return
    if not card.next_effect:
        raise CardRefused("effect_missing")
    if least_effect(latest.content, content) == Effect.REVERSING and card.next_effect != Effect.REVERSING:
        raise CardRefused("verdict_changed")
    if card.next_effect == Effect.REVERSING and not card.next_reason.strip():
        raise CardRefused("reason_missing")


def _require_decided(card: RuleCard) -> None:
    """While a regulation is marked as changing, each card that cites it waits for its decision."""
    cited = {citation.provision.regulation_id for citation in card.citations.all()}
    decided = CardDecision.objects.decided().filter(card=card.pk) if card.pk else CardDecision.objects.none()
    waiting = RegulationChange.objects.pending().filter(regulation__in=cited).exclude(decisions__in=decided)
    if change := waiting.select_related("regulation").first():
        raise CardRefused("change_open", regulation=change.regulation)


def latest_publication(card: RuleCard) -> RuleCardVersion | None:
    """What the card last taught; also for the unsaved card of a revision."""
    return RuleCardVersion.objects.filter(card=card.pk).order_by("-number").first() if card.pk else None


def latest_publications(cards: Iterable[int]) -> dict[int, RuleCardVersion]:
    """What many cards last taught, by the key of the card, in one query; a card never published is absent."""
    versions = RuleCardVersion.objects.filter(card__in=set(cards)).order_by("card", "number")
    return {version.card_id: version for version in versions}


def content_of(card: RuleCard, *, on: date | None = None) -> dict[str, Any]:
    """What a card teaches, as plain values in a stable order, of a stored card or of the card of a revision.

    ``basis`` names the version of each provision that is in force on ``on`` (today where absent), None where none is known.
    """
    day = on or timezone.localdate()
    citations = sorted(card.citations.all(), key=lambda citation: (citation.sort_order or 0, citation.pk or 0))
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
        "examples": {example.role: example.situation for example in sorted(card.examples.all(), key=lambda e: e.role)},
        "sanctions": sorted(sanction.slug for sanction in card.sanctions.all()),
        "basis": [_basis(citation, day) for citation in citations],
    }


def _basis(citation: Citation, day: date) -> dict[str, Any]:
    provision = citation.provision
    version = next((each for each in provision.versions.all() if each.holds_on(day)), None)
    return {
        "regulation": provision.regulation.slug,
        "provision": provision.key,
        "version": version.number if version else None,
        "role": citation.role,
        "certainty": citation.certainty,
    }


# Keys whose change alters what a learner should take away; the rest is wording.
_TEACHING = ("act", "conditions", "sanctions", "basis", "certainty", "local_rule", "valid_from", "subjects", "stages")


def effect_between(before: dict[str, Any] | None, after: dict[str, Any]) -> str:
    """What to suggest to the editor: another verdict reverses, another rule clarifies, words are words."""
    if before is None:
        return Effect.EDITORIAL
    if least_effect(before, after) == Effect.REVERSING:
        return Effect.REVERSING
    if any(before.get(key) != after.get(key) for key in _TEACHING):
        return Effect.CLARIFYING
    return Effect.EDITORIAL


def least_effect(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What no editor can talk down: another verdict, or a rule that comes back from withdrawal, reverses."""
    return Effect.REVERSING if before.get("verdict") != after["verdict"] else Effect.EDITORIAL


@transaction.atomic
def record_publication(
    card: RuleCard,
    *,
    by: User | None,
    at: datetime,
    effect: str | None = None,
    change: RegulationChange | None = None,
) -> RuleCardVersion:
    """Append what ``card`` teaches from ``at`` on; publishing the same content again returns the last publication.

    ``effect``: what the editor stated (``card.next_effect``), else what ``effect_between`` suggests; never less than
    ``least_effect``. What rests on the card reacts in the same transaction. Source: docs/adr/0014-*.md
    """
    RuleCard.objects.select_for_update().get(pk=card.pk)  # two publications of one card take their numbers in turn
    day = timezone.localdate(at)
    content = content_of(card, on=day)
    latest = card.versions.order_by("-number").first()
    if latest is not None and latest.content == content:
        return latest
    stated = effect or (latest and card.next_effect) or effect_between(latest.content if latest else None, content)
    if latest and least_effect(latest.content, content) == Effect.REVERSING:
        stated = Effect.REVERSING
    publication = RuleCardVersion.objects.create(
        card=card,
        number=latest.number + 1 if latest else 1,
        effect=stated,
        verdict=card.verdict,
        content=content,
        published_at=at,
        published_by=by,
        effective_on=change.effective_on if change else max(card.valid_from or day, day),
        reason=(card.next_reason or (change.reason if change else "")) if latest else "",
        asks_refresher=stated == Effect.REVERSING or (stated == Effect.CLARIFYING and card.next_refresher),
        change=change,
    )
    reactions.react(publication, by=by, at=at)
    return publication


@transaction.atomic
def withdraw(
    card: RuleCard, *, reason: str, effective_on: date, by: User, at: datetime, change: RegulationChange | None = None
) -> RuleCardVersion:
    """Take a card from view because its rule no longer holds. The publication keeps what it taught, with effect «ditarik».

    Withdrawing twice returns the first withdrawal. Raises CardRefused: not_published, reason_missing.
    """
    locked = RuleCard.objects.select_for_update().get(pk=card.pk)
    latest = locked.versions.order_by("-number").first()
    if latest is None:
        raise CardRefused("not_published")
    if latest.effect == Effect.WITHDRAWN and not locked.live:
        return latest
    if not reason.strip():
        raise CardRefused("reason_missing")
    publication = _withdrawal(latest, reason=reason, effective_on=effective_on, by=by, at=at, change=change)
    UnpublishAction(locked, user=by).execute(skip_permission_checks=True)
    reactions.react(publication, by=by, at=at)
    return publication


@transaction.atomic
def record_withdrawal(card: RuleCard, *, by: User | None, at: datetime) -> RuleCardVersion | None:
    """Append that ``card`` was taken down by Wagtail's own means, as at the end of its time; None where it is known already."""
    latest = RuleCard.objects.select_for_update().get(pk=card.pk).versions.order_by("-number").first()
    if latest is None or latest.effect == Effect.WITHDRAWN:
        return None
    reason = "Masa tayang kartu ini sudah berakhir."
    publication = _withdrawal(latest, reason=reason, effective_on=timezone.localdate(at), by=by, at=at)
    reactions.react(publication, by=by, at=at)
    return publication


def _withdrawal(
    latest: RuleCardVersion,
    *,
    reason: str,
    effective_on: date,
    by: User | None,
    at: datetime,
    change: RegulationChange | None = None,
) -> RuleCardVersion:
    return RuleCardVersion.objects.create(
        card=latest.card,
        number=latest.number + 1,
        effect=Effect.WITHDRAWN,
        verdict=latest.verdict,
        content={**latest.content, "verdict": ""},
        published_at=at,
        published_by=by,
        effective_on=effective_on,
        reason=reason,
        asks_refresher=True,
        change=change,
    )
