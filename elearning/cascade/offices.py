"""Whose offices somebody looks after: for whom he makes access cards, and where he notes a change of head (ADR 0039)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from elearning.people.models import AccessCard, OfficeHolding, OfficeRole, Unit, User
from elearning.people.querysets import OfficeHoldingQuerySet, UnitQuerySet
from elearning.training.models import CommitteeMember, Participant, TrainingSession
from elearning.training.permissions import DUTIES

SERVING = (OfficeRole.COMMITTEE, OfficeRole.LEADER)
FINISHED = (TrainingSession.State.CLOSED, TrainingSession.State.ISSUED)


def units_served_by(user: User, *, on: date) -> UnitQuerySet:
    """All for the superuser; those below an office of committee or leader; those whose heads came to a session one runs.

    Never for whoever came by card or code: a head makes no card for another.
    """
    if not user.is_authenticated or not user.is_active or user.signed_in_by_code:
        return Unit.objects.none()
    if user.sees_everything:
        return Unit.objects.filter(is_active=True)
    below = Unit.objects.visible_to(user, on=on, roles=SERVING)
    narrowed = CommitteeMember.objects.filter(person=user, role__in=DUTIES).values("session")
    held = TrainingSession.objects.managed_by(user, on=on).filter(state__in=FINISHED, is_at_office=False)
    run = held.exclude(pk__in=narrowed)  # what a head holds at the office makes nobody a panitia
    led = heads_who_came(run, on=on).values("unit")
    return Unit.objects.filter(Q(pk__in=below.values("pk")) | Q(pk__in=led), is_active=True)


def heads_who_came(sessions: Iterable[TrainingSession], *, on: date) -> OfficeHoldingQuerySet:
    """Today's offices of the heads who were there on some day of these sessions, themselves or by a deputy."""
    there = Participant.objects.filter(session__in=sessions, attendances__isnull=False)
    came = Q(person__in=there.values("person")) | Q(person__in=there.values("deputy_for__person"))
    return OfficeHolding.objects.in_force(on).filter(came, role=OfficeRole.HEAD, person__is_active=True)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A holding and its live card, if it has one."""

    holding: OfficeHolding
    card: AccessCard | None

    @property
    def state(self) -> str:
        if self.card is None:
            return "Belum ada kartu"
        return "PIN sudah dibuat" if self.card.pin_set_at else "Kartu dibuat, PIN belum"


def with_cards(holdings: Iterable[OfficeHolding]) -> list[OfficeRow]:
    """One query for all cards."""
    holdings = list(holdings)
    cards = {card.holding_id: card for card in AccessCard.objects.live().filter(holding__in=holdings)}
    return [OfficeRow(holding, cards.get(holding.pk)) for holding in holdings]
