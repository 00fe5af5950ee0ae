"""Two people at the same moment: a change of a regulation is opened once, and carried out once."""

from datetime import UTC, datetime, timedelta

import pytest

from elearning.regulations.models import CardDecision, RegulationChange, RuleCardVersion
from elearning.regulations.services import ChangeRefused, changing
from quizzes.models import QuestionHold
from tests.factories.lessons import make_site
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuestionFactory
from tests.factories.regulations import RegulationFactory
from tests.threads import at_once

from .test_changing import DAY, cited_card

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def change():
    make_site()
    old, new = RegulationFactory(), RegulationFactory()
    card = cited_card(old)
    QuestionFactory(card=card)
    found = changing.open_change(
        old, kind="diganti", by_regulation=new, effective_on=DAY, reason="Diganti.", by=UserFactory(), at=AT
    )
    changing.decide(found, card, decision=CardDecision.Choice.WITHDRAW, by=found.opened_by, at=AT)
    return found


def test_two_people_who_apply_at_once_apply_it_once(change):
    changing.agree(change, by=UserFactory(), at=AT)
    people = [UserFactory() for _ in range(6)]
    applied = at_once(lambda person: changing.apply(change, by=person, at=AT), people)
    assert len({(one.applied_by_id, one.state) for one in applied}) == 1
    assert RuleCardVersion.objects.filter(change=change).count() == 1
    assert QuestionHold.objects.count() == 1


def test_two_people_who_open_at_once_open_it_once():
    regulation, person = RegulationFactory(), UserFactory()

    def try_opening(_):
        try:
            return changing.open_change(
                regulation, kind="dicabut", by_regulation=None, effective_on=DAY, reason="Dicabut.", by=person, at=AT
            )
        except ChangeRefused as refused:
            return refused.code

    opened = at_once(try_opening, range(6))
    assert opened.count("already_open") == 5
    assert RegulationChange.objects.count() == 1


def test_a_decision_and_the_agreement_take_turns(change):
    row, lawyer = change.decisions.get(), UserFactory()

    def act(number):
        try:
            if number % 2:
                changing.agree(change, by=lawyer, at=AT + timedelta(seconds=1))
            else:
                changing.decide(change, row.card, decision=CardDecision.Choice.UNKNOWN, by=lawyer, at=AT)
        except ChangeRefused as refused:
            return refused.code

    at_once(act, range(4))
    change.refresh_from_db()
    row.refresh_from_db()
    assert (change.state, row.decision) == ("terbuka", "belum-tahu")  # never agreed with a card undecided
