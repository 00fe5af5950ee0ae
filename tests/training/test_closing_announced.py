"""«Tunggu 3 menit»: a test of the room that closes by itself."""

from datetime import timedelta

import pytest

from elearning.training import services
from elearning.training.errors import TrainingError
from quizzes.models import Attempt
from tests.factories.quizzes import QuizFactory
from tests.factories.training import ParticipantFactory

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def opened(session, committee, noon):
    session.pre_test = QuizFactory()
    session.save(update_fields=["pre_test"])
    return services.open_test(session, "pre", by=committee, at=noon)


@pytest.fixture
def ending(opened, committee, noon):
    """Closes three minutes after noon, with one person at work."""
    attempt = services.start_test(ParticipantFactory(session=opened), "pre", at=noon)
    session = services.announce_closing(opened, "pre", minutes=3, by=committee, at=noon)
    session.attempt = attempt
    return session


def end_of(attempt):
    return Attempt.objects.get(pk=attempt.pk).deadline_at


def test_the_test_stays_open_until_its_moment_and_not_longer(ending, noon):
    assert ending.test_is_open("pre", noon + 2 * MINUTE)
    assert not ending.test_is_open("pre", noon + 3 * MINUTE)
    assert end_of(ending.attempt) == noon + 3 * MINUTE


def test_whoever_begins_meanwhile_ends_with_the_others(ending, noon):
    late = services.start_test(ParticipantFactory(session=ending), "pre", at=noon + MINUTE)
    assert late.deadline_at == noon + 3 * MINUTE
    with pytest.raises(TrainingError) as refused:
        services.start_test(ParticipantFactory(session=ending), "pre", at=noon + 3 * MINUTE)
    assert refused.value.code == "test_closed"


def test_announced_twice_the_first_moment_stays(ending, committee, noon):
    again = services.announce_closing(ending, "pre", minutes=3, by=committee, at=noon + MINUTE)
    assert again.pre_test_closed_at == noon + 3 * MINUTE


def test_more_time_for_all_moves_the_announced_moment(ending, committee, noon):
    services.extend_test(ending, "pre", minutes=5, reason="Listrik padam", by=committee, at=noon + MINUTE)
    ending.refresh_from_db()
    assert ending.pre_test_closed_at == end_of(ending.attempt) == noon + 8 * MINUTE


def test_opening_calls_the_announced_closing_off(ending, committee, noon):
    session = services.open_test(ending, "pre", by=committee, at=noon + MINUTE)
    assert (session.pre_test_closed_at, session.pre_test_opened_at) == (None, noon)
    assert end_of(ending.attempt) is None


def test_closing_at_once_does_not_wait(ending, committee, noon):
    session = services.close_test(ending, "pre", by=committee, at=noon + MINUTE)
    assert session.pre_test_closed_at == end_of(ending.attempt) == noon + MINUTE


def test_a_test_that_has_closed_by_itself_is_closed(ending, committee, noon):
    for close in (services.close_test, lambda *what, **who: services.announce_closing(*what, minutes=3, **who)):
        with pytest.raises(TrainingError) as refused:
            close(ending, "pre", by=committee, at=noon + 4 * MINUTE)
        assert refused.value.code == "test_closed"
