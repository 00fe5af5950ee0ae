"""Several hands and the clock reach for one text at the same moment, on PostgreSQL: nobody undoes what he has not seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from elearning.regulations.models import RuleCard
from elearning.regulations.reviewing import ReviewRefused, publish_vouched_for
from elearning.regulations.scheduling import publish_due
from tests.factories.lessons import make_site
from tests.factories.regulations import RuleCardFactory
from tests.threads import at_once, until_somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cards():
    make_site()
    found = [RuleCardFactory(live=False, advice="Bertanyalah.") for _ in range(4)]
    for card in found:
        publish_vouched_for(card.save_revision())
    return [RuleCard.objects.get(pk=card.pk) for card in found]


def draft(card, **changes):
    proposed = RuleCard.objects.get(pk=card.pk).get_latest_revision_as_object()
    for name, value in {"next_effect": "redaksional", **changes}.items():
        setattr(proposed, name, value)
    return proposed.save_revision()


def waiting(card, **changes):
    """A draft whose hour has come."""
    revision = draft(card, **changes)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))


def while_it_waits(function, *, for_):
    """What ``function`` answers when it must wait for the publication of the revision ``for_``."""

    def run():
        try:
            return function()
        except ReviewRefused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publish_vouched_for(for_)
            later = pool.submit(run)
            until_somebody_waits()
        return later.result()


def test_words_that_were_redaksional_before_a_rule_changed_are_judged_by_the_new_rule(cards):
    words = draft(cards[0], advice="Tanyakan dulu.")
    rule = draft(cards[0], act="Perbuatan lain.", advice="Bertanyalah.", next_effect="memperjelas")
    assert while_it_waits(words.publish, for_=rule) == "not_reviewed"
    assert [edition.content["act"] for edition in cards[0].versions.order_by("number")][1:] == ["Perbuatan lain."]


def test_the_clock_publishes_nothing_that_a_hand_has_overtaken(cards):
    waiting(cards[0], advice="Lama.")
    newer = draft(cards[0], advice="Baru.")
    assert while_it_waits(lambda: publish_due(at=timezone.now()), for_=newer) == (0, 0)
    assert RuleCard.objects.get(pk=cards[0].pk).advice == "Baru."


def test_three_clocks_publish_once(cards):
    for card in cards:
        waiting(card, advice="Baru.")
    done = at_once(lambda _: publish_due(at=timezone.now()), range(3))
    assert sum(published for published, _ in done) == len(cards)
    assert ModelLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == len(cards)


def test_three_clocks_take_down_once(cards):
    RuleCard.objects.update(expire_at=timezone.now() - timedelta(minutes=1))
    at_once(lambda _: publish_due(at=timezone.now()), range(3))
    assert not RuleCard.objects.filter(live=True).exists()
    assert ModelLogEntry.objects.filter(action="wagtail.unpublish.scheduled").count() == len(cards)
