"""Data that many tests stand on: written once, then each test runs in a savepoint on top of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.test import override_settings
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def beneath(django_db_blocker) -> Iterator[None]:
    """What is written inside stays until the ``with`` ends, and is rolled back then."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def indexes_rest() -> Iterator[None]:
    """Wagtail writes its two indexes anew at every save, a third of the suite's time. Not to be nested."""
    search = {name: {**one, "AUTO_UPDATE": False} for name, one in settings.WAGTAILSEARCH_BACKENDS.items()}
    with override_settings(WAGTAILSEARCH_BACKENDS=search), disable_reference_index_auto_update():
        yield
