"""Wagtail says that a card was published; the register remembers what it taught from that moment."""

from __future__ import annotations

from wagtail.models import Revision

from . import services
from .models import RuleCard


def remember_publication(sender: type[RuleCard], instance: RuleCard, revision: Revision, **kwargs) -> None:
    """Wagtail also sends this for a publication that waits for its hour; then nothing is taught yet."""
    if instance.live and instance.live_revision_id == revision.pk:
        services.record_publication(instance, by=revision.user, at=instance.last_published_at)
