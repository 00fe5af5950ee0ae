"""{% dampak card %}: what the publication that is being prepared would touch; nothing for what is no card."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.utils import timezone

from ..impact import impact_of
from ..models import RuleCard

register = template.Library()


@register.inclusion_tag("regulations/admin/_dampak.html")
def dampak(proposed: Model) -> dict[str, Any]:
    if not isinstance(proposed, RuleCard):
        return {"impact": None}
    return {"impact": impact_of(proposed.get_latest_revision_as_object(), on=timezone.localdate())}
