"""Why a card is being published: Wagtail's signal cannot carry the change of a regulation that caused it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .models import RegulationChange

_because: ContextVar[RegulationChange | None] = ContextVar("because", default=None)


@contextmanager
def because_of(change: RegulationChange) -> Iterator[None]:
    """Publications made inside name ``change``."""
    token = _because.set(change)
    try:
        yield
    finally:
        _because.reset(token)


def cause() -> RegulationChange | None:
    return _because.get()
