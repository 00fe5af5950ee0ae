"""Nobody approves his own words, and nothing that was not read goes live (ADR 0015)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Comment

from elearning.lessons.models import TextPage
from elearning.regulations.models import RuleCardVersion
from elearning.regulations.reviewing import ReviewRefused, authors_of, passed_review
from elearning.regulations.services import CardRefused
from tests.factories.editorial import LAWYER, act, member, send
from tests.factories.people import UserFactory
from tests.factories.regulations import RuleCardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home):
    page = home.add_child(instance=TextPage(title="Tentang", slug="tentang", body="<p>Isi.</p>", live=False))
    page.save_revision().publish()
    return TextPage.objects.get(pk=page.pk)


def rewrite(text, *, by, **changes):
    """A draft as the editing screen stores it."""
    draft = type(text).objects.get(pk=text.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision(user=by)


def clarify(card, *, by, **changes):
    return rewrite(card, by=by, act="Perbuatan yang lebih jelas.", next_effect="memperjelas", **changes)


def fresh(text):
    return type(text).objects.get(pk=text.pk)


def actions(text, user):
    task = fresh(text).current_workflow_task
    return [name for name, _, _ in task.get_actions(fresh(text), user)]


# Writer and legal reviewer


@pytest.mark.parametrize("kind", ["card", "page"])
def test_what_three_people_wrote_read_and_published_is_live(team, kind, request):
    text = request.getfixturevalue(kind)
    if kind == "card":
        clarify(text, by=team["writer"])
    else:
        rewrite(text, by=team["writer"], body="<p>Isi baru.</p>")
    send(fresh(text), by=team["writer"])
    act(text, "approve", by=team["lawyer"])
    assert fresh(text).has_unpublished_changes
    act(text, "approve", by=team["publisher"])
    assert not fresh(text).has_unpublished_changes
    assert fresh(text).live


@pytest.mark.parametrize("author", ["writer", "sender", "mender"])
def test_an_author_has_no_button_and_is_refused(team, card, author):
    lawyer = team["lawyer"]
    clarify(card, by=lawyer if author == "writer" else team["writer"])
    send(fresh(card), by=lawyer if author == "sender" else team["writer"])
    if author == "mender":
        rewrite(card, by=lawyer, advice="Bertanyalah dulu.")
    assert actions(card, lawyer) == ["reject"]
    with pytest.raises(ReviewRefused) as refused:
        act(card, "approve", by=lawyer)
    assert refused.value.code == "own_text"
    assert fresh(card).current_workflow_task.name == "Periksa hukum"
    assert actions(card, member(LAWYER)) == ["reject", "approve", "approve"]


def test_who_wrote_what_is_live_already_may_review_what_comes_next(team, card):
    clarify(card, by=team["lawyer"])
    send(fresh(card), by=team["writer"])
    act(card, "approve", by=member(LAWYER))
    act(card, "approve", by=team["publisher"])
    rewrite(card, by=team["writer"], act="Sekali lagi.", next_effect="memperjelas")
    send(fresh(card), by=team["writer"])
    assert "approve" in actions(card, team["lawyer"])


def test_saving_without_a_change_makes_no_author(team, card):
    """Wagtail stores a revision for whoever approves from the editing screen."""
    clarify(card, by=team["writer"])
    send(fresh(card), by=team["writer"])
    rewrite(card, by=team["lawyer"])
    assert authors_of(fresh(card)) == {team["writer"].pk}


def test_a_comment_makes_no_author(team, page):
    rewrite(page, by=team["writer"], body="<p>Isi baru.</p>")
    draft = fresh(page).get_latest_revision_as_object()
    draft.wagtail_admin_comments.add(Comment(user=team["lawyer"], text="Apa dasarnya?", contentpath="body"))
    draft.save_revision(user=team["lawyer"])
    assert authors_of(fresh(page)) == {team["writer"].pk}
    assert fresh(page).get_latest_revision_as_object().wagtail_admin_comments.get().text == "Apa dasarnya?"


def test_line_ends_of_a_browser_are_no_change(team, card):
    clarify(card, by=team["writer"], reason="Satu.\nDua.")
    send(fresh(card), by=team["writer"])
    rewrite(card, by=team["lawyer"], reason="Satu.\r\nDua.\r\n")
    assert authors_of(fresh(card)) == {team["writer"].pk}


def test_what_the_reviewer_found_when_approving_is_what_passed(team, card):
    """Another reviewer mended it while it waited."""
    clarify(card, by=team["writer"])
    send(fresh(card), by=team["writer"])
    rewrite(card, by=member(LAWYER), advice="Bertanyalah dulu.")
    act(card, "approve", by=team["lawyer"])
    assert passed_review(fresh(card), fresh(card).latest_revision)


# Nothing unread goes live


@pytest.mark.parametrize("role", ["publisher", "superuser"])
def test_nobody_publishes_a_change_of_a_card_without_a_review(team, card, role):
    by = team["publisher"] if role == "publisher" else UserFactory(is_superuser=True)
    draft = clarify(card, by=team["writer"])
    with pytest.raises(ReviewRefused) as refused:
        draft.publish(user=by)
    assert refused.value.code == "not_reviewed"
    assert fresh(card).has_unpublished_changes
    assert fresh(card).act != "Perbuatan yang lebih jelas."


def test_a_new_card_needs_a_review(team):
    card = RuleCardFactory(live=False)
    with pytest.raises(ReviewRefused) as refused:
        card.save_revision(user=team["publisher"]).publish(user=team["publisher"])
    assert refused.value.code == "not_reviewed"


def test_words_alone_need_no_review(team, card):
    rewrite(card, by=team["publisher"], advice="Bertanyalah dulu.", next_effect="redaksional").publish(
        user=team["publisher"]
    )
    assert fresh(card).advice == "Bertanyalah dulu."
    assert card.versions.last().effect == RuleCardVersion.Effect.EDITORIAL


def test_a_change_of_the_rule_is_not_talked_down_to_words(team, card):
    draft = rewrite(card, by=team["publisher"], act="Perbuatan lain.", next_effect="redaksional")
    with pytest.raises(ReviewRefused) as refused:
        draft.publish(user=team["publisher"])
    assert refused.value.code == "not_reviewed"


def test_keywords_are_no_content(team, card):
    rewrite(card, by=team["publisher"], keywords=["swafoto"]).publish(user=team["publisher"])
    assert fresh(card).keywords == ["swafoto"]


@pytest.mark.parametrize("change", [{"act": "Lain lagi."}, {"next_effect": "redaksional"}])
def test_what_changed_after_the_review_is_not_published(team, card, change):
    clarify(card, by=team["writer"])
    send(fresh(card), by=team["writer"])
    act(card, "approve", by=team["lawyer"])
    rewrite(card, by=team["publisher"], **change)
    with pytest.raises(ReviewRefused) as refused:
        act(card, "approve", by=team["publisher"])
    assert refused.value.code == "changed_since_review"
    assert fresh(card).current_workflow_task.name == "Terbitkan"
    assert fresh(card).has_unpublished_changes


def test_an_approved_revision_that_was_written_over_has_not_passed(team, card):
    """The browser's own saving writes over the latest revision of the same person."""
    draft = clarify(card, by=team["publisher"])
    send(fresh(card), by=team["publisher"])
    act(card, "approve", by=team["lawyer"])
    later = fresh(card).get_latest_revision_as_object()
    later.act = "Ditulis sesudah disetujui."
    later.save_revision(user=team["publisher"], overwrite_revision=draft)
    with pytest.raises(ReviewRefused) as refused:
        act(card, "approve", by=team["publisher"])
    assert refused.value.code == "changed_since_review"


def test_what_the_publisher_returned_is_reviewed_again_once_it_was_rewritten(team, card):
    clarify(card, by=team["writer"])
    send(fresh(card), by=team["writer"])
    act(card, "approve", by=team["lawyer"])
    act(card, "reject", by=team["publisher"], comment="Kurang jelas.")
    rewrite(card, by=team["writer"], act="Perbuatan yang jelas sekali.")
    send(fresh(card), by=team["writer"])
    assert fresh(card).current_workflow_task.name == "Periksa hukum"
    act(card, "approve", by=team["lawyer"])
    act(card, "approve", by=team["publisher"])
    assert fresh(card).act == "Perbuatan yang jelas sekali."


def test_what_the_publisher_returned_and_nobody_touched_comes_back_to_the_publisher(team, card):
    clarify(card, by=team["writer"])
    send(fresh(card), by=team["writer"])
    act(card, "approve", by=team["lawyer"])
    act(card, "reject", by=team["publisher"], comment="Tunggu pekan depan.")
    send(fresh(card), by=team["writer"])
    assert fresh(card).current_workflow_task.name == "Terbitkan"


def test_an_old_approval_is_no_approval_of_what_comes_next(team, card):
    """Going back to words that were approved and published once is a new change."""
    clarify(card, by=team["writer"])
    send(fresh(card), by=team["writer"])
    act(card, "approve", by=team["lawyer"])
    act(card, "approve", by=team["publisher"])
    approved = fresh(card).latest_revision
    assert not passed_review(fresh(card), approved)


def test_the_hour_may_be_set_after_the_review_and_the_clock_needs_nobody(team, card):
    clarify(card, by=team["writer"])
    send(fresh(card), by=team["writer"])
    act(card, "approve", by=team["lawyer"])
    rewrite(card, by=team["publisher"], go_live_at=timezone.now() + timedelta(days=3))
    act(card, "approve", by=team["publisher"])
    waiting = fresh(card).scheduled_revision
    assert waiting.approved_go_live_at
    waiting.publish()  # its hour has not come: it waits on
    assert fresh(card).has_unpublished_changes


@pytest.mark.parametrize(
    ("text", "code"), [({"certainty": "perlu-dicek"}, "doubtful"), ({"next_effect": ""}, "effect_missing")]
)
def test_what_could_not_be_published_is_not_sent(team, card, text, code):
    clarify(card, by=team["writer"])
    rewrite(card, by=team["writer"], **text)
    with pytest.raises(CardRefused) as refused:
        send(fresh(card), by=team["writer"])
    assert refused.value.code == code
    assert fresh(card).current_workflow_state is None


# Pages


def test_a_page_too_is_given_its_hour_after_the_review(team, page):
    rewrite(page, by=team["writer"], body="<p>Isi baru.</p>")
    send(fresh(page), by=team["writer"])
    act(page, "approve", by=team["lawyer"])
    rewrite(page, by=team["publisher"], go_live_at=timezone.now() + timedelta(days=3))
    act(page, "approve", by=team["publisher"])
    assert fresh(page).scheduled_revision


def test_a_publisher_answers_for_his_own_words_on_a_page(team, page):
    rewrite(page, by=team["publisher"], body="<p>Isi baru.</p>").publish(user=team["publisher"])
    assert fresh(page).body == "<p>Isi baru.</p>"


def test_what_a_writer_wrote_on_a_page_is_reviewed(team, page):
    rewrite(page, by=team["writer"], body="<p>Isi baru.</p>")
    draft = rewrite(page, by=team["publisher"], title="Tentang kami")
    with pytest.raises(ReviewRefused) as refused:
        draft.publish(user=team["publisher"])
    assert refused.value.code == "not_reviewed"
    assert fresh(page).body == "<p>Isi.</p>"


def test_the_explorers_interface_publishes_nothing(client, team, page):
    rewrite(page, by=team["writer"], body="<p>Belum dibaca.</p>")
    client.force_login(team["publisher"])
    assert client.post(f"/admin/api/main/pages/{page.pk}/action/publish/").status_code == 404
    assert client.get(f"/admin/api/main/pages/{page.pk}/").status_code == 200
    assert fresh(page).body == "<p>Isi.</p>"
