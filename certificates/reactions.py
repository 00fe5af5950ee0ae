"""What follows when papers are issued, corrected or restored, done by rooms that this one does not know (as ADR 0014).

A room registers a function in ``AppConfig.ready``; it is called inside the transaction that does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from .models import Certificate


class Reaction(Protocol):
    def __call__(self, certificates: Sequence[Certificate], *, at: datetime) -> None: ...


_reactions: list[Reaction] = []


def register(reaction: Reaction) -> None:
    """Call ``reaction`` with the papers that hold from now on; registering twice is once."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def react(certificates: Sequence[Certificate], *, at: datetime) -> None:
    for reaction in _reactions:
        reaction(certificates, at=at)
