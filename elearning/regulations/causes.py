"""Who publishes a card and why: Wagtail's signal carries neither the person nor the change of a regulation behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.log_actions import registry
from wagtail.models import Revision

from elearning.people.models import User

from .models import RegulationChange

_because: ContextVar[RegulationChange | None] = ContextVar("because", default=None)
_by: ContextVar[User | None] = ContextVar("by", default=None)


@contextmanager
def because_of(change: RegulationChange) -> Iterator[None]:
    """Publications made inside name ``change``."""
    with _set(_because, change):
        yield


def cause() -> RegulationChange | None:
    return _because.get()


@contextmanager
def published_by(user: User | None, revision: Revision) -> Iterator[None]:
    """Publications made inside are by ``user``; where the clock acts, by whoever gave ``revision`` its hour."""
    with _set(_by, user or _who_scheduled(revision)):
        yield


def publisher() -> User | None:
    return _by.get()


def _who_scheduled(revision: Revision) -> User | None:
    if not revision.approved_go_live_at:
        return None
    entries = registry.get_logs_for_instance(revision.content_object).filter(
        action="wagtail.publish.schedule", revision=revision
    )
    entry = entries.select_related("user").order_by("-timestamp", "-pk").first()
    return entry.user if entry else None


@contextmanager
def _set(variable: ContextVar[Any], value: Any) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
