"""What waits for its hour goes out; what may not go out any more stays a draft and says why (ADR 0015)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from wagtail.log_actions import LogFormatter, log
from wagtail.models import BaseLogEntry, DraftStateMixin, Page, Revision

from elearning.lib.errors import DomainError

logger = logging.getLogger(__name__)


def publish_due(*, at: datetime) -> tuple[int, int]:
    """Take down what has expired and publish what is due; how many were published, how many refused.

    In place of Wagtail's own loop, which ends at the first refusal: here the others go on. A refused draft gives its hour back,
    so that it can be edited, and its history says why. Any other failure is logged and tried again. Each text is read once
    more when its turn comes.
    """
    for model, key in _expired(at):
        try:
            with transaction.atomic():
                expired = model.objects.select_for_update().filter(pk=key, live=True, expire_at__lt=at).first()
                if expired:
                    expired.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        except Exception:
            logger.exception("%s %s could not be taken down", model._meta.label, key)
    published = refused = 0
    for revision in Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at", "pk"):
        try:
            with transaction.atomic():
                if not _is_still_due(revision, at):
                    continue
                revision.publish(log_action="wagtail.publish.scheduled")
            published += 1
        except DomainError as refusal:
            logger.warning("Revision %s was not published: %s", revision.pk, refusal.code)
            _give_back(revision, refusal)
            refused += 1
        except Exception:
            logger.exception("Revision %s could not be published", revision.pk)
    return published, refused


def _expired(at: datetime) -> Iterator[tuple[type[DraftStateMixin], Any]]:
    others = (one for one in apps.get_models() if issubclass(one, DraftStateMixin) and not issubclass(one, Page))
    for model in (Page, *others):
        due = model.objects.filter(live=True, expire_at__lt=at).order_by("expire_at")
        yield from [(model, key) for key in due.values_list("pk", flat=True)]


def _is_still_due(revision: Revision, at: datetime) -> bool:
    """Somebody who published newer words by hand, or another clock, may have been first. The text is held from here on."""
    model = revision.base_content_type.model_class()
    model._base_manager.select_for_update().get(pk=revision.object_id)
    return Revision.objects.filter(pk=revision.pk, approved_go_live_at__lte=at).exists()


@transaction.atomic
def _give_back(revision: Revision, refusal: DomainError) -> None:
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    proposed = revision.content_object
    type(proposed)._default_manager.filter(pk=proposed.pk).update(has_unpublished_changes=True)
    log(
        proposed,
        "regulations.schedule.refused",
        data={"code": refusal.code, "sentence": str(refusal)},
        revision=revision,
    )


class RefusedHour(LogFormatter):
    """In the history of the text: that it did not go out, and the sentence that says why."""

    label = "Terbitan terjadwal ditolak"
    message = "Tidak terbit pada waktunya dan kembali menjadi draf"

    def format_comment(self, log_entry: BaseLogEntry) -> str:
        return log_entry.data.get("sentence", "")
