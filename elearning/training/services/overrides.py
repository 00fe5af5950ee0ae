"""What a committee decides beside the conditions of a session, written once with its reason (ADR 0027)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from certificates.models import Certificate
from elearning.people.models import User

from ..errors import OverrideError
from ..models import EligibilityOverride, Participant, TrainingSession
from .certificates import certificate_of
from .sessions import locked

Decision = EligibilityOverride.Decision
DECIDED = {Decision.GRANT: "training.override.grant", Decision.WITHHOLD: "training.override.withhold"}


@transaction.atomic
def override_eligibility(
    participant: Participant, *, decision: str, reason: str, by: User, at: datetime
) -> EligibilityOverride:
    """«Tetap beri sertifikat» or «Jangan beri sertifikat» for one person. The same decision twice is once.

    Raises OverrideError: decision_unknown, reason_missing, not_open, never_present, has_certificate.
    """
    if decision not in DECIDED:
        raise OverrideError("decision_unknown")
    last = _last(participant, reason)
    if last is not None and last.decision == decision:
        return last
    if decision == Decision.GRANT and not participant.attendances.exists():
        raise OverrideError("never_present")
    paper = certificate_of(participant)
    if decision == Decision.WITHHOLD and paper is not None and paper.state == Certificate.State.VALID:
        raise OverrideError("has_certificate")
    return _append(participant, decision, DECIDED[Decision(decision)], reason=reason, by=by, at=at)


@transaction.atomic
def withdraw_override(participant: Participant, *, reason: str, by: User, at: datetime) -> EligibilityOverride:
    """Back to the conditions of the session. A paper that was issued meanwhile stays as it is.

    Raises OverrideError: reason_missing, not_open, no_override.
    """
    last = _last(participant, reason)
    if last is None or last.decision == Decision.WITHDRAWN:
        raise OverrideError("no_override")
    return _append(participant, Decision.WITHDRAWN, "training.override.withdraw", reason=reason, by=by, at=at)


def _last(participant: Participant, reason: str) -> EligibilityOverride | None:
    """What holds now, while the session's row is locked."""
    if not reason.strip():
        raise OverrideError("reason_missing")
    if locked(participant.session).state == TrainingSession.State.DRAFT:
        raise OverrideError("not_open")
    return participant.overrides.order_by("pk").last()


def _append(
    participant: Participant, decision: str, action: str, *, reason: str, by: User, at: datetime
) -> EligibilityOverride:
    row = EligibilityOverride.objects.create(
        participant=participant, decision=decision, reason=reason.strip()[:200], by=by, at=at
    )
    log(participant.session, action, user=by, data={"line": participant.line, "reason": row.reason})
    return row
