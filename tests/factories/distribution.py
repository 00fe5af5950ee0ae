"""The least valid node, share link and receipt."""

from datetime import UTC, datetime

import factory

from elearning.distribution.models import CascadeNode, Handout, Receipt
from elearning.lib import codes
from tests.factories.lessons import CoursePageFactory
from tests.factories.people import UnitFactory, UserFactory

MOMENT = datetime(2024, 10, 3, 5, 0, tzinfo=UTC)


class CascadeNodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CascadeNode
        django_get_or_create = ("unit", "course")

    unit = factory.SubFactory(UnitFactory)
    course = factory.SubFactory(CoursePageFactory)
    opening = CascadeNode.Opening.BY_HAND
    opened_at = MOMENT
    staff_target = None
    staff_target_source = factory.LazyAttribute(lambda node: CascadeNode.Source.HEAD if node.staff_target else "")
    due_on = None


class HandoutFactory(factory.django.DjangoModelFactory):
    """``unit``, ``course``, ``staff_target`` and ``due_on`` are those of its node."""

    class Meta:
        model = Handout

    class Params:
        unit = factory.SubFactory(UnitFactory)
        course = factory.SubFactory(CoursePageFactory)
        staff_target = None
        due_on = None
        closed = factory.Trait(closed_at=MOMENT)

    code = factory.LazyFunction(lambda: codes.generate(codes.SHARE_LENGTH))
    node = factory.SubFactory(
        CascadeNodeFactory,
        unit=factory.SelfAttribute("..unit"),
        course=factory.SelfAttribute("..course"),
        staff_target=factory.SelfAttribute("..staff_target"),
        due_on=factory.SelfAttribute("..due_on"),
    )
    shared_by = factory.LazyAttribute(lambda handout: f"Camat {handout.node.unit.name.removeprefix('Kecamatan ')}")
    created_at = MOMENT
    created_by = factory.SubFactory(UserFactory)


class ReceiptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Receipt

    handout = factory.SubFactory(HandoutFactory)
    person = factory.SubFactory(UserFactory)
    joined_at = MOMENT
