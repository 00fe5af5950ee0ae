"""Everybody who can have a paper of a session: its participants, and those who made it happen (ADR 0036)."""

from __future__ import annotations

from .models import Contributor, Participant, TrainingSession

Claimant = Participant | Contributor


def claimants(session: TrainingSession) -> list[Claimant]:
    """Participants in the order of the list, then contributors in theirs. Two queries."""
    return [
        *session.participants.select_related("person__unit"),
        *session.contributors.select_related("person"),
    ]


def sources(session: TrainingSession) -> list[str]:
    return [one.source for one in claimants(session)]
