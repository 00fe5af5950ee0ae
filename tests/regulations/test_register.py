from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from elearning.regulations import services
from elearning.regulations.models import Certainty, ProvisionVersion, RuleCardVersion
from elearning.regulations.reviewing import publish_vouched_for
from elearning.regulations.scheduling import publish_due
from elearning.regulations.services import CardRefused
from tests.factories.people import UserFactory
from tests.factories.regulations import ProvisionFactory, ProvisionVersionFactory, RuleCardFactory

pytestmark = pytest.mark.django_db
SPANS = [
    ((None, None), (None, None), True),
    ((None, date(2024, 1, 1)), (date(2024, 1, 1), None), False),
    ((date(2023, 1, 1), date(2024, 1, 2)), (date(2024, 1, 1), None), True),
    ((date(2023, 1, 1), date(2023, 2, 1)), (date(2024, 1, 1), date(2024, 2, 1)), False),
]


@pytest.mark.parametrize(("first", "second", "overlap"), SPANS)
def test_validity_spans_of_one_pasal_never_overlap(first, second, overlap):
    old = ProvisionVersionFactory(valid_from=first[0], valid_to=first[1])
    new = ProvisionVersion(
        provision=old.provision, number=2, summary="Isi.", certainty=Certainty.VERIFIED,
        valid_from=second[0], valid_to=second[1],
    )  # fmt: skip
    assert old.overlaps(new) is overlap
    assert new.overlaps(old) is overlap
    if overlap:
        with pytest.raises(ValidationError):
            new.full_clean()
    else:
        new.full_clean()


def test_spans_of_two_pasal_may_overlap():
    ProvisionVersionFactory()
    ProvisionVersionFactory().full_clean()


@pytest.mark.postgres
@pytest.mark.parametrize(("first", "second", "overlap"), SPANS)
def test_postgresql_itself_refuses_overlapping_spans(first, second, overlap):
    migration = import_module("elearning.regulations.migrations.0002_validity_spans_never_overlap")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = %s", [migration.NAME])
        if not cursor.fetchone()[0]:  # the suite was started without migrations
            cursor.execute(migration.ADD)
    provision = ProvisionFactory()
    ProvisionVersionFactory(provision=provision, number=1, valid_from=first[0], valid_to=first[1])
    if overlap:
        with pytest.raises(IntegrityError), transaction.atomic():
            ProvisionVersionFactory(provision=provision, number=2, valid_from=second[0], valid_to=second[1])
    else:
        ProvisionVersionFactory(provision=provision, number=2, valid_from=second[0], valid_to=second[1])


def test_a_publication_is_remembered_with_who_and_when(noon):
    card, editor = RuleCardFactory(), UserFactory()
    version = services.record_publication(card, by=editor, at=noon)
    assert (version.number, version.published_by, version.published_at) == (1, editor, noon)
    assert version.content["title"] == card.title
    assert version.effect == RuleCardVersion.Effect.EDITORIAL


def test_publishing_the_same_content_again_adds_nothing(noon):
    card = RuleCardFactory()
    first = services.record_publication(card, by=None, at=noon)
    assert services.record_publication(card, by=None, at=noon) == first


@pytest.mark.parametrize(
    ("change", "effect"),
    [
        ({"verdict": "boleh"}, "membalik"),
        ({"certainty": "pengetahuan"}, "memperjelas"),
        ({"advice": "Bertanyalah dulu."}, "redaksional"),
    ],
)
def test_a_publication_says_how_far_it_changes_what_was_taught(noon, change, effect):
    card = RuleCardFactory()
    services.record_publication(card, by=None, at=noon)
    for name, value in change.items():
        setattr(card, name, value)
    version = services.record_publication(card, by=None, at=noon)
    assert (version.number, version.effect) == (2, effect)


def test_a_new_condition_clarifies_the_rule(noon):
    card = RuleCardFactory()
    services.record_publication(card, by=None, at=noon)
    card.conditions.create(text="Di luar jam kerja.")
    assert services.record_publication(card, by=None, at=noon).effect == "memperjelas"


def test_an_editor_may_say_the_effect_himself(noon):
    version = services.record_publication(RuleCardFactory(), by=None, at=noon, effect="memperjelas")
    assert version.effect == "memperjelas"


def test_publishing_through_wagtail_is_remembered():
    card, editor = RuleCardFactory(live=False), UserFactory(is_superuser=True)
    publish_vouched_for(card.save_revision(user=editor), by=editor)
    card.refresh_from_db()
    version = card.versions.get()
    assert card.live
    assert version.published_by == editor
    assert version.published_at == card.last_published_at


def test_whoever_publishes_is_remembered_and_not_whoever_wrote():
    card, writer, publisher = RuleCardFactory(live=False), UserFactory(), UserFactory(is_superuser=True)
    publish_vouched_for(card.save_revision(user=writer), by=publisher)
    assert card.versions.get().published_by == publisher


def test_what_the_clock_publishes_was_published_by_whoever_gave_it_its_hour(noon):
    card, writer, publisher = RuleCardFactory(live=False), UserFactory(), UserFactory(is_superuser=True)
    with time_machine.travel(noon):
        card.go_live_at = noon + timedelta(hours=1)
        publish_vouched_for(card.save_revision(user=writer), by=publisher)
    with time_machine.travel(noon + timedelta(hours=2)):
        assert publish_due(at=noon + timedelta(hours=2)) == (1, 0)
    assert card.versions.get().published_by == publisher


def test_a_publication_that_waits_for_its_hour_teaches_nothing_yet(noon):
    from django.utils import timezone

    card = RuleCardFactory(live=False)
    card.go_live_at = timezone.now() + timedelta(days=3)
    publish_vouched_for(card.save_revision())
    assert not card.versions.exists()


@pytest.mark.parametrize(
    ("flaw", "code"), [({"certainty": Certainty.DOUBTFUL}, "doubtful"), ({"citation": None}, "no_basis")]
)
def test_a_doubtful_or_baseless_card_is_not_published_by_any_road(flaw, code):
    card = RuleCardFactory(live=False, certainty=flaw.get("certainty", Certainty.VERIFIED))
    if "citation" in flaw:
        card.citations.all().delete()
    with pytest.raises(CardRefused) as refused:
        card.save_revision().publish()
    card.refresh_from_db()
    assert refused.value.code == code
    assert not card.live


def test_an_illustration_is_no_basis():
    card = RuleCardFactory(live=False)
    card.citations.update(role="ilustrasi")
    with pytest.raises(CardRefused) as refused:
        services.require_publishable(card)
    assert refused.value.code == "no_basis"
