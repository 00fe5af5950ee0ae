"""Who saw whose data: one row per viewer, unit, purpose and day, and the same cost for any number of people."""

from datetime import UTC, datetime, timedelta

import pytest

from elearning.people import access_log
from elearning.people.models import DataAccess, ShownPerson, User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 10, 3, 5, 0, tzinfo=UTC)


def note(viewer, people, *, at=NOON, purpose=DataAccess.Purpose.STAFF_LIST):
    return access_log.note(
        viewer, office="Camat Kenanga Contoh", unit="Kecamatan Kenanga Contoh", purpose=purpose, people=people, at=at
    )


def test_the_same_list_twice_on_a_day_is_one_row():
    viewer, one, other = UserFactory.create_batch(3)
    note(viewer, User.objects.filter(pk=one.pk))
    access = note(viewer, User.objects.filter(pk__in=[one.pk, other.pk]), at=NOON + timedelta(hours=2))
    access.refresh_from_db()
    assert (access.times, access.first_at, access.last_at) == (2, NOON, NOON + timedelta(hours=2))
    assert ShownPerson.objects.count() == 2


@pytest.mark.parametrize(
    "other", [{"at": NOON + timedelta(days=1)}, {"purpose": DataAccess.Purpose.STAFF_EXPORT}], ids=["day", "purpose"]
)
def test_another_day_or_purpose_is_another_row(other):
    viewer, person = UserFactory.create_batch(2)
    note(viewer, User.objects.filter(pk=person.pk))
    note(viewer, User.objects.filter(pk=person.pk), **other)
    assert access_log.seen(person).count() == 2
    assert access_log.seen(viewer).count() == 0


def test_a_list_of_nobody_is_noted_too():
    assert note(UserFactory(), User.objects.none()).shown.count() == 0


@pytest.mark.parametrize("count", [1, 40])
def test_it_costs_the_same_for_many_people(count, django_assert_max_num_queries):
    people = UserFactory.create_batch(count)
    with django_assert_max_num_queries(8):
        note(people[0], User.objects.all())
    assert ShownPerson.objects.count() == count
