"""The least valid rules. A card made here is live and rests on one provision, as every published card must."""

from datetime import date

import factory

from elearning.regulations.models import (
    Certainty,
    Citation,
    ProtectedName,
    Provision,
    ProvisionVersion,
    Regulation,
    RuleCard,
    Sanction,
    Synonym,
    Verdict,
)


class RegulationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Regulation

    slug = factory.Sequence(lambda n: f"uu-{n}-2020")
    kind = "UU"
    number = factory.Sequence(str)
    year = 2020
    title = factory.Sequence(lambda n: f"Undang-Undang Nomor {n} Tahun 2020 tentang Contoh")
    short_title = factory.Sequence(lambda n: f"UU {n}/2020")
    status = "berlaku"
    certainty = Certainty.VERIFIED


class ProvisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provision

    regulation = factory.SubFactory(RegulationFactory)
    key = factory.Sequence(str)
    label = factory.Sequence(lambda n: f"Pasal {n}")


class ProvisionVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProvisionVersion

    provision = factory.SubFactory(ProvisionFactory)
    number = 1
    summary = "Isi contoh."
    certainty = Certainty.VERIFIED


class RuleCardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RuleCard
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"kartu-{n}")
    title = factory.Sequence(lambda n: f"Perbuatan contoh {n}")
    act = "Melakukan perbuatan contoh."
    verdict = Verdict.FORBIDDEN
    situation = "Anda melihat unggahan contoh."
    reason = "Perbuatan itu terbaca sebagai dukungan."
    certainty = Certainty.VERIFIED
    live = True

    @factory.post_generation
    def citation(self, create, extracted, **kwargs):
        if create:
            version = ProvisionVersionFactory()
            Citation.objects.create(card=self, provision=version.provision, certainty=Certainty.VERIFIED)


class SanctionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sanction

    slug = factory.Sequence(lambda n: f"sanksi-{n}")
    name = factory.Sequence(lambda n: f"Sanksi contoh {n}")
    description = "Uraian contoh."
    subjects = ["pns", "cpns"]


class SynonymFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Synonym

    term = factory.Sequence(lambda n: f"kata{n}")
    means = "mencalonkan diri"


class ProtectedNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProtectedName

    kind = "partai"
    text = factory.Sequence(lambda n: f"Partai Contoh {n}")
    valid_from = date(2024, 1, 1)
    source = "Daftar contoh"
