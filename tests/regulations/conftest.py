"""The search index as migrations build it: a suite started without migrations has an ordinary table in its place."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.operations import RunSQL, SeparateDatabaseAndState


@pytest.fixture(autouse=True)
def _full_text_index(request):
    if "django_db" not in request.keywords and "db" not in request.fixturenames:
        return
    request.getfixturevalue("db")
    if connection.vendor != "sqlite":
        return
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
