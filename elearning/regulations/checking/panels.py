"""«Pemeriksaan naskah» beside the text that is edited, and the guard in front of «Terbitkan»."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.panels import Panel

from elearning.lib.errors import DomainError

from ..models import RuleCard
from .passages import checked
from .services import check, require_clean

HEADING = "Pemeriksaan naskah"


def check_url(instance: Model) -> str:
    return reverse("regulations_admin:check", args=[instance._meta.label_lower, instance.pk])


def checking_context(instance: Model) -> dict[str, Any]:
    """What ``regulations/admin/check_panel.html`` shows of the saved draft; nothing is saved yet: no report."""
    entry = checked(type(instance))
    if instance.pk is None or entry is None:
        return {"report": None}
    report = check(instance, on=timezone.localdate())
    return {"report": report, "is_published": entry.is_published, "check_url": check_url(instance)}


class CheckingPanel(Panel):
    """Findings of the draft that was last saved. Any edit handler may hold it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": HEADING, "icon": "glasses", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "regulations/admin/check_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), **checking_context(self.instance)}


def refuse_unfit(request: HttpRequest, instance: Model) -> HttpResponse | None:
    """Wagtail asks before it publishes from an editing screen; the draft is stored by then and stays."""
    try:
        if isinstance(instance, RuleCard):
            from ..services import require_publishable  # the services of the room rest on this package

            require_publishable(instance)
        else:
            require_clean(instance, on=timezone.localdate())
    except DomainError as error:
        buttons = [messages.button(check_url(instance), HEADING)] if checked(type(instance)) else []
        messages.error(request, str(error), buttons=buttons)
        return redirect(AdminURLFinder(request.user).get_edit_url(instance) or reverse("wagtailadmin_home"))
    return None
