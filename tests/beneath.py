"""Data that many tests stand on: written once, then each test runs in a savepoint on top of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def beneath(django_db_blocker) -> Iterator[None]:
    """What is written inside stays until the ``with`` ends, and is rolled back then."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
