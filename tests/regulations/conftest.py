"""An editorial team, and a card as the site ships it."""

import pytest

from elearning.regulations.reviewing import publish_vouched_for
from tests.factories.editorial import LAWYER, PUBLISHER, WRITER, install, member
from tests.factories.regulations import RuleCardFactory


@pytest.fixture
def team(home):
    install()
    return {"writer": member(WRITER), "lawyer": member(LAWYER), "publisher": member(PUBLISHER)}


@pytest.fixture
def card(team):
    """Published, as shipped content is."""
    card = RuleCardFactory(live=False)
    publish_vouched_for(card.save_revision())
    card.refresh_from_db()
    return card
