"""What becomes of an answer that arrives late (experience.md L7). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum

GRACE = timedelta(minutes=15)  # experience.md L7: made before closing and received within 15 minutes is accepted
LAST_MINUTES = timedelta(minutes=5)

# How a phone gathers answers before it sends them (ADR 0007): so many questions, or so long, whichever comes first.
GATHERED = 5
PATIENCE = timedelta(minutes=4)  # give or take a fifth, so that a hall does not send in one second
UNDER_WAY = timedelta(minutes=5)  # received so soon after closing it waited by that rule, not for a network: in time


def ends_at(
    *,
    started_at: datetime,
    limit_minutes: int | None,
    closes: Iterable[datetime | None],
    extended_until: datetime | None,
) -> datetime | None:
    """When an attempt ends: its time limit or the first of ``closes``, whichever comes first; an extension moves it later.

    None: it runs on until its owner sends it.
    """
    ends = [moment for moment in closes if moment is not None]
    if limit_minutes is not None:
        ends.append(started_at + timedelta(minutes=limit_minutes))
    if not ends:
        return None
    return max(min(ends), extended_until) if extended_until else min(ends)


class Standing(Enum):
    COUNTS = "counts"
    LATE = "late"  # counts, and is marked
    WAITS = "waits"  # stored; the committee decides
    CLOSED = "closed"  # its owner has sent the attempt
    TOO_LATE = "too late"  # made after closing


def standing(
    *, occurred_at: datetime, received_at: datetime, deadline_at: datetime | None, ended_at: datetime | None
) -> Standing:
    """``occurred_at`` is the phone's clock and only decides what was made before closing.

    ``ended_at``: when the attempt stopped running; None while it runs. Its owner sends it before the deadline; what
    ended at the deadline or after it was ended for him, by the clock or by closing the list, and still takes what a
    phone without network kept, for the committee to decide.
    """
    closed_by_owner = ended_at is not None and (deadline_at is None or ended_at < deadline_at)
    if closed_by_owner:
        return Standing.CLOSED
    if deadline_at is None or received_at <= deadline_at:
        return Standing.COUNTS
    if occurred_at > deadline_at:
        return Standing.TOO_LATE
    if ended_at is not None or received_at > deadline_at + GRACE:
        return Standing.WAITS
    return Standing.COUNTS if received_at <= deadline_at + UNDER_WAY else Standing.LATE
