"""A rule that many have learnt."""

import pytest

from tests.factories.people import UserFactory
from tests.factories.refreshers import passes, published_card, quiz_on


@pytest.fixture
def card(home):
    return published_card(slug="memberi-like", title="Memberi like", advice="Lewati saja.")


@pytest.fixture
def quiz(card):
    return quiz_on(card, each=3)


@pytest.fixture
def learner(quiz):
    person = UserFactory(display_name="Rina Contoh, S.Sos.")
    passes(quiz, person)
    return person
