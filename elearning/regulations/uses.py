"""What rests on a card: one question for every screen, answered by the rooms above (ADR 0013)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from elearning.lib.dates import plain_date


@dataclass(frozen=True, slots=True)
class Use:
    """One line of a list. ``url`` may be empty; ``detail`` says what is special about it, in a few words.

    ``person``: a name, shown only to those who may see people; the line must make sense without it.
    """

    title: str
    url: str = ""
    detail: str = ""
    person: str = ""


class UseSource(Protocol):
    """One kind of use. ``key`` stands in the address, ``label`` behind the number («2 pelajaran»).

    ``note``: one short sentence about the whole («tetap sah, tidak berubah»), or empty; ``{since}`` in it is the day from
    which a reversal holds («ditahan mulai {since}»), and without such a day the note is left out.
    """

    key: str
    label: str
    note: str
    position: int

    def resting_on(self, cards: Collection[int]) -> QuerySet[Any]:
        """The rows, each once, in the order of the list; the count is the count of this very queryset."""

    def describe(self, row: Any) -> Use:
        """One row of ``resting_on``, without a further query."""


@dataclass(frozen=True, slots=True)
class Tally:
    key: str
    label: str
    count: int
    note: str
    url: str


_sources: dict[str, UseSource] = {}


def register(source: UseSource) -> None:
    """Called once by each room when Django starts."""
    _sources[source.key] = source


def source_of(key: str) -> UseSource | None:
    return _sources.get(key)


def sources() -> list[UseSource]:
    return sorted(_sources.values(), key=lambda source: source.position)


def tallies(cards: Collection[int], *, since: date | None = None) -> list[Tally]:
    """How much of each kind rests on these cards, with the address of the list that was counted. One query per kind.

    ``since``: the day from which a reversal of these cards will hold; None for a change that reverses nothing.
    """
    wanted = sorted(set(cards))
    query = urlencode([("kartu", card) for card in wanted])
    return [
        Tally(
            source.key,
            source.label,
            source.resting_on(wanted).count(),
            _note(source, since),
            f"{reverse('regulations_admin:uses', args=[source.key])}?{query}",
        )
        for source in sources()
    ]


def _note(source: UseSource, since: date | None) -> str:
    if "{since}" not in source.note:
        return source.note
    return source.note.format(since=plain_date(since)) if since else ""
