"""{% penjadwal %}: whether the clock runs, in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from ..heartbeat import light

register = template.Library()


@register.inclusion_tag("regulations/admin/_clock_light.html")
def penjadwal() -> dict[str, Any]:
    return {"light": light(at=timezone.now())}
