"""The least valid node, share link and receipt."""

from datetime import UTC, date, datetime

import factory
from django.core.files.base import ContentFile

from elearning.cascade.kit import making
from elearning.distribution.models import CascadeNode, Handout, KitEdition, KitFile, Receipt
from elearning.lib import codes
from tests.factories.files import pdf
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


VERDICTS = (
    "boleh",
    "tidak-boleh",
    "tidak-boleh",
    "tidak-boleh",
    "boleh-dengan-syarat",
    "tidak-boleh",
    "boleh",
    "boleh",
)


def facts(**changes) -> dict:
    """What an edition keeps of a course with eight cards."""
    cards = [
        {
            "slug": f"kartu-{place}", "number": 1, "rule": 1, "since": "2024-10-01", "title": f"Perbuatan contoh {letter}",
            "act": f"Melakukan perbuatan contoh {letter} di kantor atau di luar kantor.", "verdict": verdict,
            "situation": "Anda diajak melakukan perbuatan contoh.", "reason": "Perbuatan itu terbaca sebagai dukungan.",
            "advice": "Tanyakan dulu kepada atasan.", "basis": ["Pasal 9 ayat (2) UU 20/2023"],
            "conditions": ["mengambil cuti", "tanpa atribut"] if verdict == "boleh-dengan-syarat" else [],
        }
        for place, (letter, verdict) in enumerate(zip("ABCDEFGH", VERDICTS, strict=True))
    ]  # fmt: skip
    said = {"title": "Netralitas ASN dalam 12 menit", "summary": "Delapan kartu, satu kuis.", "minutes": 12}
    return {**said, "lessons": [], "cards": cards, **changes}


class KitEditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KitEdition

    course = factory.SubFactory(CoursePageFactory)
    number = 1
    content_hash = factory.Sequence(lambda n: f"{n:064}")
    effective_on = date(2024, 10, 1)
    made_at = MOMENT
    facts = factory.LazyFunction(facts)


def words_of(file) -> str:
    """The fingerprint of what the papers of its unit say now, so that nothing has to be made anew."""
    handout = file.node and file.node.handouts.filter(closed_at=None).first()
    return making.kit_of(file.edition, handout, organiser=making.organiser()).fingerprint


class KitFileFactory(factory.django.DjangoModelFactory):
    """Ready to be handed out."""

    class Meta:
        model = KitFile

    edition = factory.SubFactory(KitEditionFactory)
    node = factory.SubFactory(CascadeNodeFactory, course=factory.SelfAttribute("..edition.course"))
    kind = KitFile.Kind.POSTER_A4
    fingerprint = factory.LazyAttribute(words_of)
    file = factory.LazyFunction(lambda: ContentFile(pdf(1), name="contoh.pdf"))
    size = 700
    sha256 = "0" * 64
    pages = 1
    created_at = MOMENT
    made_at = MOMENT
