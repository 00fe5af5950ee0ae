"""Exactly those whose learning rests on the changed rule are invited, once, and nobody for a typo (issue 3, ADR 0017)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django_tasks_db.models import DBTaskResult

from certificates import services as papers
from certificates.claims import TaughtRule
from certificates.models import CertificateEvent
from certificates.standing import standing_of
from elearning.lessons.models import CardUse
from elearning.lessons.services import mark_read
from elearning.refreshers import services
from elearning.refreshers.models import Refresher
from elearning.refreshers.querysets import people_covering, persons_to_refresh
from elearning.refreshers.tasks import invite_people
from elearning.regulations.models import Effect
from quizzes import services as quizzes
from quizzes.models import AttemptItem
from tests.factories.certificates import make_certificate
from tests.factories.lessons import LessonPageFactory
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuizFactory, finish
from tests.factories.refreshers import (
    AFTER,
    BEFORE,
    CHANGED,
    check_keys,
    passes,
    publish,
    published_card,
    quiz_on,
    reverse,
    withdraw,
)

pytestmark = pytest.mark.django_db


def invited() -> set:
    return {refresher.person for refresher in Refresher.objects.all()}


def test_of_200_who_passed_the_140_whom_the_rule_touched_are_invited_and_60_are_not(card, django_assert_num_queries):
    other = published_card()
    touched = [UserFactory() for _ in range(140)]
    untouched = [UserFactory() for _ in range(60)]
    on_card, on_other = quiz_on(card), quiz_on(other)
    for person in touched:
        passes(on_card, person)
    for person in untouched:
        passes(on_other, person)
    publication = reverse(card)
    assert services.invite(publication, at=AFTER) == 140
    assert invited() == set(touched)
    with django_assert_num_queries(1):
        assert services.invite(publication, at=AFTER) == 0
    assert Refresher.objects.count() == 140


def test_who_was_left_when_the_worker_was_killed_is_invited_the_next_day(card, quiz):
    people = [UserFactory() for _ in range(3)]
    for person in people:
        passes(quiz, person)
    publication = reverse(card)
    Refresher.objects.create(person=people[0], publication=publication, created_at=CHANGED)
    assert services.invite_missed(at=CHANGED - timedelta(days=1)) == 0
    assert services.invite_missed(at=CHANGED + timedelta(days=1)) == 2
    assert invited() == set(people)
    assert services.invite_missed(at=CHANGED + timedelta(days=2)) == 0


def test_a_scan_of_every_row_finds_the_same_people(card, quiz):
    lesson, other = LessonPageFactory(), published_card()
    CardUse.objects.create(lesson=lesson, block_id=uuid4(), card=card, since=BEFORE)
    for number in range(12):
        person = UserFactory()
        attempt = AttemptFactory(quiz=quiz if number % 3 else quiz_on(other), person=person, at=BEFORE)
        finish(attempt, correct=attempt.items.count() if number % 4 else 0, at=BEFORE)
        if number % 2:
            mark_read(person, lesson, at=BEFORE)
    passed = [item for item in AttemptItem.objects.all() if item.attempt.passed]
    by_question = {
        item.attempt.person for item in passed if any(basis.card_id == card.pk for basis in item.version.bases.all())
    }
    with_result = {item.attempt.person for item in passed}
    by_lesson = {reading.person for reading in lesson.readings.all()} & with_result
    assert set(people_covering([card.pk])) == by_question | by_lesson
    publication = reverse(card)
    assert set(persons_to_refresh(publication)) == by_question | by_lesson


def test_a_paper_that_was_void_while_its_rule_changed_says_so_when_it_is_restored(card, learner):
    paper = make_certificate(holder=learner, rules=(TaughtRule(card.slug, 1),), at=BEFORE)
    papers.revoke(paper, reason="Ganda", by=None, at=CHANGED - timedelta(hours=1))
    assert services.invite(reverse(card), at=CHANGED) == 1
    assert not standing_of(paper).is_outdated
    papers.restore(paper, by=None, at=CHANGED + timedelta(hours=1))
    assert standing_of(paper).is_outdated


def test_a_paper_corrected_while_the_change_is_being_noted_says_so(card, learner):
    paper = make_certificate(holder=learner, rules=(TaughtRule(card.slug, 1),), at=BEFORE)
    reverse(card)  # its worker has not come yet, or sees the old paper only
    new = papers.replace(paper, recipient_name="Rina Contoh, M.M.", reason="Gelar", by=None, at=AFTER)
    assert standing_of(new).is_outdated


def test_a_redaksional_change_writes_nothing_that_a_learner_could_see(
    card, learner, django_capture_on_commit_callbacks
):
    make_certificate(holder=learner, at=BEFORE)
    events = CertificateEvent.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        publication = publish(card, situation="Anda melihat sebuah unggahan.", next_effect=Effect.EDITORIAL)
    assert publication.effect == Effect.EDITORIAL
    assert not DBTaskResult.objects.filter(queue_name="refreshers").exists()
    assert not Refresher.objects.exists()
    assert CertificateEvent.objects.count() == events


def test_memperjelas_invites_only_when_its_editor_asks(card, learner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(card, reason="Lebih jelas.", next_effect=Effect.CLARIFYING)
    assert not DBTaskResult.objects.filter(queue_name="refreshers").exists()
    with django_capture_on_commit_callbacks(execute=True):
        asked = publish(card, reason="Jelas sekali.", next_effect=Effect.CLARIFYING, next_refresher=True, at=AFTER)
    assert DBTaskResult.objects.filter(queue_name="refreshers").count() == 1
    assert invite_people.call(asked.pk) == 1


def test_a_reversal_tells_the_worker_when_the_transaction_holds(card, learner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publication = reverse(card)
    told = DBTaskResult.objects.get(queue_name="refreshers")
    assert told.args_kwargs["args"] == [publication.pk]
    assert invite_people.call(publication.pk) == 1
    assert invited() == {learner}


def test_a_change_that_is_ahead_invites_when_it_begins_to_hold(card, learner, django_capture_on_commit_callbacks):
    day = (CHANGED + timedelta(days=3)).date()
    with django_capture_on_commit_callbacks(execute=True):
        publication = reverse(card, valid_from=day)
    told = DBTaskResult.objects.get(queue_name="refreshers")
    assert told.run_after == publication.takes_effect_at > CHANGED


def test_who_failed_is_not_invited(card, quiz):
    attempt = AttemptFactory(quiz=quiz, person=UserFactory(), at=BEFORE)
    finish(attempt, correct=0, at=BEFORE)
    assert services.invite(reverse(card), at=AFTER) == 0


@pytest.mark.parametrize(("mode", "count"), [("mandiri", 1), ("post", 1), ("pre", 0), ("ruang", 0)])
def test_a_result_is_what_was_passed_alone_or_after_a_session(card, quiz, mode, count):
    passes(quiz, mode=mode, context="session:1" if mode != "mandiri" else "")
    assert services.invite(reverse(card), at=AFTER) == count


def test_who_read_the_lesson_and_passed_on_something_else_is_invited(card):
    lesson, person, reader = LessonPageFactory(), UserFactory(), UserFactory()
    CardUse.objects.create(lesson=lesson, block_id=uuid4(), card=card, since=BEFORE)
    mark_read(person, lesson, at=BEFORE)
    mark_read(reader, lesson, at=BEFORE)
    passes(quiz_on(published_card()), person)
    services.invite(reverse(card), at=AFTER)
    assert invited() == {person}


def test_who_has_learnt_the_new_edition_already_is_not_invited(card, quiz, learner):
    publication = reverse(card)
    check_keys(card)
    newcomer = UserFactory()
    passes(quiz, newcomer, at=AFTER)
    passes(quiz, learner, at=AFTER)  # learnt it again by himself
    assert services.invite(publication, at=AFTER) == 0
    assert learner in people_covering([card.pk])


def test_who_passed_with_the_old_questions_while_the_rule_changed_is_invited_at_once(card, quiz):
    person = UserFactory()
    running = AttemptFactory(quiz=quiz, person=person, at=CHANGED - timedelta(hours=1))
    publication = reverse(card)
    services.invite(publication, at=CHANGED)
    assert not Refresher.objects.exists()
    finish(running, correct=3, at=CHANGED + timedelta(hours=1))
    assert invited() == {person}


def test_a_guest_who_says_later_who_he_is_is_invited_then(card, quiz):
    key, person = uuid4(), UserFactory()
    passes(quiz, guest_key=key)
    services.invite(reverse(card), at=CHANGED)
    assert not Refresher.objects.exists()
    quizzes.adopt_guest_attempts(key, person, at=AFTER)
    assert invited() == {person}


def test_a_withdrawn_card_invites_as_well(card, learner):
    services.invite(withdraw(card), at=AFTER)
    assert invited() == {learner}


def test_the_number_of_people_costs_no_query_each(card, django_assert_num_queries):
    on_card = quiz_on(card)
    for _ in range(30):
        passes(on_card)
    publication = reverse(card)
    with django_assert_num_queries(1):
        assert persons_to_refresh(publication).count() == 30
    with django_assert_num_queries(1):
        assert people_covering([card.pk]).count() == 30
    with django_assert_num_queries(7):  # who; then for each 500: two savepoints around the rows and the papers
        services.invite(publication, at=AFTER)


def test_an_empty_quiz_bank_invites_nobody(card):
    QuizFactory()
    assert services.invite(reverse(card), at=AFTER) == 0
