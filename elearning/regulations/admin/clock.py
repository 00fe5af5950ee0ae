"""The light of the clock on the editors' first screen; beside a schedule it is a template tag."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from ..heartbeat import light
from ..permissions import can_read_cards


class ClockPanel(Component):
    name = "penjadwal"
    template_name = "regulations/admin/clock_panel.html"
    order = 55

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"light": light(at=timezone.now()) if can_read_cards(self.request.user) else None}
