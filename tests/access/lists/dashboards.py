"""What makes the rows of the screens of a learner, a camat, a committee and a leader."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from certificates.models import Certificate
from elearning.cascade import rosters
from elearning.cascade.pasting import Line, Read
from elearning.people import access_log
from elearning.people.cards.services import make_card
from elearning.people.models import DataAccess, Unit, User
from elearning.reports.services import reckon
from tests.factories.cascade import StaffEntryFactory
from tests.factories.distribution import HandoutFactory, ReceiptFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, finish, make_correction
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

from .papers import own_certificates
from .world import World


def own_results(world: World, count: int) -> str:
    own_certificates(world, count)
    question, person = QuestionFactory(), {"person": world.here.learner, "at": world.here.now}
    for _ in range(count):
        AttemptFactory(quiz=QuizFactory(questions=[question]), **person)
        finish(AttemptFactory(quiz=QuizFactory(questions=[question]), **person), correct=1, at=world.here.now)
        make_correction(world.here.learner)
    return reverse("dashboard:profile")


def staff(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        for number in range(count):
            person = UserFactory(unit=UnitFactory(parent=Unit.objects.get(pk=world.here.unit.pk)))
            ReceiptFactory(handout=world.here.handout, person=person, state="bukan" if number % 3 == 2 else "diakui")
            attempt = AttemptFactory(quiz=world.quiz, person=person, at=world.here.now)
            if number % 2:
                finish(attempt, correct=2, at=world.here.now)
        return reverse(f"cascade:{name}")

    return address


def names_of_staff(name: str) -> Callable[[World, int], str]:
    """On the list of the unit, in a list that waits, and each the name of somebody registered."""

    def address(world: World, count: int) -> str:
        people = UserFactory.create_batch(count, unit=world.here.unit)
        for person in people:
            StaffEntryFactory(in_unit=world.here.unit, name=person.display_name)
        lines = [Line(number, {"name": f"Baru {number} Contoh"}) for number in range(count)]
        rosters.keep_draft(world.here.unit, Read(lines, [], []), by=world.here.learner, at=world.here.now)
        return reverse(f"cascade:{name}")

    return address


def heads_below(world: World, count: int) -> str:
    unit = Unit.objects.get(pk=world.here.unit.pk)
    for below in UnitFactory.create_batch(count, parent=unit):
        make_card(OfficeHoldingFactory(unit=below), by=UserFactory(), at=world.here.now)
    return reverse("cascade:heads")


def tree_below(world: World, count: int) -> str:
    unit = Unit.objects.get(pk=world.here.unit.pk)
    for kind in ("kelurahan", "desa"):
        for below in UnitFactory.create_batch(count, parent=unit, kind=kind):
            HandoutFactory(unit=below, course=world.course)
    return reverse("cascade:below")


def former_heads(world: World, count: int) -> str:
    for year in range(count):
        OfficeHoldingFactory(
            unit=world.here.unit, kind="plt", starts_on=date(1990, 1, 1), ends_on=date(1991 + year, 1, 1)
        )
    return reverse("cascade:office", args=[world.here.unit.public_id])


def heads_in_a_session(world: World, count: int) -> str:
    session = world.here.finished_session
    for _ in range(count):
        holding = OfficeHoldingFactory()
        attend(
            ParticipantFactory(session=session, person=holding.person),
            session.days.get(),
            by=UserFactory(),
            at=world.here.now,
        )
        make_card(holding, by=UserFactory(), at=world.here.now)
    return reverse("cascade:session_cards", args=[session.slug])


def units_below(name: str) -> Callable[[World, int], str]:
    return lambda world, count: _with_units(world, count) and reverse(f"reports:{name}")


def _with_units(world: World, count: int) -> bool:
    unit = Unit.objects.get(pk=world.here.unit.pk)
    for below in UnitFactory.create_batch(count, parent=unit, kind="kecamatan"):
        ReceiptFactory(handout=HandoutFactory(unit=below, course=world.course), person__unit=below)
        session = TrainingSessionFactory(unit=below, open=True)
        attend(ParticipantFactory(session=session), session.days.get(), by=UserFactory(), at=world.here.now)
    return reckon(world.course, at=world.here.now)


def sessions(world: World, count: int) -> str:
    for session in TrainingSessionFactory.create_batch(count, unit=world.here.unit, open=True):
        ParticipantFactory(session=session)
    own_certificates(world, count)
    for certificate in Certificate.objects.filter(unit=world.here.unit, correction_requests=None):
        certificate.correction_requests.create(wanted_name="Kirana T. Contoh", asked_at=world.here.now)
    return reverse("dashboard:committee")


def lists_with_the_learner(world: World, count: int) -> str:
    for viewer in UserFactory.create_batch(count):
        access_log.note(
            viewer, office="Camat", unit="Kenanga", purpose=DataAccess.Purpose.STAFF_LIST,
            people=User.objects.filter(pk=world.here.learner.pk), at=world.here.now,
        )  # fmt: skip
    return reverse("dashboard:who_saw")


def offices(world: World, count: int) -> str:
    for session in TrainingSessionFactory.create_batch(
        count, unit=world.here.unit, open=True, is_at_office=True, expected_people=9
    ):
        ParticipantFactory(session=session)
    return reverse("cascade:office_sessions")


def at_the_office(world: World, count: int) -> str:
    for participant in ParticipantFactory.create_batch(count, session=world.here.office):
        attend(participant, world.here.office.days.get(), by=UserFactory(), at=world.here.now)
    return reverse("cascade:office_session", args=[world.here.office.slug])


LISTS = {
    "cascade:below": tree_below, "cascade:heads": heads_below, "cascade:office": former_heads,
    "cascade:session_cards": heads_in_a_session, "dashboard:who_saw": lists_with_the_learner,
    "dashboard:profile": own_results, "cascade:home": staff("home"), "cascade:sharing": staff("sharing"),
    "cascade:staff": staff("staff"), "cascade:roster": names_of_staff("roster"),
    "cascade:roster_check": names_of_staff("roster_check"), "cascade:export": names_of_staff("export"), "dashboard:committee": sessions,
    **{f"reports:{name}": units_below(name) for name in ("overview", "topics", "sessions", "spreadsheet")},
    "cascade:office_sessions": offices, "cascade:office_session": at_the_office,
}  # fmt: skip
