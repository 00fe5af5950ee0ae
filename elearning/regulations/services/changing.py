"""A regulation is amended, replaced or revoked: decided card by card, agreed by another person, applied at once (ADR 0014)."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from elearning.lib.dates import plain_date
from elearning.lib.errors import DomainError
from elearning.people.models import User

from ..causes import because_of
from ..models import CardDecision, Citation, Provision, Regulation, RegulationChange, RuleCard
from ..reviewing import authors_of
from .applying import carry_out, mark_regulation, rest_on
from .publishing import content_of, latest_publication, require_publishable
from .refusals import ChangeRefused

Choice, Kind, State = CardDecision.Choice, RegulationChange.Kind, RegulationChange.State
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """«14 dari 19 diputuskan»."""

    decided: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.decided


def open_change(
    regulation: Regulation, *, kind: str, by_regulation: Regulation | None, effective_on: date, reason: str, by: User,
    at: datetime,
) -> RegulationChange:  # fmt: skip
    """«Tandai diubah / diganti / dicabut»: from now on each citing card waits for its decision.

    Raises ChangeRefused: already_open, already_revoked, same_regulation, by_missing, reason_missing,
    effect_before_regulation, effect_before_source.
    """
    _refuse_unfit(regulation, kind, by_regulation, effective_on, reason)
    try:
        with transaction.atomic():
            change = RegulationChange.objects.create(
                regulation=regulation, kind=kind, by=by_regulation, effective_on=effective_on, reason=reason.strip(),
                opened_by=by, opened_at=at,
            )  # fmt: skip
            CardDecision.objects.bulk_create(
                CardDecision(change=change, card=card) for card in citing_cards(regulation)
            )
            log(change, "regulations.change.open", user=by, timestamp=at)
    except IntegrityError:
        if RegulationChange.objects.pending().filter(regulation=regulation).exists():
            raise ChangeRefused("already_open") from None
        raise
    return change


def citing_cards(regulation: Regulation) -> Sequence[RuleCard]:
    """Published cards and drafts that cite it; a card that was withdrawn teaches nothing any more."""
    citing = RuleCard.objects.filter(citations__provision__regulation=regulation).distinct()
    return citing.filter(Q(live=True) | Q(first_published_at__isnull=True)).order_by("title", "pk")


def decisions_of(change: RegulationChange) -> list[CardDecision]:
    """One per citing card; of a card that began to cite after the change was opened, one that is not stored yet."""
    rows = change.decisions.select_related("card", "decided_by").prefetch_related("replacements__regulation")
    found = list(rows.order_by("card__title", "pk"))
    if change.is_pending:
        known = {decision.card_id for decision in found}
        found += [
            CardDecision(change=change, card=card) for card in citing_cards(change.regulation) if card.pk not in known
        ]
    return found


def progress_of(decisions: Collection[CardDecision]) -> Progress:
    return Progress(sum(decision.is_decided for decision in decisions), len(decisions))


@transaction.atomic
def decide(
    change: RegulationChange, card: RuleCard, *, decision: str, replacements: Iterable[Provision] = (), note: str = "",
    by: User, at: datetime,
) -> CardDecision:  # fmt: skip
    """Say what becomes of one card. Deciding otherwise after the agreement takes the agreement back.

    Raises ChangeRefused: not_pending, card_not_citing, decision_unknown, replacement_missing, replacement_revoked.
    """
    change = _locked(change)
    if not change.is_pending:
        raise ChangeRefused("not_pending")
    row = change.decisions.filter(card=card).first()
    if row is None and card not in citing_cards(change.regulation):
        raise ChangeRefused("card_not_citing")
    if decision not in Choice.values:
        raise ChangeRefused("decision_unknown")
    replacements = list(replacements) if decision == Choice.KEEP else []
    if decision == Choice.KEEP:
        _refuse_replacements(change, card, replacements)
    row = row or CardDecision(change=change, card=card)
    said = (row.decision, row.note, {one.pk for one in row.replacements.all()} if row.pk else set())
    if said == (decision, note, {one.pk for one in replacements}):
        return row
    row.decision, row.note, row.decided_by, row.decided_at = decision, note, by, at
    row.save()
    row.replacements.set(replacements)
    _take_agreement_back(change)
    data = {"card": card.title, "decision": row.get_decision_display()}
    log(change, "regulations.change.decide", user=by, data=data, timestamp=at)
    return row


@transaction.atomic
def agree(change: RegulationChange, *, by: User, at: datetime) -> RegulationChange:
    """The legal review of the whole. That ``by`` is a legal reviewer is the caller's to know (permissions.can_agree).

    Raises ChangeRefused: not_pending, already_agreed, self_agreement, own_text, not_decided, no_draft, draft_still_cites,
    not_publishable, replacement_missing, replacement_revoked.
    """
    change = _locked(change)
    _refuse_finished(change)
    if change.state != State.OPEN:
        raise ChangeRefused("already_agreed")
    if by == change.opened_by:
        raise ChangeRefused("self_agreement")
    _refuse_own_words(_refuse_unready(change), by)
    change.state, change.agreed_by, change.agreed_at = State.AGREED, by, at
    change.save(update_fields=["state", "agreed_by", "agreed_at"])
    log(change, "regulations.change.agree", user=by, timestamp=at)
    return change


@transaction.atomic
def schedule(change: RegulationChange, *, apply_at: datetime, by: User, at: datetime) -> RegulationChange:
    """Let the clock apply it. Another hour may be given until then.

    Raises ChangeRefused: not_pending, not_agreed, schedule_past, before_effect.
    """
    change = _locked(change)
    _refuse_finished(change)
    _refuse_not_agreed(change)
    if apply_at <= at:
        raise ChangeRefused("schedule_past")
    _refuse_early(change, apply_at)
    change.state, change.apply_at, change.applied_by = State.SCHEDULED, apply_at, by
    change.save(update_fields=["state", "apply_at", "applied_by"])
    log(change, "regulations.change.schedule", user=by, data={"apply_at": apply_at.isoformat()}, timestamp=at)
    return change


@transaction.atomic
def apply(change: RegulationChange, *, by: User, at: datetime) -> RegulationChange:
    """Status and dates of the regulation, new citations, changed drafts, withdrawals: all or nothing, and once.

    Raises ChangeRefused: dropped, not_agreed, before_effect, not_decided, no_draft, draft_changed, not_publishable,
    replacement_missing, replacement_revoked.
    """
    change = _locked(change)
    if change.state == State.APPLIED:
        return change
    if change.state == State.DROPPED:
        raise ChangeRefused("dropped")
    _refuse_not_agreed(change)
    _refuse_early(change, at)
    decisions = _refuse_unready(change)
    mark_regulation(change)
    with because_of(change):
        for decision in decisions:
            carry_out(decision, change, by=by, at=at)
    change.state, change.applied_by, change.applied_at = State.APPLIED, by, at
    change.save(update_fields=["state", "applied_by", "applied_at"])
    log(change, "regulations.change.apply", user=by, timestamp=at)
    return change


def apply_due(*, at: datetime) -> int:
    """Apply every scheduled change whose hour has come; how many were. One that is refused is logged and hinders no other."""
    applied = 0
    for key in list(RegulationChange.objects.due(at).order_by("apply_at").values_list("pk", flat=True)):
        try:
            applied += _apply_if_due(key, at=at)
        except (DomainError, DatabaseError):
            logger.exception("The regulation change %s could not be applied", key)
    return applied


@transaction.atomic
def _apply_if_due(key: int, *, at: datetime) -> bool:
    """While others were applied, somebody may have given this one another hour or decided otherwise."""
    change = RegulationChange.objects.select_for_update(of=("self",)).due(at).filter(pk=key).first()
    if change is None:
        return False
    apply(change, by=change.applied_by or change.agreed_by, at=at)
    return True


@transaction.atomic
def drop(change: RegulationChange, *, by: User, at: datetime) -> RegulationChange:
    """It will not be carried out; what was decided stays readable. Dropping twice is dropping once.

    Raises ChangeRefused: already_applied.
    """
    change = _locked(change)
    if change.state == State.APPLIED:
        raise ChangeRefused("already_applied")
    if change.state != State.DROPPED:
        change.state = State.DROPPED
        change.save(update_fields=["state"])
        log(change, "regulations.change.drop", user=by, timestamp=at)
    return change


def _locked(change: RegulationChange) -> RegulationChange:
    """As it is now, held until the transaction ends: two people at once take turns."""
    held = RegulationChange.objects.select_for_update(of=("self",))
    return held.select_related("regulation", "by", "opened_by").get(pk=change.pk)


def _take_agreement_back(change: RegulationChange) -> None:
    if change.state != State.OPEN:
        change.state, change.agreed_by, change.agreed_at = State.OPEN, None, None
        change.apply_at = change.applied_by = None
        change.save(update_fields=["state", "agreed_by", "agreed_at", "apply_at", "applied_by"])


def _refuse_unfit(
    regulation: Regulation, kind: str, by_regulation: Regulation | None, effective_on: date, reason: str
) -> None:
    if regulation.status == Regulation.Status.REVOKED:
        raise ChangeRefused("already_revoked")
    if by_regulation == regulation:
        raise ChangeRefused("same_regulation")
    if by_regulation is None and kind != Kind.REVOKED:
        raise ChangeRefused("by_missing")
    if not reason.strip():
        raise ChangeRefused("reason_missing")
    if regulation.valid_from and effective_on <= regulation.valid_from:
        raise ChangeRefused("effect_before_regulation", start=plain_date(regulation.valid_from))
    if by_regulation and by_regulation.valid_from and effective_on < by_regulation.valid_from:
        raise ChangeRefused("effect_before_source", by=by_regulation, start=plain_date(by_regulation.valid_from))


def _refuse_finished(change: RegulationChange) -> None:
    if not change.is_pending:
        raise ChangeRefused("not_pending")


def _refuse_not_agreed(change: RegulationChange) -> None:
    if change.state not in (State.AGREED, State.SCHEDULED):
        raise ChangeRefused("not_agreed")


def _refuse_early(change: RegulationChange, moment: datetime) -> None:
    if moment < starts_at(change.effective_on):
        raise ChangeRefused("before_effect", day=plain_date(change.effective_on))


def starts_at(day: date) -> datetime:
    """When a day begins at the place of the site."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _refuse_unready(change: RegulationChange) -> list[CardDecision]:
    """The decisions, every one of which can be carried out."""
    decisions = decisions_of(change)
    if waiting := [decision.card for decision in decisions if not decision.is_decided]:
        raise ChangeRefused("not_decided", count=len(waiting), cards=_some_of(waiting))
    for decision in decisions:
        _refuse_impossible(decision, change)
    return decisions


def _some_of(cards: Sequence[RuleCard], most: int = 3) -> str:
    """«Kartu A», «Kartu B», «Kartu C», dan 4 lagi."""
    named = [f"«{card}»" for card in cards[:most]]
    return ", ".join([*named, f"dan {len(cards) - most} lagi"] if len(cards) > most else named)


def _refuse_own_words(decisions: Iterable[CardDecision], by: User) -> None:
    """The agreement is the legal review of the drafts that will go out with it (ADR 0015)."""
    for decision in decisions:
        if decision.decision == Choice.CHANGE and by.pk in authors_of(decision.card):
            raise ChangeRefused("own_text", card=decision.card)


def _refuse_impossible(decision: CardDecision, change: RegulationChange) -> None:
    """What could not be carried out, said before anybody agrees to it."""
    card = decision.card
    if decision.decision == Choice.KEEP:
        replacements = list(decision.replacements.all())
        _refuse_replacements(change, card, replacements)
        if card.live and replacements:
            rest_on(card, change.regulation, replacements)
            _refuse_unpublishable(card)
    elif decision.decision == Choice.CHANGE and card.live:
        _refuse_draft(change, card)


def _refuse_replacements(change: RegulationChange, card: RuleCard, replacements: Iterable[Provision]) -> None:
    """An amended regulation may go on being cited; one that is gone may not."""
    replacements = list(replacements)
    ends = change.kind != Kind.AMENDED
    if ends and not replacements:
        raise ChangeRefused("replacement_missing", card=card, regulation=change.regulation)
    for provision in replacements:
        is_gone = ends and provision.regulation_id == change.regulation_id
        if is_gone or not Regulation.objects.in_force(change.effective_on).filter(pk=provision.regulation_id).exists():
            raise ChangeRefused(
                "replacement_revoked", card=card, provision=provision, day=plain_date(change.effective_on)
            )


def _refuse_draft(change: RegulationChange, card: RuleCard) -> None:
    """«Isi berubah» needs a draft that differs from what is taught, and that could be published."""
    if change.publications.filter(card=card).exists():
        return
    draft, taught = card.get_latest_revision_as_object(), latest_publication(card)
    if taught is None or content_of(draft) == taught.content:
        raise ChangeRefused("no_draft", card=card)
    cited = {
        citation.provision.regulation_id for citation in draft.citations.all() if citation.role == Citation.Role.BASIS
    }
    if change.kind != Kind.AMENDED and change.regulation_id in cited:
        raise ChangeRefused("draft_still_cites", card=card, regulation=change.regulation)
    _refuse_unpublishable(draft)


def _refuse_unpublishable(card: RuleCard) -> None:
    try:
        require_publishable(card)
    except DomainError as error:
        raise ChangeRefused("not_publishable", card=card, why=error) from error
