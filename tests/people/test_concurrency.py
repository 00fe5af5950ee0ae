"""Two forms and two presses at the same moment, on PostgreSQL: SQLite has one writer and cannot show these races."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from elearning.people import services
from elearning.people.models import ParticipantCode, User
from elearning.people.services import CodeRefused, PeopleError
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 6


@pytest.fixture(autouse=True)
def _postgresql_only():
    if connection.vendor == "sqlite":
        pytest.skip("needs PostgreSQL: SQLite has a single writer")


def at_once(function):
    """Call ``function`` in several threads, all starting together; the results in any order."""
    barrier = Barrier(AT_ONCE)

    def run(_):
        try:
            barrier.wait()
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_one_nip_sent_several_times_at_once_makes_one_person(noon):
    def register():
        try:
            services.register_participant(
                display_name="Rina Contoh", employment_status="pns", nip="197809122005011003", at=noon
            )
        except PeopleError as error:
            return error.code
        return "registered"

    assert sorted(at_once(register)) == ["nip_taken"] * (AT_ONCE - 1) + ["registered"]
    assert User.objects.count() == 1


def test_of_several_codes_made_at_once_the_last_one_lives(noon):
    person = UserFactory()
    made = at_once(lambda: services.issue_code(User.objects.get(pk=person.pk), at=noon))
    assert len(set(made)) == AT_ONCE

    def opens(code):
        try:
            return services.person_by_code(code) == person
        except CodeRefused:
            return False

    assert [opens(code) for code in made].count(True) == 1
    assert ParticipantCode.objects.filter(revoked_at=None).count() == 1
