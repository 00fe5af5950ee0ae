"""Two forms and two presses at the same moment, on PostgreSQL: SQLite has one writer and cannot show these races."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from elearning.people import services
from elearning.people.models import ParticipantCode, User
from elearning.people.services import CodeRefused, PeopleError
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.threads import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 6


def test_one_nip_sent_several_times_at_once_makes_one_person(noon):
    def register():
        try:
            services.register_participant(
                display_name="Rina Contoh", employment_status="pns", nip="197809122005011003", at=noon
            )
        except PeopleError as error:
            return error.code
        return "registered"

    assert sorted(at_once(lambda _: register(), range(AT_ONCE))) == ["nip_taken"] * (AT_ONCE - 1) + ["registered"]
    assert User.objects.count() == 1


def test_of_several_codes_made_at_once_the_last_one_lives(noon):
    person = UserFactory()
    made = at_once(lambda _: services.issue_code(User.objects.get(pk=person.pk), at=noon), range(AT_ONCE))
    assert len(set(made)) == AT_ONCE

    def opens(code):
        try:
            return services.person_by_code(code) == person
        except CodeRefused:
            return False

    assert [opens(code) for code in made].count(True) == 1
    assert ParticipantCode.objects.filter(revoked_at=None).count() == 1


def test_the_database_knows_one_definitive_head_at_a_time():
    first = OfficeHoldingFactory(ends_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeHoldingFactory(unit=first.unit, starts_on=date(2025, 1, 1), ends_on=date(2027, 1, 1))
    OfficeHoldingFactory(unit=first.unit, starts_on=date(2026, 1, 1))
    OfficeHoldingFactory(unit=first.unit, starts_on=date(2025, 1, 1), kind="plt")
