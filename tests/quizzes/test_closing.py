"""What nobody finishes is closed by a command that runs every few minutes."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from quizzes import reactions, services
from quizzes.models import Attempt
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, answer, right

pytestmark = pytest.mark.django_db

CLOSES = NOON + timedelta(minutes=30)
GRACE_ENDS = CLOSES + timedelta(minutes=15)


@pytest.fixture
def attempt():
    return AttemptFactory(person=UserFactory(), mode="post", context="session:1", deadline_at=CLOSES)


def test_a_test_is_sent_with_what_is_there_once_the_grace_is_over(attempt):
    answer(attempt, 1, right(attempt.items.get(position=1)))
    assert services.close_overdue(at=GRACE_ENDS - timedelta(seconds=1)) == 0
    assert services.close_overdue(at=GRACE_ENDS) == 1
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score_percent) == (Attempt.State.SUBMITTED, 50)
    assert services.close_overdue(at=GRACE_ENDS) == 0


def test_what_a_phone_kept_still_waits_for_the_committee_after_closing(attempt):
    services.close_overdue(at=GRACE_ENDS)
    kept = answer(
        attempt, 1, right(attempt.items.get(position=1)), occurred_at=NOON, at=GRACE_ENDS + timedelta(hours=3)
    )
    assert kept.waits


def test_one_attempt_that_cannot_be_closed_hinders_no_other(attempt, caplog):
    empty = AttemptFactory(person=UserFactory(), mode="post", context="session:1", deadline_at=CLOSES)
    empty.items.all().delete()
    assert services.close_overdue(at=GRACE_ENDS) == 1
    assert str(empty.public_id) in caplog.text


def test_one_that_is_given_up_meanwhile_hinders_no_other(attempt, monkeypatch):
    """Whatever happens between reading the list and sending the next one."""
    given_up = AttemptFactory(
        person=UserFactory(), mode="post", context="session:1", deadline_at=CLOSES + timedelta(seconds=1)
    )
    last = AttemptFactory(
        person=UserFactory(), mode="post", context="session:1", deadline_at=CLOSES + timedelta(seconds=2)
    )

    def give_up(sent, *, at):
        Attempt.objects.filter(pk=given_up.pk).update(state=Attempt.State.ABANDONED)

    monkeypatch.setattr(reactions, "_reactions", [give_up])
    assert services.close_overdue(at=GRACE_ENDS + timedelta(minutes=1)) == 2
    last.refresh_from_db()
    assert last.state == Attempt.State.SUBMITTED


def test_one_that_is_given_more_time_meanwhile_runs_on(attempt, monkeypatch):
    occasion = {"mode": "post", "context": "session:1"}
    closes = CLOSES + timedelta(seconds=1)
    other = AttemptFactory(quiz=attempt.quiz, person=UserFactory(), deadline_at=closes, **occasion)
    at = GRACE_ENDS + timedelta(minutes=1)

    def give_time(sent, *, at):
        until = at + timedelta(minutes=10)
        services.extend(sent.quiz, other.person, **occasion, until=until, reason="Padam", by=sent.person, at=at)

    monkeypatch.setattr(reactions, "_reactions", [give_time])
    assert services.close_overdue(at=at) == 1
    assert Attempt.objects.running().get() == other


def test_self_study_is_given_up_when_no_guest_can_come_back(settings):
    settings.SESSION_COOKIE_AGE = 3600
    old, young = AttemptFactory(), AttemptFactory(at=NOON + timedelta(minutes=30))
    assert services.give_up_forgotten(at=NOON + timedelta(minutes=61)) == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, young.state) == (Attempt.State.ABANDONED, Attempt.State.IN_PROGRESS)


def test_the_command_says_what_it_did(attempt, capsys):
    AttemptFactory(quiz=QuizFactory())
    with time_machine.travel(GRACE_ENDS, tick=False):
        call_command("close_attempts")
    assert capsys.readouterr().out == "1 uji dikirim, 0 kuis ditinggalkan.\n"


def test_self_study_that_somebody_answered_lately_is_not_forgotten():
    attempt = AttemptFactory(person=UserFactory())
    half_a_year = NOON + timedelta(days=180)
    answer(attempt, 1, right(attempt.items.get(position=1)), at=half_a_year)
    assert services.give_up_forgotten(at=half_a_year + timedelta(hours=1)) == 0
