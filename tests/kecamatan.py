"""A course with a final quiz, its issuer, and a kecamatan whose camat shares it."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from elearning.cascade.staff import Staff, staff_of
from elearning.people.models import OfficeHolding, Unit, User
from tests.factories.distribution import HandoutFactory, ReceiptFactory
from tests.factories.lessons import CoursePageFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import AttemptFactory, QuizFactory, QuizPageFactory, finish


@pytest.fixture
def issuer():
    return UnitFactory(name="Lembaga Pengawas Pemilihan Contoh", kind="pengawas", number_code="LPPC")


@pytest.fixture
def course(home, issuer):
    return CoursePageFactory(title="Netralitas ASN dalam 12 menit", issuer=issuer)


@pytest.fixture
def quiz(course):
    quiz = QuizFactory(title="Kuis akhir contoh", questions=2)
    QuizPageFactory(parent=course, quiz=quiz, is_final=True)
    return quiz


@dataclass
class Kecamatan:
    """A unit, its head, its link, and people in each status."""

    holding: OfficeHolding
    handout: object
    quiz: object

    @property
    def unit(self):
        return self.holding.unit

    @property
    def head(self) -> User:
        return self.holding.person

    @property
    def staff(self) -> Staff:
        """As the head sees them today."""
        unit = Unit.objects.get(pk=self.unit.pk)  # units are kept by name, so later ones move it
        return staff_of(unit, self.handout.course, viewer=self.head, on=timezone.localdate())

    def person(self, status="belum", *, joined=True, unit=..., **fields) -> User:
        person = UserFactory(unit=self.unit if unit is ... else unit, employment_status="pns", **fields)
        if joined:
            ReceiptFactory(handout=self.handout, person=person)
        if status != "belum":
            attempt = AttemptFactory(quiz=self.quiz, person=person)
            if status in ("selesai", "gagal"):
                finish(attempt, correct=2 if status == "selesai" else 0)
        return person


@pytest.fixture
def kenanga(course, quiz):
    unit = UnitFactory(name="Kecamatan Kenanga Contoh")
    holding = OfficeHoldingFactory(unit=unit, person=UserFactory(display_name="Drs. H. Arif Contoh, M.Si."))
    return Kecamatan(holding, HandoutFactory(unit=unit, course=course, code="M4Q7R2"), quiz)
