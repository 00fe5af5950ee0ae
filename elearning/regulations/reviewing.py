"""Who wrote what is proposed, and whether somebody else has read it (ADR 0015). For cards and for pages alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision, TaskState, WorkflowMixin

from elearning.lib.errors import DomainError
from elearning.people.models import User

from .checking.services import require_clean
from .models import Effect, LegalReviewTask, RuleCard


class ReviewRefused(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "own_text": (
            "Anda ikut menulis atau mengirim naskah ini, jadi pemeriksa hukum yang lain harus menyetujuinya. "
            "Anda tetap dapat mengembalikannya dengan catatan."
        ),
        "not_reviewed": (
            "«{text}» belum terbit: isinya belum disetujui pemeriksa hukum. Draf tersimpan. "
            "Pilih «Kirim untuk ditinjau»."
        ),
        "changed_since_review": (
            "«{text}» belum terbit: isinya berubah sesudah pemeriksa hukum menyetujuinya. Draf tersimpan. "
            "Kembalikan dengan catatan atau kirim lagi, supaya diperiksa lagi."
        ),
        "note_missing": (
            "«{text}» belum dikembalikan. Tulis catatan: apa yang perlu diperbaiki. Naskahnya tidak berubah."
        ),
    }


# What a revision carries that is not the text: where it stands in the tree, when it goes out, who holds the lock.
_NOT_TEXT = {
    "pk", "live", "live_revision", "latest_revision", "latest_revision_created_at", "has_unpublished_changes",
    "first_published_at", "last_published_at", "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by",
    "draft_title", "path", "depth", "numchild", "url_path", "owner", "alias_of", "content_type", "locale",
    "translation_key", "card", "page", "content_object", "sort_order", "wagtail_admin_comments",
}  # fmt: skip

_LONG_AGO = datetime(1945, 8, 17, tzinfo=UTC)


def text_of(revision: Revision) -> Any:
    """The words of a revision as plain values: equal for two revisions that say the same. Causes no query."""
    return _essence(revision.content)


def _essence(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _essence(each) for key, each in value.items() if key not in _NOT_TEXT}
    if isinstance(value, list):
        return [_essence(each) for each in _in_order(value)]
    if isinstance(value, str):  # a browser sends other line ends than a file; in a StreamField they are escaped
        return value.replace("\r\n", "\n").replace("\\r\\n", "\\n").strip()
    return value


def _in_order(values: list[Any]) -> list[Any]:
    if all(isinstance(each, dict) and each.get("sort_order") is not None for each in values):
        return sorted(values, key=lambda each: each["sort_order"])
    if all(isinstance(each, dict) and "tag" in each for each in values):
        return sorted(values, key=lambda each: json.dumps(each["tag"]))
    if all(isinstance(each, int) for each in values):
        return sorted(values)
    return values


def authors_of(proposed: WorkflowMixin) -> set[int]:
    """The keys of everybody who changed words of what is proposed, or sent it in, since it was last published.

    Saving without a change writes nothing: Wagtail makes a revision for whoever presses «Setujui» on the editing screen.
    """
    since = _last_published_at(proposed)
    found = {revision.user_id for revision in _revisions_that_changed(proposed, since) if revision.user_id}
    state = proposed.current_workflow_state
    return found | {state.requested_by_id} if state and state.requested_by_id else found


def _last_published_at(proposed: DraftStateMixin) -> datetime:
    """Asked of the table: the object of a revision says what was true when the revision was made."""
    model = type(proposed)
    return (
        model._default_manager.filter(pk=proposed.pk).values_list("last_published_at", flat=True).first() or _LONG_AGO
    )


def _revisions_that_changed(proposed: WorkflowMixin, since: datetime) -> Iterator[Revision]:
    before = proposed.revisions.filter(created_at__lte=since).order_by("-created_at", "-pk").first()
    text = text_of(before) if before else None
    for revision in proposed.revisions.filter(created_at__gt=since).order_by("created_at", "pk"):
        if (now := text_of(revision)) != text:
            yield revision
        text = now


def was_rewritten_since(proposed: WorkflowMixin, moment: datetime) -> bool:
    """Whether any word of the draft was changed after ``moment``."""
    return any(True for _ in _revisions_that_changed(proposed, moment))


def require_other_eyes(proposed: WorkflowMixin, reviewer: User) -> None:
    """Nobody approves his own words. Raises ReviewRefused: own_text."""
    if reviewer.pk in authors_of(proposed):
        raise ReviewRefused("own_text")


def require_sendable(proposed: RuleCard | Page) -> None:
    """What is sent for review could be published, but for the review. Raises CardRefused, CheckError."""
    from .services import require_publishable

    latest = proposed.get_latest_revision_as_object()
    if isinstance(latest, RuleCard):
        require_publishable(latest)
    else:
        require_clean(latest, on=timezone.localdate())


def passed_review(proposed: DraftStateMixin, revision: Revision) -> bool:
    """Whether a legal reviewer approved these very words since the last publication."""
    return any(
        text_of(state.revision) == text_of(revision)
        # An approved revision may have been written over by the browser's own saving.
        and state.revision.created_at <= state.finished_at
        for state in _approvals(proposed)
    )


def _approvals(proposed: DraftStateMixin) -> QuerySet[TaskState]:
    return (
        TaskState.objects.for_instance(proposed)
        .filter(
            task__in=LegalReviewTask.objects.all(),
            status=TaskState.STATUS_APPROVED,
            finished_at__gt=_last_published_at(proposed),
        )
        .select_related("revision")
    )


def require_reviewed(proposed: RuleCard | Page, revision: Revision, *, by: User | None) -> None:
    """What people read goes live after a legal review; ``by`` is None for the clock.

    A card's redaksional change needs none, nor does a page that only the publisher himself wrote. What waits for its hour was
    judged when it was given its hour. Raises ReviewRefused: not_reviewed, changed_since_review.
    Source: docs/adr/0015-writer-reviewer-publisher.md
    """
    if revision.approved_go_live_at or passed_review(proposed, revision):
        return
    if isinstance(proposed, RuleCard):
        if _is_editorial(proposed):
            return
    elif authors_of(proposed) <= ({by.pk} if by else set()):
        return
    raise ReviewRefused("changed_since_review" if _approvals(proposed) else "not_reviewed", text=proposed)


def refuse_unread(request: HttpRequest, page: Page) -> None:
    """Wagtail publishes a page from its editing screen without asking the page; cards are always asked."""
    require_reviewed(page, page.get_latest_revision(), by=request.user)


def _is_editorial(card: RuleCard) -> bool:
    """Nothing that a reader takes away has changed, and the editor says so too; or nothing has changed at all."""
    from .services import content_of, effect_between, latest_publication

    taught = latest_publication(card)
    if taught is None:
        return False
    content = content_of(card)
    if content == taught.content:
        return True
    return card.next_effect == Effect.EDITORIAL and effect_between(taught.content, content) == Effect.EDITORIAL


@transaction.atomic
def publish_vouched_for(revision: Revision, *, by: User | None = None) -> None:
    """Publish a card whose review took place elsewhere: shipped content was reviewed in its repository, and a change of a
    regulation was agreed by a legal reviewer for all its cards. Raises what ``services.require_publishable`` raises.
    """
    from .causes import published_by
    from .services import require_publishable

    RuleCard.objects.select_for_update().get(pk=revision.object_id)
    card = revision.as_object()
    require_publishable(card)
    with published_by(by, revision):
        DraftStateMixin.publish(card, revision, user=by, skip_permission_checks=True)
