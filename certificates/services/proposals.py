"""An act of issue by two people: proposed by one, approved or returned by another (ADR 0034)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.people.models import Unit, User

from .. import proposing
from ..claims import CertificateClaim
from ..errors import CertificateError
from ..models import Batch, IssueProposal, ProposalDecision
from .issuing import issue_batch
from .templates import templates_for

Outcome = ProposalDecision.Outcome


@transaction.atomic
def propose(
    claims: Sequence[CertificateClaim], *, source: str, unit: Unit, by: User, at: datetime, scope: str = ""
) -> IssueProposal:
    """Put a list before another member. Nothing is issued and no number is taken.

    ``scope``: how the list was chosen, so that it can be chosen in the same way when it is approved.

    Raises CertificateError: nothing_to_issue, unit_differs, source_twice, proposal_waiting.
    """
    if not claims:
        raise CertificateError("nothing_to_issue")
    if any(claim.unit_id != unit.pk for claim in claims):
        raise CertificateError("unit_differs")
    if len({claim.source for claim in claims}) < len(claims):
        raise CertificateError("source_twice")
    last = last_proposal(source)
    if last is not None and not hasattr(last, "decision"):
        raise CertificateError("proposal_waiting")
    lines = lines_now(claims, unit=unit, at=at)
    try:
        with transaction.atomic():
            proposal = IssueProposal.objects.create(
                source=source,
                unit=unit,
                round=last.round + 1 if last else 1,
                scope=scope,
                people=lines,
                list_sha256=proposing.fingerprint(lines),
                proposed_at=at,
                proposed_by=by,
            )
    except IntegrityError as error:  # one_proposal_per_source_and_round
        raise CertificateError("proposal_waiting") from error
    log(proposal, "certificates.propose", user=by, data={"count": len(lines), "sha256": proposal.list_sha256})
    return proposal


@transaction.atomic
def approve(proposal: IssueProposal, claims: Sequence[CertificateClaim], *, by: User, at: datetime) -> Batch:
    """Issue exactly what was proposed; ``claims`` is the same choice made again now.

    A proposal that was approved already gives its batch, so a second press and a second member change nothing.

    Raises CertificateError: own_proposal, proposal_decided, list_changed, and those of ``issue_batch``.
    """
    held = _locked(proposal)
    decision = getattr(held, "decision", None)
    if decision is not None and decision.batch:
        return decision.batch
    _refuse(held, by)
    differences = proposing.changes(held.people, lines_now(claims, unit=held.unit, at=at))
    if differences:
        raise CertificateError("list_changed", changes=differences.words)
    batch = issue_batch(claims, source=held.source, unit=held.unit, by=by, at=at)
    _decide(held, Outcome.APPROVED, batch=batch, by=by, at=at)
    return batch


@transaction.atomic
def send_back(proposal: IssueProposal, *, reason: str, by: User, at: datetime) -> ProposalDecision:
    """«Kembalikan»: nothing is issued, and the proposer reads why.

    Raises CertificateError: reason_missing, own_proposal, proposal_decided.
    """
    if not reason.strip():
        raise CertificateError("reason_missing")
    held = _locked(proposal)
    _refuse(held, by)
    return _decide(held, Outcome.RETURNED, reason=reason.strip()[:300], by=by, at=at)


@transaction.atomic
def withdraw(proposal: IssueProposal, *, by: User, at: datetime) -> ProposalDecision:
    """The proposer takes the proposal back. Raises CertificateError: not_own_proposal, proposal_decided."""
    held = _locked(proposal)
    if hasattr(held, "decision"):
        raise CertificateError("proposal_decided")
    if held.proposed_by_id != by.pk:
        raise CertificateError("not_own_proposal")
    return _decide(held, Outcome.WITHDRAWN, by=by, at=at)


def lines_now(claims: Sequence[CertificateClaim], *, unit: Unit, at: datetime) -> list[proposing.Line]:
    """The list as it would be proposed now, with the templates of now. Raises CertificateError as templates_for does."""
    versions = {slug: version.number for slug, version in templates_for(claims, unit=unit, at=at).items()}
    return proposing.lines_of(claims, versions)


def last_proposal(source: str) -> IssueProposal | None:
    """The newest proposal of a source with its decision, if there is one."""
    rows = IssueProposal.objects.filter(source=source).order_by("round")
    return rows.select_related("decision__batch", "decision__decided_by", "proposed_by").last()


def _locked(proposal: IssueProposal) -> IssueProposal:
    """The row, locked until the transaction ends; its decision is read afterwards."""
    return IssueProposal.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proposal.pk)


def _refuse(held: IssueProposal, by: User) -> None:
    if hasattr(held, "decision"):
        raise CertificateError("proposal_decided")
    if held.proposed_by_id == by.pk:
        raise CertificateError("own_proposal")


def _decide(
    held: IssueProposal, outcome: str, *, by: User, at: datetime, reason: str = "", batch: Batch | None = None
) -> ProposalDecision:
    try:
        with transaction.atomic():
            decision = ProposalDecision.objects.create(
                proposal=held, outcome=outcome, reason=reason, decided_at=at, decided_by=by,
                proposer_id=held.proposed_by_id, batch=batch,
            )  # fmt: skip
    except IntegrityError as error:  # one decision per proposal
        raise CertificateError("proposal_decided") from error
    log(held, f"certificates.proposal.{outcome}", user=by, data={"reason": reason} if reason else None)
    return decision
