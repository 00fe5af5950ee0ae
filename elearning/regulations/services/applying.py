"""What carrying out a change of a regulation does to the regulation and to each card; inside the transaction of ``apply``."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from elearning.people.models import User

from ..models import CardDecision, Citation, Effect, Provision, ProvisionVersion, Regulation, RegulationChange, RuleCard
from ..reviewing import passed_review, publish_vouched_for, was_rewritten_since
from .publishing import withdraw
from .refusals import ChangeRefused

Choice, Kind = CardDecision.Choice, RegulationChange.Kind


def mark_regulation(change: RegulationChange) -> None:
    regulation = change.regulation
    if change.kind == Kind.AMENDED:
        regulation.status = Regulation.Status.AMENDED
        regulation.save(update_fields=["status"])
        regulation.amended_by.add(change.by)
        return
    regulation.status = Regulation.Status.REVOKED
    regulation.valid_to, regulation.revoked_by = change.effective_on, change.by
    regulation.save(update_fields=["status", "valid_to", "revoked_by"])
    # Its articles end with it; what began later, or ended before, stays as it is written.
    ending = ProvisionVersion.objects.filter(provision__regulation=regulation).overlapping(change.effective_on, None)
    started = Q(valid_from__isnull=True) | Q(valid_from__lt=change.effective_on)
    ending.filter(started).update(valid_to=change.effective_on)


def carry_out(decision: CardDecision, change: RegulationChange, *, by: User, at: datetime) -> None:
    card = decision.card
    if decision.decision == Choice.KEEP:
        _replace_citations(card, change, list(decision.replacements.all()), by=by)
    elif card.live and decision.decision == Choice.WITHDRAW:
        withdraw(card, reason=change.reason, effective_on=change.effective_on, by=by, at=at, change=change)
    elif card.live and decision.decision == Choice.CHANGE and not change.publications.filter(card=card).exists():
        _publish_draft(card, change, by=by)


def _publish_draft(card: RuleCard, change: RegulationChange, *, by: User) -> None:
    """The words that were agreed to, or others that passed the legal review by themselves."""
    draft = card.latest_revision
    if was_rewritten_since(card, change.agreed_at) and not passed_review(card, draft):
        raise ChangeRefused("draft_changed", card=card)
    publish_vouched_for(draft, by=by)


def _replace_citations(card: RuleCard, change: RegulationChange, replacements: list[Provision], *, by: User) -> None:
    """Publish what is taught with its new basis, word for word; an unfinished draft gets the basis too and stays a draft."""
    if not replacements:
        return
    draft = card.get_latest_revision_as_object() if card.has_unpublished_changes or not card.live else None
    if card.live:
        rest_on(card, change.regulation, replacements)
        publish_vouched_for(card.save_revision(user=by), by=by)
    if draft is not None:
        stated = draft.next_effect, draft.next_reason, draft.next_refresher
        rest_on(draft, change.regulation, replacements)
        draft.next_effect, draft.next_reason, draft.next_refresher = stated
        draft.save_revision(user=by)


def rest_on(card: RuleCard, old: Regulation, replacements: list[Provision]) -> None:
    """Cite ``replacements`` in the place of what fell away, with its role and its certainty; nothing is stored.

    The words stay, so the publication that follows is editorial.
    """
    card.next_effect, card.next_reason, card.next_refresher = Effect.EDITORIAL, "", False
    citations = list(card.citations.all())
    gone = [citation for citation in citations if citation.provision.regulation_id == old.pk]
    if not gone:
        return
    place = citations.index(gone[0])
    before = [citation for citation in citations[:place] if citation not in gone]
    after = [citation for citation in citations[place:] if citation not in gone]
    cited = {citation.provision_id for citation in (*before, *after)}
    fresh = [
        Citation(provision=provision, role=gone[0].role, certainty=gone[0].certainty)
        for provision in replacements
        if provision.pk not in cited
    ]
    card.citations = [*before, *fresh, *after]
    for order, citation in enumerate(card.citations.all()):
        citation.sort_order = order
