"""«Kembalikan dengan catatan»: the writer reads who, when, what is wrong and what to do, until the text is sent again."""

import pytest
import time_machine
from django.urls import reverse

from elearning.regulations.reviewing import ReviewRefused
from tests.factories.editorial import LAWYER, WRITER, act, member, send
from tests.factories.lessons import LessonPageFactory

from .test_sending import typed, typed_lesson

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOTE = "Contohnya belum menyebut akun kantor."
WHAT_NEXT = "Perbaiki, lalu kirim lagi."


@pytest.fixture
def lesson(team):
    lesson = LessonPageFactory(live=False)
    lesson.save_revision(user=team["writer"])
    return lesson


@pytest.fixture(params=["card", "lesson"])
def text(request, team):
    """A text of each kind on its way, which the lawyer has returned."""
    text = request.getfixturevalue(request.param)
    draft = text.get_latest_revision_as_object()
    if request.param == "card":
        draft.act, draft.next_effect = "Perbuatan yang lebih jelas.", "memperjelas"
    draft.save_revision(user=team["writer"])
    send(fresh(text), by=team["writer"])
    with time_machine.travel("2025-03-03T09:14:00+07:00", tick=False):
        act(text, "reject", by=team["lawyer"], comment=NOTE)
    return text


def fresh(text):
    return type(text).objects.get(pk=text.pk)


def edit_url(text):
    space = "wagtailadmin_pages" if hasattr(text, "url_path") else "wagtailsnippets_regulations_rulecard"
    return reverse(f"{space}:edit", args=[text.pk])


def screen(client, who, address):
    client.force_login(who)
    return client.get(address).content.decode()


def test_the_writer_reads_who_when_what_and_what_to_do_above_the_text(client, team, text):
    page = screen(client, team["writer"], edit_url(text))
    shown = page.index('class="dikembalikan"')
    for words in (str(team["lawyer"]), "Senin, 3 Maret 2025 pukul 09.14 WIB", NOTE, WHAT_NEXT):
        assert page.index(words, shown) < page.index("data-edit-form", shown), words


def test_whoever_may_edit_reads_it_as_well(client, team, text):
    assert NOTE in screen(client, member(WRITER), edit_url(text))
    assert NOTE in screen(client, member(LAWYER), edit_url(text))


def test_it_stays_while_the_writer_corrects(client, team, text):
    fresh(text).get_latest_revision_as_object().save_revision(user=team["writer"])
    assert WHAT_NEXT in screen(client, team["writer"], edit_url(text))


def test_it_stays_where_the_form_is_refused(client, team, text):
    form = typed_lesson(text) if hasattr(text, "url_path") else typed(text)
    client.force_login(team["writer"])
    answer = client.post(edit_url(text), {**form, "action-submit": "1"})  # without the tick
    assert (answer.status_code, WHAT_NEXT in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("end", ["sent again", "approved", "cancelled", "published"])
def test_it_goes_when_the_text_is_sent_again_or_its_way_ends(client, team, text, end):
    if end == "cancelled":
        fresh(text).current_workflow_state.cancel(user=team["writer"])
    else:
        send(fresh(text), by=team["writer"])
    if end in ("approved", "published"):
        act(text, "approve", by=team["lawyer"])
    if end == "published":
        act(text, "approve", by=team["publisher"])
    for person in ("writer", "publisher"):
        assert "dikembalikan" not in screen(client, team[person], edit_url(text))


def test_a_text_that_nobody_returned_has_no_note(client, team, card, lesson):
    for text in (card, lesson):
        assert "dikembalikan" not in screen(client, team["writer"], edit_url(text))


def test_the_first_screen_of_the_writer_shows_the_note_too(client, team, text):
    first = screen(client, team["writer"], "/admin/")
    assert "Naskah Anda yang sedang ditinjau" in first
    assert f"Dikembalikan oleh {team['lawyer']}, 3 Maret 2025 pukul 09.14 WIB" in first
    assert (NOTE in first, WHAT_NEXT in first) == (True, True)
    send(fresh(text), by=team["writer"])
    waiting = screen(client, team["writer"], "/admin/")
    assert ("Menunggu langkah «Periksa hukum»" in waiting, NOTE in waiting) == (True, False)


@pytest.mark.parametrize("note", ["", "  \n"])
def test_nothing_is_returned_without_a_note(team, card, note):
    send(card, by=team["writer"])
    with pytest.raises(ReviewRefused) as refused:
        act(card, "reject", by=team["lawyer"], comment=note)
    assert refused.value.code == "note_missing"
    assert fresh(card).workflow_in_progress


def test_the_dialog_asks_for_the_note(client, team, card):
    send(card, by=team["writer"])
    state = fresh(card).current_workflow_task_state
    url = reverse("wagtailsnippets_regulations_rulecard:workflow_action", args=[card.pk, "reject", state.pk])
    client.force_login(team["lawyer"])
    answer = client.post(url, {"comment": " "}, headers={"x-requested-with": "XMLHttpRequest"})
    assert "Tulis apa yang perlu diperbaiki." in answer.json()["html"]
    assert fresh(card).workflow_in_progress
