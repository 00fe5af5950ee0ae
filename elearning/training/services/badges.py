"""The badge: worn in the hall, so it identifies and never authenticates; it opens one phone, once (ADR 0002)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from elearning.lib import codes, dates
from elearning.people.models import User
from elearning.people.services import issue_code

from ..errors import BadgeError
from ..models import Participant


def participant_by_badge(typed: str) -> Participant:
    """Who wears this code. Scanners send the whole address of the QR; its last part is the code.

    Raises BadgeError: length, alphabet, unknown.
    """
    text = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    try:
        code = codes.normalise(text, codes.BADGE_LENGTH)
    except codes.CodeError as error:
        raise BadgeError(error.code) from error
    found = Participant.objects.select_related("session", "person__unit").filter(badge_code=code).first()
    if found is None:
        raise BadgeError("unknown")
    return found


def refuse_claim(participant: Participant, *, at: datetime) -> None:
    """Raises BadgeError: claimed, not_running, inactive, when a badge may not open a phone now."""
    session = participant.session
    today = dates.local_day(at, session.time_zone)
    if participant.claimed_at is not None:
        raise BadgeError("claimed")
    if not (session.is_open(at) and session.runs_on(today)):
        raise BadgeError("not_running")
    if not participant.person.is_active:
        raise BadgeError("inactive")


@transaction.atomic
def claim_badge(participant: Participant, *, at: datetime) -> User:
    """The first phone takes the badge, once, while the session runs; returns the person to sign in.

    Whatever office the person holds: who comes by badge gets at the own learning only (``User.signed_in_by_code``).

    Raises BadgeError: claimed, not_running, inactive. Source: docs/adr/0002-secret-and-public-codes.md
    """
    refuse_claim(participant, at=at)
    # One statement decides between two phones, on both engines.
    if not Participant.objects.filter(pk=participant.pk, claimed_at=None).update(claimed_at=at):
        raise BadgeError("claimed")
    participant.claimed_at = at
    return participant.person


@transaction.atomic
def release_badge(participant: Participant, *, by: User, at: datetime) -> None:
    """The committee lets another phone take the badge: «pindahkan ke HP lain»."""
    if Participant.objects.filter(pk=participant.pk, claimed_at__isnull=False).update(claimed_at=None):
        participant.claimed_at = None
        log(participant, "training.badge.release", user=by)


def first_code(person: User, *, at: datetime) -> str | None:
    """A kode peserta for somebody who has none; a code that still works is not made useless unasked."""
    if person.codes.filter(revoked_at=None).exists():
        return None
    return issue_code(person, at=at)
