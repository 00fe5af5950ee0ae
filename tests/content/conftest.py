"""The shipped content is loaded once for this folder; every test runs in a savepoint on top of it."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from elearning.content.kinds import ALL
from elearning.content.loading import load

LOADED_AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The report of the first run on an empty database."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield load([kind() for kind in ALL], at=LOADED_AT)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
