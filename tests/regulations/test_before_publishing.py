"""«Sebelum terbit» and the withdrawal of a card, as editors use them in the admin."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from elearning.regulations import services
from elearning.regulations.models import RuleCard
from tests.factories.lessons import LessonPageFactory
from tests.factories.regulations import RegulationFactory

from .test_admin import card_form
from .test_change_screens import page_of
from .test_changing import DAY, NOON, cited_card, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def new():
    return RegulationFactory(short_title="PP 94/2021")


@pytest.fixture
def card(new):
    return cited_card(new)


@pytest.fixture
def publisher(client, superuser):
    client.force_login(superuser)
    return superuser


def publish(client, card, **changes):
    """Press «Terbitkan» on the card's screen; what the screen holds goes along."""
    citation = card.citations.get()
    data = card_form(
        **{
            "title": card.title, "act": card.act, "verdict": card.verdict, "situation": card.situation,
            "reason": card.reason, "slug": card.slug, "keywords": "", "sources": "", **changes,
        }
    )  # fmt: skip
    data |= {
        "citations-TOTAL_FORMS": "1", "citations-INITIAL_FORMS": "1", "citations-0-id": citation.pk,
        "citations-0-provision": citation.provision_id, "citations-0-role": "dasar",
        "citations-0-certainty": "terverifikasi", "citations-0-ORDER": "1", "action-publish": "1", "neutral": "on",
    }  # fmt: skip
    data.pop("subjects"), data.pop("stages")
    return client.post(reverse("wagtailsnippets_regulations_rulecard:edit", args=[card.pk]), data)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"advice": "Tanyakan dahulu."}, "next_effect", "Nyatakan akibat perubahan ini"),
        (
            {"verdict": "boleh", "next_effect": "memperjelas"},
            "next_effect",
            "Labelnya berubah, jadi akibatnya «membalik».",
        ),
        ({"verdict": "boleh", "next_effect": "membalik"}, "next_reason", "Tulis mengapa aturan ini berubah."),
    ],
)
def test_a_change_states_its_effect_beside_the_field(client, home, card, publisher, changes, field, words):
    response = publish(client, card, **changes)
    assert response.status_code == 200
    assert words in " ".join(response.context["form"].errors[field])
    assert card.versions.count() == 1


def test_a_card_under_an_open_change_is_refused_on_its_screen(client, team, card, new, publisher):
    opened(new, None, team, kind="dicabut")
    response = publish(client, card, advice="Tanyakan dahulu.", next_effect="redaksional")
    assert "PP 94/2021 sedang ditandai berubah, dan kartu ini belum diputuskan." in response.content.decode()
    assert card.versions.count() == 1


def test_what_was_stated_is_kept_by_the_publication_and_asked_anew(home, card):
    draft = card
    draft.advice, draft.next_effect, draft.next_reason = "Tanyakan dahulu.", "redaksional", "Salah ketik."
    draft.save_revision().publish()
    card = RuleCard.objects.get(pk=card.pk)
    assert (card.next_effect, card.next_reason, card.next_refresher) == ("", "", False)
    shown = card.get_latest_revision_as_object()
    assert (shown.next_effect, shown.next_reason) == ("", "")
    assert card.revisions.count() == 1
    latest = services.latest_publication(card)
    assert (latest.effect, latest.reason) == ("redaksional", "Salah ketik.")


def test_the_tab_shows_the_change_of_label_in_words(client, home, card, publisher):
    draft = card.get_latest_revision_as_object() if card.latest_revision_id else card
    draft.verdict = "boleh"
    draft.save_revision()
    page = page_of(client, reverse("wagtailsnippets_regulations_rulecard:edit", args=[card.pk]))
    assert "Sebelum terbit" in page
    assert "<strong>Tidak boleh → Boleh</strong> memengaruhi:" in page
    assert "Belum dinyatakan" in page


def test_a_card_whose_time_on_view_ends_is_a_withdrawal(home, card):
    card.live = True
    card.save()
    card.unpublish(set_expired=True)
    latest = services.latest_publication(card)
    assert (latest.effect, latest.number) == ("ditarik", 2)
    assert services.record_withdrawal(card, by=None, at=NOON + timedelta(hours=1)) is None


def test_a_card_is_withdrawn_with_a_reason_and_its_impact_in_sight(client, home, card, publisher):
    address = reverse("wagtailsnippets_regulations_rulecard:unpublish", args=[card.pk])
    assert "Menarik kartu ini memengaruhi:" in page_of(client, address)
    for typed, words in [
        ({"reason": "", "effective_on": "2024-10-01"}, "Tulis mengapa kartu ini ditarik."),
        ({"reason": "Dicabut.", "effective_on": "2024-10-04"}, "Tanggal itu belum tiba."),
    ]:
        assert words in client.post(address, typed).content.decode()
    assert client.post(address, {"reason": "Dicabut.", "effective_on": "2024-10-01"}).status_code == 302
    card.refresh_from_db()
    latest = services.latest_publication(card)
    assert (card.live, latest.effect, latest.reason, latest.effective_on) == (False, "ditarik", "Dicabut.", DAY)


def test_what_was_never_published_is_not_withdrawn(client, home, publisher, new):
    draft = cited_card(new, live=False)
    address = reverse("wagtailsnippets_regulations_rulecard:unpublish", args=[draft.pk])
    response = client.post(address, {"reason": "Dicabut.", "effective_on": "2024-10-01"})
    assert "Kartu ini belum pernah terbit, jadi tidak dapat ditarik." in response.content.decode()


def test_the_usage_of_a_card_counts_what_every_room_knows(client, home, card, publisher):
    page = page_of(client, reverse("wagtailsnippets_regulations_rulecard:usage", args=[card.pk]))
    assert "soal aktif" in page
    assert "sertifikat" in page


@pytest.mark.indexed
def test_the_usage_of_a_card_names_the_lesson_that_shows_it(client, home, card, publisher):
    LessonPageFactory(title="Foto dan gestur", body=[("card", card)])
    page = page_of(client, reverse("wagtailsnippets_regulations_rulecard:usage", args=[card.pk]))
    assert "Foto dan gestur" in page


def test_whoever_confirms_a_step_reads_the_impact_once_more(client, team, card):
    draft = RuleCard.objects.get(pk=card.pk)
    draft.verdict, draft.next_effect, draft.next_reason = "boleh", "membalik", "Putusan baru."
    draft.save_revision(user=team["writer"])
    state = draft.get_workflow().start(draft, team["writer"])
    client.force_login(team["lawyer"])
    address = reverse(
        "wagtailsnippets_regulations_rulecard:workflow_action", args=[card.pk, "approve", state.current_task_state.pk]
    )
    page = client.get(address).json()["html"]
    assert "Tidak boleh → Boleh" in page
