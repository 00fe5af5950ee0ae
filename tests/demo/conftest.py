"""The demo is seeded once for this folder; every test runs in a savepoint on top of it."""

import random
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import Collection

from elearning.content.kinds import ALL
from elearning.content.loading import load
from elearning.demo.seed import everything
from tests.beneath import beneath, indexes_rest

NOW = datetime(2026, 3, 11, 4, 0, tzinfo=UTC)  # Wednesday 11 March 2026, 11.00 WIB


@pytest.fixture(scope="package")
def seeded(django_db_setup, django_db_blocker):
    with beneath(django_db_blocker):
        Collection.get_first_root_node() or Collection.add_root(name="Root")
        with indexes_rest(), time_machine.travel(NOW):  # Wagtail's workflow and schedule look at the clock themselves
            load([kind() for kind in ALL], at=NOW)
            call_command("install_roles", verbosity=0)
            everything(at=NOW, dice=random.Random(2024), passwords={"panitia": "rahasia-contoh"})
        yield NOW
