"""Panels of the register's editing screens that show more than a field."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel

from ..impact import impact_of


class ImpactPanel(Panel):
    """What rests on the card, counted for the draft that was last saved."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "Dampak", "icon": "link", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "regulations/admin/impact_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            impact = impact_of(self.instance, on=timezone.localdate()) if self.instance.pk else None
            return {**super().get_context_data(parent_context), "impact": impact}
