"""The least valid people and units."""

from datetime import date

import factory

from elearning.people.models import OfficeHolding, OfficeRole, Unit, UnitKind, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    display_name = factory.Sequence(lambda n: f"Orang Contoh {n}, S.Sos.")

    @classmethod
    def _create(cls, model_class, *args, password=None, **kwargs):
        return model_class.objects.create_user(password=password, **kwargs)


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"Kecamatan Contoh {n}")
    kind = UnitKind.SUBDISTRICT

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        return parent.add_child(**kwargs) if parent else model_class.add_root(**kwargs)


class OfficeHoldingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficeHolding

    unit = factory.SubFactory(UnitFactory)
    person = factory.SubFactory(UserFactory)
    role = OfficeRole.HEAD
    starts_on = date(2024, 1, 1)
