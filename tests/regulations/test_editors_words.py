"""D6: whoever writes, reviews and publishes reads Bahasa Indonesia. Every word that the admin asks for on the way has one."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import trans_real

from elearning.regulations.reviewing import publish_vouched_for
from tests.factories.editorial import LAWYER, PUBLISHER, WRITER, act, install, member, send
from tests.factories.lessons import LessonPageFactory
from tests.factories.regulations import RuleCardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Small words that no Indonesian sentence has, and Wagtail's commonest: some of its English is past every catalogue.
ENGLISH = re.compile(
    r"\b(the|and|you|your|this|that|with|from|has|have|been|not|are|of|by|for|to|is|it|or|at|on|in|was|will|edit|save|view|"
    r"delete|add|choose|search|publish|draft|live|page|comment|task|review)\b",
    re.IGNORECASE,
)


class Words(HTMLParser):
    """What is read or heard on a screen."""

    UNREAD = ("script", "style", "template")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.unread = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.unread += tag in self.UNREAD
        self.said += [value for name, value in attrs if value and name in ("aria-label", "title", "placeholder", "alt")]

    def handle_endtag(self, tag):
        self.unread -= tag in self.UNREAD

    def handle_data(self, data):
        if not self.unread:
            self.said.append(data)


def english_in(html: str) -> list[str]:
    return [words for words in Words(html).said if ENGLISH.search(words)]


@pytest.fixture
def missing(monkeypatch):
    """Every message that was asked for in Indonesian and is in no catalogue."""
    found: set[str] = set()

    def remember(name: str, key):
        plain = getattr(trans_real.DjangoTranslation, name)

        def asked(self, *args):
            if self.language() == "id" and args[0].strip() and key(*args) not in self._catalog:
                found.add(args[0])
            return plain(self, *args)

        monkeypatch.setattr(trans_real.DjangoTranslation, name, asked)

    remember("gettext", lambda message: message)
    remember("ngettext", lambda one, many, count: (one, 0))
    return found


@pytest.fixture
def team(home):
    install()
    return {"writer": member(WRITER), "lawyer": member(LAWYER), "publisher": member(PUBLISHER)}


def drafted(text, by, **changes):
    draft = type(text).objects.get(pk=text.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision(user=by, log_action=True)
    return type(text).objects.get(pk=text.pk)


@pytest.fixture
def card(team):
    card = RuleCardFactory(live=False)
    publish_vouched_for(card.save_revision(user=team["publisher"], log_action=True))
    return drafted(card, team["writer"], act="Lebih jelas.", next_effect="memperjelas")


@pytest.fixture
def lesson(team):
    lesson = LessonPageFactory(live=False)
    lesson.save_revision(user=team["publisher"], log_action=True).publish(user=team["publisher"])
    return drafted(lesson, team["writer"], title="Judul baru")


def open_all(client, who, addresses, **headers):
    client.force_login(who)
    for address in addresses:
        response = client.get(address, headers=headers)
        assert response.status_code in (200, 302), address
        assert english_in(response.content.decode()) == [], address


def card_screens(card):
    space = "wagtailsnippets_regulations_rulecard"
    names = ["edit", "history", "usage", "workflow_history", "inspect"]
    latest = card.latest_revision_id
    return [
        reverse(f"{space}:list"),
        *(reverse(f"{space}:{name}", args=[card.pk]) for name in names),
        reverse(f"{space}:revisions_compare", args=[card.pk, "live", "latest"]),
        reverse(f"{space}:revisions_compare", args=[card.pk, "earliest", latest]),
        reverse(f"{space}:revisions_revert", args=[card.pk, card.revisions.earliest("created_at").pk]),
        *(reverse(f"{space}:workflow_history_detail", args=[card.pk, state.pk]) for state in card.workflow_states),
    ]


def page_screens(page):
    names = ["edit", "history", "usage", "workflow_history", "delete", "move"]
    return [
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        *(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in names),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"]),
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.revisions.earliest("created_at").pk]),
        *(
            reverse("wagtailadmin_pages:workflow_history_detail", args=[page.pk, state.pk])
            for state in page.workflow_states
        ),
    ]


def actions(text):
    """The dialogs of the task at which ``text`` waits."""
    space = "wagtailadmin_pages" if hasattr(text, "url_path") else "wagtailsnippets_regulations_rulecard"
    state = text.current_workflow_task_state
    return [
        reverse(f"{space}:{name}", args=[text.pk, action, state.pk])
        for name in ("collect_workflow_action_data", "workflow_action")
        for action in ("approve", "reject")
    ] + [reverse(f"{space}:confirm_workflow_cancellation", args=[text.pk])]


SHARED = [
    "/admin/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/account/",
]


@pytest.mark.parametrize("kind", ["card", "lesson"])
def test_every_screen_between_draft_and_publication_speaks_indonesian(client, team, kind, request, missing):
    text = request.getfixturevalue(kind)
    screens = card_screens if kind == "card" else page_screens

    def fresh():
        return type(text).objects.get(pk=text.pk)

    open_all(client, team["writer"], [*SHARED, *screens(text)])
    send(text, by=team["writer"])
    open_all(client, team["writer"], screens(fresh()))
    open_all(client, team["lawyer"], [*SHARED, *screens(fresh())])
    open_all(client, team["lawyer"], actions(fresh()), **{"x-requested-with": "XMLHttpRequest"})
    act(text, "reject", by=team["lawyer"], comment="Kurang jelas.")
    open_all(client, team["writer"], [*SHARED, *screens(fresh())])
    send(fresh(), by=team["writer"])
    act(text, "approve", by=team["lawyer"], comment="Baik.")
    open_all(client, team["publisher"], [*SHARED, *screens(fresh())])
    open_all(client, team["publisher"], actions(fresh()), **{"x-requested-with": "XMLHttpRequest"})
    drafted(
        text,
        team["publisher"],
        go_live_at=timezone.now() + timedelta(days=3),
        expire_at=timezone.now() + timedelta(days=9),
    )
    open_all(client, team["publisher"], screens(fresh()))
    act(text, "approve", by=team["publisher"])
    text = fresh()
    space = "wagtailadmin_pages" if kind == "lesson" else "wagtailsnippets_regulations_rulecard"
    leaving = [
        reverse(f"{space}:revisions_unschedule", args=[text.pk, text.scheduled_revision.pk]),
        reverse(f"{space}:unpublish", args=[text.pk]),
    ]
    open_all(client, team["publisher"], [*SHARED, *screens(text), *leaving])
    open_all(client, team["writer"], screens(text))
    assert not missing, "\n".join(sorted(missing))
    assert mail.outbox
