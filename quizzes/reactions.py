"""What follows when somebody whom we know has finished an attempt, done by rooms that this one does not know (as ADR 0014).

A room registers a function in ``AppConfig.ready``; it is called inside the transaction that finished the attempt.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from .models import Attempt


class Reaction(Protocol):
    def __call__(self, attempt: Attempt, *, at: datetime) -> None: ...


_reactions: list[Reaction] = []


def register(reaction: Reaction) -> None:
    """Call ``reaction`` for each finished attempt of a person; registering twice is once."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def react(attempt: Attempt, *, at: datetime) -> None:
    """A guest's attempt waits until its owner says who he is."""
    if attempt.person_id is None or attempt.state != Attempt.State.SUBMITTED:
        return
    for reaction in _reactions:
        reaction(attempt, at=at)
