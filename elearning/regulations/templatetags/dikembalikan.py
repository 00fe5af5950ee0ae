"""{% dikembalikan text %}: the note with which a text was returned to its writer; nothing for any other."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from ..returning import returned

register = template.Library()


@register.inclusion_tag("regulations/admin/_returned.html")
def dikembalikan(text: object) -> dict[str, Any]:
    return {"step": returned(text), "zone": settings.TIME_ZONE}
