"""Two workers and two phones at once, on PostgreSQL."""

import pytest

from certificates.claims import TaughtRule
from certificates.models import CertificateEvent
from elearning.refreshers import services
from elearning.refreshers.models import Refresher
from tests.factories.certificates import make_certificate
from tests.factories.people import UserFactory
from tests.factories.refreshers import AFTER, BEFORE, check_keys, passes, published_card, quiz_on, reverse
from tests.threads import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def changed():
    card = published_card()
    quiz = quiz_on(card, each=3)
    people = [UserFactory() for _ in range(20)]
    for person in people:
        passes(quiz, person)
        make_certificate(holder=person, at=BEFORE, rules=(TaughtRule(card.slug, 1),))
    publication = reverse(card)
    check_keys(card)
    return publication, people


def test_four_workers_invite_everybody_once(changed):
    publication, people = changed
    at_once(lambda _: services.invite(publication, at=AFTER), range(4))
    assert Refresher.objects.count() == len(people)
    assert CertificateEvent.objects.filter(kind="aturan").count() == len(people)


def test_one_sitting_for_two_phones(changed):
    publication, people = changed
    services.invite(publication, at=AFTER)
    started = at_once(lambda _: services.start_sitting(people[0], at=AFTER).pk, range(4))
    assert len(set(started)) == 1
