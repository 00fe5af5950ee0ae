"""Who finished, week by week, as a picture and a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from elearning.lib import dates
from quizzes.charts import Bar, bars


@dataclass(frozen=True, slots=True)
class Trend:
    """``bars``: a week each; ``words`` say the same for whoever sees no picture."""

    bars: tuple[Bar, ...]
    words: str


def trend(weeks: Sequence[int] | None, *, last: date) -> Trend | None:
    """``weeks``: how many finished, oldest first; ``last``: the Monday of the last. None where nobody has yet."""
    if not weeks or not any(weeks):
        return None
    mondays = [last - timedelta(weeks=len(weeks) - 1 - place) for place in range(len(weeks))]
    labels = [dates.plain_date(monday).rsplit(" ", 1)[0] for monday in mondays]
    labels = [f"{day} {month[:3]}" for day, month in (label.split(" ", 1) for label in labels)]
    busiest = max(range(len(weeks)), key=lambda place: weeks[place])
    words = f"{sum(weeks)} ASN selesai dalam {len(weeks)} minggu. Paling banyak {weeks[busiest]}, pada minggu mulai {labels[busiest]}."
    return Trend(bars(weeks, labels), words)
