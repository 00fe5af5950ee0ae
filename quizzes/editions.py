"""Editions of questions are written once (ADR 0006): each process keeps those that it met last, with their options."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models.query import ModelIterable

from elearning.lib.kept import Kept

MOST = 1_000  # some 10 KB each


def _read(keys: Collection[int]) -> dict[int, Any]:
    from .models import QuestionVersion

    return QuestionVersion.objects.prefetch_related("options", "bases").in_bulk(keys)


# By id, shared by all threads: nobody may hang anything else on one of them (its picture and its question can change).
editions: Kept[int, Any] = Kept(_read, most=MOST)


class WithEditions(ModelIterable):
    """Rows of attempt items, each with its ``version`` from ``editions``."""

    def __iter__(self) -> Iterator[Any]:
        items = list(super().__iter__())
        found = editions({item.version_id for item in items})
        for item in items:
            item.version = found[item.version_id]
        return iter(items)
