"""The least valid share link and receipt."""

from datetime import UTC, datetime

import factory

from elearning.distribution.models import Handout, Receipt
from elearning.lib import codes
from tests.factories.lessons import CoursePageFactory
from tests.factories.people import UnitFactory, UserFactory

MOMENT = datetime(2024, 10, 3, 5, 0, tzinfo=UTC)


class HandoutFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Handout

    code = factory.LazyFunction(lambda: codes.generate(codes.SHARE_LENGTH))
    unit = factory.SubFactory(UnitFactory)
    course = factory.SubFactory(CoursePageFactory)
    shared_by = factory.LazyAttribute(lambda handout: f"Camat {handout.unit.name.removeprefix('Kecamatan ')}")
    created_at = MOMENT
    created_by = factory.SubFactory(UserFactory)

    class Params:
        closed = factory.Trait(closed_at=MOMENT)


class ReceiptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Receipt

    handout = factory.SubFactory(HandoutFactory)
    person = factory.SubFactory(UserFactory)
    joined_at = MOMENT
