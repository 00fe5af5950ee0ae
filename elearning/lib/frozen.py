"""Rows that are written once: what happened is appended, never edited (style: "Where a rule lives").

The one piece of lib that touches Django's models: an abstract base without a table of its own.
"""

from typing import Any

from django.db import models


class FrozenError(TypeError):
    """Somebody tried to change what is written once. A programming error, never shown to a person."""


class WrittenOnce(models.Model):
    """Inserted, then neither changed nor deleted through instances."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError(f"{type(self).__name__} is written once.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError(f"{type(self).__name__} is never deleted.")
