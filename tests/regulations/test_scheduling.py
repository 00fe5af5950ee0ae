"""What waits for its hour, and the light that says whether the clock runs (D4)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from wagtail.log_actions import registry
from wagtail.models import Revision

from elearning.lessons.models import TextPage
from elearning.regulations.heartbeat import beat, light
from elearning.regulations.models import RuleCard
from elearning.regulations.reviewing import publish_vouched_for
from elearning.regulations.scheduling import publish_due
from tests.factories.regulations import RuleCardFactory

pytestmark = pytest.mark.django_db


def waiting(*, at, **kwargs):
    """A card that was reviewed and waits for its hour."""
    card = RuleCardFactory(live=False, go_live_at=at, **kwargs)
    publish_vouched_for(card.save_revision())
    return card


def test_what_is_due_goes_out_and_what_is_not_waits(home, noon):
    with time_machine.travel(noon, tick=False):
        due, later = waiting(at=noon + timedelta(hours=1)), waiting(at=noon + timedelta(hours=3))
    with time_machine.travel(noon + timedelta(hours=2), tick=False):
        assert publish_due(at=noon + timedelta(hours=2)) == (1, 0)
    assert RuleCard.objects.get(pk=due.pk).live
    assert not RuleCard.objects.get(pk=later.pk).live
    assert due.versions.get().published_at == noon + timedelta(hours=2)


def test_a_card_that_may_not_go_out_any_more_stays_a_draft_and_the_others_go_on(home, noon):
    with time_machine.travel(noon, tick=False):
        refused, good = waiting(at=noon + timedelta(hours=1)), waiting(at=noon + timedelta(hours=1))
        page = home.add_child(
            instance=TextPage(
                title="Tentang", slug="tentang", body="<p>Isi.</p>", live=False, go_live_at=noon + timedelta(hours=1)
            )
        )
        page.save_revision().publish()
    regulation = refused.citations.get().provision.regulation
    regulation.status, regulation.valid_to = "dicabut", noon.date()
    regulation.save()
    hour = noon + timedelta(hours=2)
    with time_machine.travel(hour, tick=False):
        assert publish_due(at=hour) == (2, 1)
        assert publish_due(at=hour) == (0, 0)
    refused = RuleCard.objects.get(pk=refused.pk)
    assert not refused.live
    assert refused.has_unpublished_changes
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    entry = registry.get_logs_for_instance(refused).get(action="regulations.schedule.refused")
    assert entry.data["code"] == "basis_revoked"
    assert RuleCard.objects.get(pk=good.pk).live
    assert TextPage.objects.get(pk=page.pk).live


def test_a_failure_of_another_kind_is_tried_again(home, noon, monkeypatch, caplog):
    with time_machine.travel(noon, tick=False):
        card = waiting(at=noon + timedelta(hours=1))
    monkeypatch.setattr(RuleCard, "publish", lambda *args, **kwargs: 1 / 0)
    with time_machine.travel(noon + timedelta(hours=2), tick=False):
        assert publish_due(at=noon + timedelta(hours=2)) == (0, 0)
        assert "could not be published" in caplog.text
        monkeypatch.undo()
        assert publish_due(at=noon + timedelta(hours=2)) == (1, 0)
    assert RuleCard.objects.get(pk=card.pk).live


def test_what_has_expired_is_taken_down(home, noon):
    with time_machine.travel(noon, tick=False):
        card = RuleCardFactory(live=False, expire_at=noon + timedelta(hours=1))
        publish_vouched_for(card.save_revision())
    with time_machine.travel(noon + timedelta(hours=2), tick=False):
        publish_due(at=noon + timedelta(hours=2))
    card.refresh_from_db()
    assert not card.live
    assert card.expired


# The light


def test_a_clock_that_never_ran_is_said(noon):
    assert not light(at=noon).is_well
    assert light(at=noon).words.startswith("Penjadwal belum pernah berjalan.")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "Penjadwal terakhir berjalan kurang dari semenit lalu."),
        (3, "Penjadwal terakhir berjalan 3 menit lalu."),
        (15, "Penjadwal terakhir berjalan 15 menit lalu."),
        (16, "Penjadwal berhenti. Terbitan terjadwal tidak akan tayang. Hubungi admin."),
    ],
)
def test_the_light_warns_above_fifteen_minutes(noon, minutes, words):
    beat("publish_scheduled", at=noon - timedelta(minutes=minutes))
    assert light(at=noon).words == words
    assert light(at=noon).is_well is (minutes <= 15)


def test_other_jobs_do_not_keep_the_light_on(noon):
    beat("close_attempts", at=noon)
    assert not light(at=noon).is_well


def test_the_command_of_the_clock_lights_it(home):
    from django.utils import timezone

    call_command("every_minute")
    assert light(at=timezone.now()).is_well
