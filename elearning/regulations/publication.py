"""Wagtail says that a card was published; the register remembers what it taught from that moment."""

from __future__ import annotations

from django.utils import timezone
from wagtail.models import Revision

from . import services
from .causes import cause, publisher
from .models import RuleCard


def remember_publication(sender: type[RuleCard], instance: RuleCard, revision: Revision, **kwargs) -> None:
    """Wagtail also sends this for a publication that waits for its hour; then nothing is taught yet."""
    if instance.live and instance.live_revision_id == revision.pk:
        services.record_publication(instance, by=publisher(), at=instance.last_published_at, change=cause())
        _forget_statement(instance, revision)


def remember_withdrawal(sender: type[RuleCard], instance: RuleCard, **kwargs) -> None:
    """Wagtail also takes a card down by itself, at the hour that an editor set."""
    services.record_withdrawal(instance, by=None, at=timezone.now())


def _forget_statement(card: RuleCard, revision: Revision) -> None:
    """What the editor stated is kept by the publication; the next change is stated anew."""
    blank = {"next_effect": "", "next_reason": "", "next_refresher": False}
    RuleCard.objects.filter(pk=card.pk).update(**blank)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, **blank})
