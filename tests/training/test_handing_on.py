"""Whoever heads a unit and came has something to hand on; whoever earned the paper has learnt its course (ADR 0037, 0039)."""

from datetime import date

import pytest

from elearning.distribution.models import CascadeNode
from elearning.distribution.services import close_node
from elearning.lessons.models import Completion
from elearning.training import services
from elearning.training.models import Contributor
from tests.factories.lessons import CoursePageFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import AttemptFactory, QuizFactory, QuizPageFactory, finish
from tests.factories.training import ParticipantFactory, SessionMaterialFactory, TrainingSessionFactory, attend
from tests.kecamatan import course, issuer, quiz  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(course, quiz):  # noqa: F811
    session = TrainingSessionFactory(open=True, course=course)
    SessionMaterialFactory(session=session)
    return session


def came(session, person, noon, **fields):
    participant = ParticipantFactory(session=session, person=person, **fields)
    attend(participant, session.days.get(), by=UserFactory(), at=noon)
    return participant


def close(session, noon):
    return services.close_list(session, by=UserFactory(), at=noon)


def test_closing_the_list_opens_a_node_for_every_head_who_came(session, noon):
    camat, absent = OfficeHoldingFactory(), OfficeHoldingFactory()
    came(session, camat.person, noon)
    came(session, UserFactory(), noon)  # without a unit and without an office
    came(session, UserFactory(unit=UnitFactory()), noon)  # works somewhere, heads nothing
    ParticipantFactory(session=session, person=absent.person)
    close(session, noon)
    node = CascadeNode.objects.get()
    assert (node.unit, node.course, node.opening, node.opened_by) == (camat.unit, session.course, "hadir", None)


def test_a_deputy_opens_the_node_of_the_camat(session, noon):
    camat = OfficeHoldingFactory()
    invited = ParticipantFactory(session=session, person=camat.person)
    came(session, UserFactory(), noon, origin="wakil", deputy_for=invited)
    close(session, noon)
    assert CascadeNode.objects.get().unit == camat.unit


def test_closing_again_opens_nothing_twice_and_reopens_no_closed_node(session, noon):
    camat = OfficeHoldingFactory()
    came(session, camat.person, noon)
    close(session, noon)
    close_node(CascadeNode.objects.get(), by=camat.person, at=noon)
    services.reopen_list(session, by=UserFactory(), at=noon)
    came(session, OfficeHoldingFactory().person, noon)
    close(session, noon)
    assert CascadeNode.objects.count() == 2
    assert CascadeNode.objects.open().count() == 1


def test_a_former_head_opens_nothing(session, noon):
    came(session, OfficeHoldingFactory(ends_on=date(2024, 10, 3)).person, noon)
    close(session, noon)
    assert not CascadeNode.objects.exists()


def test_without_a_chosen_course_the_first_of_the_site_is_handed_on(session, noon):
    chosen = session.course
    session.course = None
    session.save(update_fields=["course"])
    CoursePageFactory(issuer=chosen.issuer)  # cannot be finished: it has no final quiz
    came(session, OfficeHoldingFactory().person, noon)
    close(session, noon)
    assert CascadeNode.objects.get().course == chosen


def test_where_nothing_can_be_handed_on_the_list_closes_all_the_same(noon, home):
    session = TrainingSessionFactory(open=True)
    came(session, OfficeHoldingFactory().person, noon)
    assert close(session, noon).state == "ditutup"
    assert not CascadeNode.objects.exists()


@pytest.mark.parametrize("heads", [2, 12])
def test_many_heads_cost_as_many_reads_as_two(session, noon, heads, django_assert_max_num_queries):
    from elearning.training.services.handing_on import open_nodes

    for _ in range(heads):
        came(session, OfficeHoldingFactory().person, noon)
    with django_assert_max_num_queries(12 + 2 * heads):  # one line in the log each
        open_nodes(session, at=noon)
    assert CascadeNode.objects.count() == heads


def test_a_head_who_passes_opens_the_node_of_every_unit_he_heads(course, quiz, noon):  # noqa: F811
    camat = OfficeHoldingFactory()
    OfficeHoldingFactory(person=camat.person, kind="plt")
    for person in (camat.person, UserFactory()):
        finish(AttemptFactory(quiz=quiz, person=person, at=noon), correct=2, at=noon)
    finish(AttemptFactory(quiz=quiz, person=OfficeHoldingFactory().person, at=noon), correct=0, at=noon)
    assert {node.opening for node in CascadeNode.objects.all()} == {"lulus"}
    assert CascadeNode.objects.count() == 2


def test_passing_by_badge_opens_the_node_too(course, quiz, noon):  # noqa: F811
    """The way in narrows what is seen, not what was learnt."""
    camat = OfficeHoldingFactory()
    camat.person.signed_in_by_code = True
    finish(AttemptFactory(quiz=quiz, person=camat.person, at=noon), correct=2, at=noon)
    assert CascadeNode.objects.get().unit == camat.unit


def test_another_quiz_opens_nothing(course, quiz, noon):  # noqa: F811
    other = QuizFactory(questions=1)
    QuizPageFactory(parent=course, quiz=other)
    finish(AttemptFactory(quiz=other, person=OfficeHoldingFactory().person, at=noon), correct=1, at=noon)
    assert not CascadeNode.objects.exists()


def test_the_paper_of_a_session_about_a_course_says_that_it_was_learnt(session, noon):
    there, absent = came(session, UserFactory(), noon), ParticipantFactory(session=session)
    speaker = UserFactory()
    Contributor.objects.create(
        session=session, kind=Contributor.Kind.SPEAKER, name="Narasumber Contoh", person=speaker, sort_order=0
    )
    close(session, noon)
    assert not Completion.objects.exists()
    services.issue_certificates(session, by=UserFactory(), at=noon)
    services.issue_certificates(session, by=UserFactory(), at=noon)
    done = Completion.objects.get()
    assert (done.person, done.course, done.way, done.completed_at) == (
        there.person,
        session.course,
        "sosialisasi",
        noon,
    )
    assert absent.person != done.person


def test_a_session_without_a_course_says_nothing_about_learning(session, noon):
    session.course = None
    session.save(update_fields=["course"])
    came(session, UserFactory(), noon)
    close(session, noon)
    services.issue_certificates(session, by=UserFactory(), at=noon)
    assert not Completion.objects.exists()
