"""How far the making of a set of papers is: numbers, names of what failed, and about how long it still takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Q

from .models import RenderJob

USUAL = timedelta(seconds=0.3)  # for one paper, before there is anything to measure
STALLED = timedelta(minutes=2)  # longer than a lease: no worker is at it


@dataclass(frozen=True, slots=True)
class Making:
    """``failed``: given up after several tries, or waiting for the next one after a fault. ``minutes``: to go, at least 1."""

    total: int
    made: int
    failed: Sequence[RenderJob]
    minutes: int
    is_stalled: bool

    @property
    def to_do(self) -> int:
        return self.total - self.made - len(self.failed)

    @property
    def is_over(self) -> bool:
        return self.total > 0 and self.to_do == 0


def making_of(sources: Collection[str], *, at: datetime) -> Making:
    """The papers of these sources, of every state but only the newest of each number; two queries."""
    jobs = RenderJob.objects.filter(certificate__source__in=sources, certificate__replaced_by=None)
    times = list(jobs.order_by("created_at").values_list("created_at", "done_at", "leased_until", "error"))
    failed = list(jobs.filter(~Q(error=""), done_at=None).select_related("certificate").order_by("certificate__number"))
    done = sorted(finished for _, finished, _, _ in times if finished)
    to_do = len(times) - len(done) - len(failed)
    waiting = [(created, leased) for created, finished, leased, error in times if not finished and not error]
    last_sign = max([*done, *(created for created, _ in waiting)], default=at)
    is_held = any(leased and leased > at for _, leased in waiting)
    return Making(
        total=len(times),
        made=len(done),
        failed=failed,
        minutes=max(1, ceil(to_do * _pace(done) / timedelta(minutes=1))),
        is_stalled=to_do > 0 and not is_held and at - last_sign > STALLED,
    )


def _pace(done: Sequence[datetime]) -> timedelta:
    """For one paper, measured on the last fifty."""
    recent = done[-50:]
    if len(recent) < 2:
        return USUAL
    return max((recent[-1] - recent[0]) / (len(recent) - 1), USUAL / 10)
