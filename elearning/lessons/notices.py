"""What rooms above want to say to whoever opens the home page: a registered function each, asked in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence and the words of its link."""

    text: str
    action: str
    url: str


Source = Callable[[HttpRequest], Notice | None]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Registering twice is once."""
    if source not in _sources:
        _sources.append(source)


def notices_for(request: HttpRequest) -> list[Notice]:
    return [notice for source in _sources if (notice := source(request))]
