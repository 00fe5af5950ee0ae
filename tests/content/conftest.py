"""The shipped content is loaded once for this folder; every test runs in a savepoint on top of it."""

from datetime import UTC, datetime

import pytest
from wagtail.models import Page

from elearning.content.kinds import ALL
from elearning.content.loading import load
from tests.beneath import beneath, indexes_rest

LOADED_AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    """The report of the first run on an empty database."""
    with beneath(django_db_blocker):
        for page in Page.objects.filter(depth=2):  # the one that all tests share
            page.delete()
        with indexes_rest():
            report = load([kind() for kind in ALL], at=LOADED_AT)
        yield report
