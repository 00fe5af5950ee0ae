"""What happens when a rule changes, done by rooms that the register does not know (ADR 0014).

A room registers a function in ``AppConfig.ready``; the register calls them in order, inside the publishing transaction,
so that a failure takes the publication back. Not Django signals: the list is explicit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from elearning.people.models import User

from .models import Effect, RuleCardVersion


class Reaction(Protocol):
    def __call__(self, publication: RuleCardVersion, *, by: User | None, at: datetime) -> None: ...


_reactions: list[Reaction] = []


def register(reaction: Reaction) -> None:
    """Call ``reaction`` for each publication that is more than editorial; registering twice is once."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def react(publication: RuleCardVersion, *, by: User | None, at: datetime) -> None:
    """Tell every room. A *redaksional* publication touches nobody."""
    if publication.effect == Effect.EDITORIAL:
        return
    for reaction in _reactions:
        reaction(publication, by=by, at=at)
