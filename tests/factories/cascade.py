"""The least valid list of staff."""

from datetime import UTC, datetime

import factory

from elearning.cascade.models import StaffBatch, StaffEntry
from tests.factories.people import UnitFactory, UserFactory


class StaffBatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffBatch

    unit = factory.SubFactory(UnitFactory)
    added_at = datetime(2024, 10, 3, 5, 0, tzinfo=UTC)
    added_by = factory.SubFactory(UserFactory)


class StaffEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffEntry

    class Params:
        in_unit = factory.SubFactory(UnitFactory)

    batch = factory.SubFactory(StaffBatchFactory, unit=factory.SelfAttribute("..in_unit"))
    unit = factory.SelfAttribute("batch.unit")
    name = factory.Sequence(lambda number: f"Nama {number} Contoh")
