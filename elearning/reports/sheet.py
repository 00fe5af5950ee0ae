"""The one page of a leader, for the screen, for paper and for mail: the same facts, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from elearning.ui import press

from . import charts, leadership
from .counting import week_of
from .models import TopicFigures, UnitFigures
from .suppression import LEAST


@dataclass(frozen=True, slots=True)
class Sheet:
    here: UnitFigures
    weak_topics: list[TopicFigures]
    neediest: list[UnitFigures]
    trend: charts.Trend | None
    is_empty: bool

    @property
    def counted_at(self) -> datetime:
        return self.here.reckoning.counted_at


def of(here: UnitFigures) -> Sheet:
    """Two queries."""
    topics = leadership.weakest_topics(here)
    last_week = week_of(here.reckoning.counted_at).date()
    return Sheet(
        here=here,
        weak_topics=topics,
        neediest=leadership.neediest(here),
        trend=charts.trend(here.weeks, last=last_week),
        is_empty=leadership.is_empty(here, topics),
    )


def pdf(here: UnitFigures) -> bytes:
    """One A4. Raises OSError where WeasyPrint's system libraries are missing."""
    return press.pdf("reports/print/overview", {"told": of(here), "here": here, "unit": here.unit, "smallest": LEAST})
