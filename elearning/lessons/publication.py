"""Wagtail says that a lesson was published or taken down; its uses of cards follow."""

from __future__ import annotations

from django.utils import timezone

from . import services
from .models import LessonPage


def remember_uses(sender: type[LessonPage], instance: LessonPage, **kwargs) -> None:
    """Wagtail also sends this for a publication that waits for its hour; a live page then keeps what it shows."""
    revision = kwargs["revision"]
    if instance.live and instance.live_revision_id == revision.pk:
        services.record_card_uses(instance, at=instance.last_published_at or timezone.now())


def forget_uses(sender: type[LessonPage], instance: LessonPage, **kwargs) -> None:
    services.forget_card_uses(instance)
