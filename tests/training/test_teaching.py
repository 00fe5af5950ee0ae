"""A certificate keeps the rules that were learnt, in the edition that held then (ADR 0013, 0017)."""

from uuid import uuid4

import pytest

from elearning.lessons.models import CardUse
from elearning.refreshers import services as refreshers
from elearning.refreshers.models import Refresher
from elearning.regulations.models import RuleCard
from elearning.training import services as training
from elearning.training.online import award_course
from elearning.training.services.certificates import certificate_of
from elearning.training.teaching import rules_of_attempts
from quizzes.models import Attempt, QuizPage
from tests.factories.lessons import CoursePageFactory, LessonPageFactory
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.quizzes import QuizPageFactory
from tests.factories.refreshers import AFTER, BEFORE, CHANGED, check_keys, passes, published_card, quiz_on, reverse
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(home):
    return published_card()


def rules_of(certificate) -> set:
    return set(certificate.rules.values_list("rule", "edition"))


@pytest.fixture
def course(card):
    """Its quiz asks about ``card``; its lesson shows another one."""
    course = CoursePageFactory(issuer=UnitFactory(number_code="LPC"))
    QuizPageFactory(parent=course, quiz=quiz_on(card), is_final=True)
    CardUse.objects.create(
        lesson=LessonPageFactory(parent=course),
        block_id=uuid4(),
        card=published_card(slug="foto-bersama"),
        since=BEFORE,
    )
    return course


def final_quiz(course):
    return QuizPage.objects.child_of(course).get().quiz


def test_an_online_certificate_rests_on_its_questions_and_its_lessons(card, course):
    person = UserFactory()
    passes(final_quiz(course), person)
    paper = award_course(person, course, at=BEFORE)
    assert rules_of(paper) == {(card.slug, 1), ("foto-bersama", 1)}


def test_what_counts_is_the_edition_that_held_when_it_was_learnt(card, course):
    early, late = UserFactory(), UserFactory()
    passes(final_quiz(course), early)
    reverse(card)
    check_keys(card)
    passes(final_quiz(course), late, at=AFTER)
    assert (card.slug, 1) in rules_of(award_course(early, course, at=AFTER))
    assert (card.slug, 2) in rules_of(award_course(late, course, at=AFTER))


def test_a_paper_issued_after_the_change_for_what_was_learnt_before_says_so_at_once(card, course):
    person = UserFactory()
    passes(final_quiz(course), person)
    refreshers.invite(reverse(card), at=CHANGED)
    paper = award_course(person, course, at=AFTER)
    assert list(paper.events.filter(kind="aturan").values_list("rule", "edition")) == [(card.slug, 2)]


def test_a_paper_that_rests_on_a_lesson_alone_invites_its_holder(card, course):
    person = UserFactory()
    passes(final_quiz(course), person)
    shown = RuleCard.objects.get(slug="foto-bersama")
    refreshers.invite(reverse(shown), at=CHANGED)
    assert not Refresher.objects.exists()  # as a guest he read, and nobody knows
    award_course(person, course, at=AFTER)
    assert Refresher.objects.get().person == person


@pytest.mark.parametrize("passed", [True, False])
def test_a_session_certificate_rests_on_the_post_test_that_was_passed(card, passed):
    session = TrainingSessionFactory(open=True, post_test=quiz_on(card), needs_post_test_passed=False)
    participant, by = ParticipantFactory(session=session), UserFactory()
    attend(participant, session.days.get(), by=by, at=BEFORE)
    if passed:
        passes(session.post_test, participant.person, mode=Attempt.Mode.POST_TEST, context=session.context)
    training.close_list(session, by=by, at=BEFORE)
    training.issue_certificates(session, by=by, at=BEFORE)
    assert rules_of(certificate_of(participant)) == ({(card.slug, 1)} if passed else set())


@pytest.mark.parametrize("people", [1, 30])
def test_the_rules_of_a_session_cost_the_same_for_many(card, people, django_assert_num_queries):
    quiz = quiz_on(card)
    for _ in range(people):
        passes(quiz)
    with django_assert_num_queries(3):
        assert len(rules_of_attempts(Attempt.objects.passed())) == people
