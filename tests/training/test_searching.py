"""Looking for somebody on the list: whatever is typed finds people or nobody."""

import pytest

from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    made = TrainingSessionFactory(open=True)
    ParticipantFactory(session=made, person=UserFactory(display_name="Arif Contoh"), line=57)
    return made


@pytest.mark.parametrize("typed", ["arif", "057", "57", "arif\x00", "٥٧"])
def test_a_name_and_a_line_are_found(session, typed):
    assert session.participants.matching(typed).count() == 1


@pytest.mark.parametrize("typed", ["²", "①", "\x00", "%", "9" * 400, "\u202e"])
def test_odd_signs_find_nobody_and_break_nothing(session, typed):
    assert session.participants.matching(typed).count() == (1 if typed == "\x00" else 0)
