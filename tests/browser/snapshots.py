"""Content that takes seconds to load, for tests whose database is emptied after each: loaded once, then copied by SQLite."""

import sqlite3
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection

_kept: dict[Callable, sqlite3.Connection] = {}


def written_once(write: Callable[[], None]) -> None:
    """Leave the database as it is after ``write``: by calling it the first time, by a copy of what it wrote from then on."""
    connection.ensure_connection()
    live = connection.connection
    if write in _kept:
        _kept[write].backup(live)
    else:
        write()
        _kept[write] = sqlite3.connect(":memory:", check_same_thread=False)
        live.backup(_kept[write])
    ContentType.objects.clear_cache()  # rows of before the copy
    cache.clear()
