"""The buttons of the editing screen: what they ask before a text leaves its writer, and what they answer when it may not."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from elearning.lessons.models import LessonPage
from elearning.regulations.models import RuleCard
from elearning.regulations.reviewing import publish_vouched_for
from elearning.regulations.sending import TICK
from tests.factories.editorial import act, send
from tests.factories.lessons import LessonPageFactory
from tests.factories.regulations import RuleCardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def fresh(text):
    return type(text).objects.get(pk=text.pk)


def edit_url(card):
    return reverse("wagtailsnippets_regulations_rulecard:edit", args=[card.pk])


def typed(card, **changes):
    """What the browser posts when the editing screen of ``card`` is sent."""
    citation = card.citations.get()
    row = {
        "id": citation.pk,
        "provision": citation.provision_id,
        "role": citation.role,
        "certainty": citation.certainty,
    }
    values = {
        "title": card.title, "act": "Perbuatan yang lebih jelas.", "verdict": card.verdict, "situation": card.situation,
        "reason": card.reason, "advice": "", "local_rule": "", "certainty": card.certainty, "editorial_note": "",
        "topics": "", "keywords": "", "sources": "", "slug": card.slug, "next_effect": "memperjelas", "next_reason": "",
        "examples": inline_formset([]), "conditions": inline_formset([]),
        "citations": inline_formset([row], initial=1), **changes,
    }  # fmt: skip
    return nested_form_data(values)


def typed_lesson(lesson, **changes):
    return nested_form_data({
        "title": lesson.title, "slug": lesson.slug, "summary": "", "goal": "", "duration_minutes": "5", "topics": "",
        "seo_title": "", "search_description": "", "body": streamfield([("text", rich_text("<p>Isi.</p>"))]),
        "comments": inline_formset([]), **changes,
    })  # fmt: skip


def press(client, who, card, button, **changes):
    client.force_login(who)
    return client.post(
        edit_url(card),
        {**typed(card, **changes), button: "1"},
        headers={"referer": f"http://testserver{edit_url(card)}"},
    )


def said(client, response):
    return client.get(response.url).content.decode() if response.status_code == 302 else response.content.decode()


# The tick


@pytest.mark.parametrize("button", ["action-submit", "action-publish"])
def test_a_card_is_not_sent_without_the_tick(client, team, card, button):
    response = press(client, team["publisher"], card, button)
    assert response.status_code == 200
    assert response.context["form"].errors.as_data()["neutral"][0].code == "tick_missing"
    assert "Periksa gambar dan contohnya, lalu centang." in response.content.decode()
    assert fresh(card).current_workflow_state is None


def test_a_draft_needs_no_tick(client, team, card):
    assert press(client, team["writer"], card, "action-nothing").status_code == 302
    assert fresh(card).get_latest_revision_as_object().act == "Perbuatan yang lebih jelas."


def test_the_tick_is_in_the_history_of_the_submission_and_not_on_the_card(client, team, card):
    press(client, team["writer"], card, "action-submit", neutral="on")
    card = fresh(card)
    assert card.current_workflow_task.name == "Periksa hukum"
    entry = registry.get_logs_for_instance(card).get(action="regulations.neutrality.confirm")
    assert (entry.user, entry.revision, entry.data["tick"]) == (team["writer"], card.latest_revision, TICK)
    assert "neutral" not in card.latest_revision.content
    history = client.get(reverse("wagtailsnippets_regulations_rulecard:history", args=[card.pk])).content.decode()
    assert "tanpa pose jari" in history


def test_a_reviewer_ticks_nothing(client, team, card):
    press(client, team["writer"], card, "action-submit", neutral="on")
    client.force_login(team["lawyer"])
    form = {
        **typed(fresh(card).get_latest_revision_as_object()),
        "action-workflow-action": "1",
        "workflow-action-name": "approve",
    }
    assert client.post(edit_url(card), form).status_code == 302
    assert fresh(card).current_workflow_task.name == "Terbitkan"


@pytest.mark.parametrize(("tick", "task"), [({}, None), ({"neutral": "on"}, "Periksa hukum")])
def test_a_lesson_is_sent_with_the_tick_only(client, team, tick, task):
    lesson = LessonPageFactory(live=False)
    client.force_login(team["writer"])
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    client.post(url, {**typed_lesson(lesson, **tick), "action-submit": "1"})
    waiting = fresh(lesson).current_workflow_task
    assert (waiting.name if waiting else None) == task
    confirmed = PageLogEntry.objects.filter(
        page=lesson.pk, action="regulations.neutrality.confirm", user=team["writer"]
    )
    assert confirmed.exists() is bool(tick)


# The hour


def test_an_hour_that_has_passed_is_refused_with_a_sentence(client, team, card):
    hour = timezone.localtime(timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    response = press(client, team["writer"], card, "action-nothing", go_live_at=hour)
    assert response.context["form"].errors.as_data()["go_live_at"][0].code == "schedule_past"
    assert "Waktu terbit ini sudah lewat." in response.content.decode()
    assert "Perbuatan yang lebih jelas." in response.content.decode()


def test_an_hour_that_went_by_as_planned_hinders_no_later_edit(client, team, noon):
    with time_machine.travel(noon):
        card = RuleCardFactory(live=False, go_live_at=noon + timedelta(hours=1))
        revision = card.save_revision()
        publish_vouched_for(revision)
    revision.refresh_from_db()
    revision.publish()
    card = fresh(card)
    hour = timezone.localtime(card.go_live_at).strftime("%Y-%m-%d %H:%M")
    assert card.live
    assert press(client, team["writer"], card, "action-nothing", go_live_at=hour).status_code == 302


def test_an_hour_is_typed_and_shown_in_the_zone_of_the_site_by_name(client, team, card):
    with time_machine.travel("2025-02-20T10:00:00+07:00"):
        press(client, team["writer"], card, "action-submit", neutral="on", go_live_at="2025-03-01 00:00")
        page = client.get(edit_url(card)).content.decode()
    assert fresh(card).get_latest_revision_as_object().go_live_at == datetime(2025, 2, 28, 17, tzinfo=UTC)
    assert "Terbit otomatis" in page
    assert "Sabtu, 1 Maret 2025 pukul 00.00 WIB" in page
    assert "Penjadwal belum pernah berjalan." in page


# Refusals inside Wagtail are sentences


def test_publishing_what_nobody_reviewed_is_a_sentence_and_the_draft_stays(client, team, card):
    response = press(client, team["publisher"], card, "action-publish", neutral="on")
    assert "belum disetujui pemeriksa hukum. Draf tersimpan." in said(client, response)
    assert fresh(card).get_latest_revision_as_object().act == "Perbuatan yang lebih jelas."
    assert fresh(card).act != "Perbuatan yang lebih jelas."


def doubtful_after_review(team, card):
    """The publisher stores «perlu dicek» while it waits for him, and approves from «Menunggu tinjauan Anda»."""
    draft = card.get_latest_revision_as_object()
    draft.act, draft.next_effect = "Perbuatan yang lebih jelas.", "memperjelas"
    draft.save_revision(user=team["writer"])
    send(fresh(card), by=team["writer"])
    act(card, "approve", by=team["lawyer"])
    later = fresh(card).get_latest_revision_as_object()
    later.certainty = "perlu-dicek"
    later.save_revision(user=team["publisher"])
    return fresh(card).current_workflow_task_state


@pytest.mark.parametrize("dialog", [False, True])
def test_approving_a_doubtful_card_is_a_sentence_and_the_state_stays(client, team, card, dialog):
    state = doubtful_after_review(team, card)
    client.force_login(team["publisher"])
    url = reverse("wagtailsnippets_regulations_rulecard:workflow_action", args=[card.pk, "approve", state.pk])
    response = client.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"} if dialog else {})
    back = response.json()["redirect"] if dialog else response.url
    assert back == edit_url(card)
    assert "masih «perlu dicek»" in client.get(back).content.decode()
    assert fresh(card).current_workflow_task_state == state
    assert fresh(card).certainty != "perlu-dicek"


def test_sending_a_doubtful_card_is_refused_where_it_is_typed(client, team, card):
    response = press(client, team["writer"], card, "action-submit", neutral="on", certainty="perlu-dicek")
    assert "masih «perlu dicek»" in response.content.decode()
    assert fresh(card).current_workflow_state is None


@pytest.mark.parametrize("dialog", [False, True])
def test_an_author_at_the_address_of_the_approval_reads_why_not(client, team, card, dialog):
    press(client, team["writer"], card, "action-submit", neutral="on")
    team["writer"].groups.add(*team["lawyer"].groups.all())
    state = fresh(card).current_workflow_task_state
    url = reverse("wagtailsnippets_regulations_rulecard:workflow_action", args=[card.pk, "approve", state.pk])
    response = client.post(url, headers={"x-requested-with": "XMLHttpRequest"} if dialog else {})
    back = response.json()["redirect"] if dialog else response.url
    assert "Anda ikut menulis atau mengirim naskah ini" in client.get(back).content.decode()
    assert fresh(card).current_workflow_task_state == state


def test_whoever_is_no_reviewer_at_all_is_told_so_as_ever(client, team, card):
    press(client, team["writer"], card, "action-submit", neutral="on")
    state = fresh(card).current_workflow_task_state
    url = reverse("wagtailsnippets_regulations_rulecard:workflow_action", args=[card.pk, "approve", state.pk])
    assert client.post(url).url == reverse("wagtailadmin_home")
    assert fresh(card).current_workflow_task_state == state


def test_a_page_waiting_for_its_author_refuses_him_at_its_address(client, team):
    lesson = LessonPageFactory(live=False)
    lesson.save_revision(user=team["lawyer"])
    send(fresh(lesson), by=team["writer"])
    state = fresh(lesson).current_workflow_task_state
    client.force_login(team["lawyer"])
    url = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])
    assert "Anda ikut menulis atau mengirim naskah ini" in said(client, client.post(url))
    assert fresh(lesson).current_workflow_task_state == state


def test_publishing_many_pages_at_once_is_refused_as_a_whole(client, team):
    mine, unread = LessonPageFactory(live=False), LessonPageFactory(live=False)
    mine.save_revision(user=team["publisher"])
    unread.save_revision(user=team["writer"])
    client.force_login(team["publisher"])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{url}?id={mine.pk}&id={unread.pk}", {"include_descendants": ""})
    assert "belum disetujui pemeriksa hukum" in said(client, response)
    assert not LessonPage.objects.filter(live=True).exists()


def test_the_browsers_own_saving_gets_its_answer_as_data(client, team, card):
    """Never on a refusal of ours today; a page that asks for data must not get a page."""
    client.force_login(team["publisher"])
    form = {**typed(card, neutral="on"), "action-publish": "1"}
    response = client.post(edit_url(card), form, headers={"accept": "application/json"})
    assert response.status_code == 400
    assert response.json()["success"] is False
    assert RuleCard.objects.get(pk=card.pk).act != "Perbuatan yang lebih jelas."
