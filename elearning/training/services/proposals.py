"""«Usulkan penerbitan»: one member chooses the list, another one issues it (ADR 0034). The rows are those of ``certificates``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from certificates import services as certificates
from certificates.claims import CertificateClaim
from certificates.models import Batch, IssueProposal
from elearning.people.models import User

from ..errors import TrainingError
from ..models import TrainingSession
from .certificates import certificates_of, chosen, claims_of, closed, mark_issued

EVERYBODY, CONFIRMED = "semua", "dikonfirmasi"  # values of IssueProposal.scope


@transaction.atomic
def propose_issue(session: TrainingSession, *, confirmed_only: bool, by: User, at: datetime) -> IssueProposal:
    """Freeze who would get a paper now, for another member to approve. Those who have one are not on the list.

    Raises TrainingError: approval_not_needed, list_open, no_claimants, no_confirmed; CertificateError: nothing_to_issue,
    proposal_waiting, and those of a name that does not fit the paper.
    """
    if not settings.CERTIFICATES_NEED_APPROVAL:
        raise TrainingError("approval_not_needed")
    session = closed(session)
    scope = CONFIRMED if confirmed_only else EVERYBODY
    claims = proposed_claims(session, scope=scope, at=at)
    for claim in claims:
        certificates.require_printable_name(claim.recipient_name)
    return certificates.propose(claims, source=session.source, unit=session.unit, scope=scope, by=by, at=at)


@transaction.atomic
def approve_issue(session: TrainingSession, proposal: IssueProposal, *, by: User, at: datetime) -> Batch:
    """«Setujui dan terbitkan»: the list is chosen anew and has to be the one that was proposed.

    Raises TrainingError: list_open; CertificateError: own_proposal, proposal_decided, list_changed, and those of issuing.
    """
    session = closed(session)
    claims = proposed_claims(session, scope=proposal.scope, at=at)
    batch = certificates.approve(proposal, claims, by=by, at=at)
    mark_issued(session, count=len(proposal.people), by=by)
    return batch


@transaction.atomic
def return_proposal(session: TrainingSession, proposal: IssueProposal, *, reason: str, by: User, at: datetime) -> None:
    """«Kembalikan», with a reason. Raises CertificateError: reason_missing, own_proposal, proposal_decided."""
    certificates.send_back(proposal, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw_proposal(session: TrainingSession, proposal: IssueProposal, *, by: User, at: datetime) -> None:
    """The proposer takes it back. Raises CertificateError: not_own_proposal, proposal_decided."""
    certificates.withdraw(proposal, by=by, at=at)


def proposed_claims(session: TrainingSession, *, scope: str, at: datetime) -> Sequence[CertificateClaim]:
    """The papers that this choice would give now, without those that are out. Nobody left: an empty list."""
    try:
        earned = chosen(session, confirmed_only=scope == CONFIRMED)
    except TrainingError as error:
        if error.code not in ("no_claimants", "no_confirmed"):
            raise
        return []
    out = certificates_of([*(one.participant for one in earned), *session.contributors.all()])
    return [claim for claim in claims_of(session, earned, at=at) if claim.source not in out]


def last_proposal(session: TrainingSession) -> IssueProposal | None:
    """The newest proposal of a session with its decision; one query."""
    return certificates.last_proposal(session.source)
