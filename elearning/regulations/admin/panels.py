"""Panels of the register's editing screens that show more than a field."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel

from ..impact import impact_of
from ..models import Regulation, RegulationChange
from ..permissions import can_mark_changes


class ImpactPanel(Panel):
    """What rests on the card, counted for the draft that was last saved."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "Dampak", "icon": "link", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "regulations/admin/impact_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            impact = impact_of(self.instance, on=timezone.localdate()) if self.instance.pk else None
            return {**super().get_context_data(parent_context), "impact": impact}


class ChangePanel(Panel):
    """«Tandai diubah / diganti / dicabut» on a regulation, or the change that is under way."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "Perubahan peraturan", "icon": "resubmit", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "regulations/admin/change_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and can_mark_changes(self.request.user)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            changes = RegulationChange.objects.filter(regulation=self.instance).select_related("by")
            return {
                **super().get_context_data(parent_context),
                "regulation": self.instance,
                "is_over": self.instance.status == Regulation.Status.REVOKED,
                "pending": next((one for one in changes if one.is_pending), None),
                "past": [one for one in changes if not one.is_pending],
            }
