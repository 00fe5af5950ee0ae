"""Fixtures that every room's tests share."""

import gc
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.operations import RunSQL, SeparateDatabaseAndState
from django.test import TransactionTestCase, override_settings
from xdist.scheduler import LoadScopeScheduling

from elearning.training import room
from elearning.ui import context
from quizzes.editions import editions
from tests.beneath import indexes_rest
from tests.factories.lessons import make_site
from tests.factories.people import UserFactory

HERE = Path(__file__).parent
TOGETHER = ("access", "content", "demo")  # these build their world once, for all of their files
DATABASES = {"db", "transactional_db", "live_server"}  # what pytest-django gives a test that asks for one
ONCE = re.compile(r"^pytestmark = .*pytest\.mark\.once\b", re.MULTILINE)
LONGEST_FIRST = ("test_delivery.py", "browser", *TOGETHER, "certificates", "regulations")


def pytest_xdist_make_scheduler(config, log):
    return ByPlace(config, log)


class ByPlace(LoadScopeScheduling):
    """Tests are handed to the workers by file, or by folder."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if file.startswith(f"tests/{folder}/")), file)


def pytest_ignore_collect(collection_path, config):
    """A whole module that this run leaves out is not even read, which took each worker a third of its start."""
    if "not once" not in config.option.markexpr or not collection_path.match("test_*.py"):
        return None
    return collection_path.parent.name == "browser" or bool(ONCE.search(collection_path.read_text())) or None


@pytest.hookimpl(tryfirst=True)  # before the selection by marker
def pytest_collection_modifyitems(items):
    """What takes longest starts first, so that no worker is left waiting for another. What needs no database runs once."""
    for item in items:
        if not item.get_closest_marker("django_db") and DATABASES.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("once")
    places = {place: rank for rank, place in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.relative_to(HERE).parts[0], len(places)))
    gc.freeze()  # what is imported by now stays: no need to look through it again and again,
    gc.set_threshold(100_000, 20, 100)  # nor after every 700 new objects: that took an eighth of the suite's time


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """One site with its home page for all: making it anew took an eighth of the suite's time. Tests that commit leave
    PostgreSQL without it, and ``home`` makes it again.

    And the search index as Wagtail's migrations build it: without migrations an ordinary table stands in its place.
    """
    if connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            make_site()
        yield
        return
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        _build_full_text_index()
        make_site()
        patch.setattr(TransactionTestCase, "_fixture_teardown", _emptier())
        yield


def _emptier() -> Callable:
    """Tests that commit leave an empty database behind by copying one: ten times as quick as emptying 240 tables."""
    empty = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(empty)

    def copied(test: object) -> None:
        for wait in (0.1, 0.4, 1.5, 5):
            try:
                return empty.backup(connection.connection)
            except sqlite3.OperationalError:  # a request of a browser that is closing is still being answered
                time.sleep(wait)
        return empty.backup(connection.connection)

    return copied


def _build_full_text_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'wagtailsearch_indexentry_fts'")
        row = cursor.fetchone()
        if row and "fts5" in row[0]:
            return
        cursor.execute("DROP TABLE IF EXISTS wagtailsearch_indexentry_fts")
        migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
        for operation in migration.operations:
            if isinstance(operation, SeparateDatabaseAndState):
                for step in operation.database_operations:
                    if isinstance(step, RunSQL):
                        cursor.execute(step.sql)


@pytest.fixture(autouse=True)
def _postgres_only(request):
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has a single writer and cannot show this")


@pytest.fixture(autouse=True)
def _empty_caches(monkeypatch):
    """Rate limits are counted in the cache; each test starts from none. What a process keeps was of other rows.

    Within a test the frame of a page stays: else a slow machine would ask for it again while queries are counted.
    """
    cache.clear()
    editions.forget()
    room.forget()
    context._frame.cache_clear()
    monkeypatch.setattr(context, "FRESH_SECONDS", 10**9)


@pytest.fixture(autouse=True)
def _indexes_rest(request):
    """Tests of what Wagtail's indexes answer ask for it."""
    is_wanted = any(map(request.node.get_closest_marker, ("indexed", "browser")))
    with nullcontext() if is_wanted else indexes_rest():
        yield


@pytest.fixture(scope="session", autouse=True)
def _private_files(tmp_path_factory):
    """Papers and pictures made by tests go to folders of their own."""
    place = tmp_path_factory.mktemp("berkas")
    private = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(place / "private")},
    }
    with (
        override_settings(MEDIA_ROOT=place / "media", STORAGES={**settings.STORAGES, "private": private}),
        pytest.MonkeyPatch.context() as patch,
    ):
        # A file field asks for its storage once, when its model is read.
        for field in (field for model in apps.get_models() for field in model._meta.local_fields):
            if getattr(getattr(field, "_storage_callable", None), "__name__", "") == "private_storage":
                patch.setattr(field, "storage", storages["private"])
        yield


@pytest.fixture
def home(db):
    return make_site()


@pytest.fixture
def noon() -> datetime:
    """Thursday 3 October 2024, 12.00 WIB."""
    return datetime(2024, 10, 3, 5, 0, tzinfo=UTC)


@pytest.fixture
def superuser(db):
    return UserFactory(display_name="Pengelola Contoh", email="kelola@contoh.example", is_superuser=True)
