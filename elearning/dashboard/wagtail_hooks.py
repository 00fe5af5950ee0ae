"""The admin's first screen leads whoever also works outside it to that work."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from elearning.people import permissions

from .views.learners import runs_sessions


class Workplace(Component):
    order = 50
    template_name = "dashboard/admin_workplace.html"

    def __init__(self, links: list[dict[str, str]]) -> None:
        self.links = links

    def get_context_data(self, parent_context: dict) -> dict:
        return {"links": self.links}


@hooks.register("construct_homepage_panels")
def workplace(request: HttpRequest, panels: list[Component]) -> None:
    today = timezone.localdate()
    links = []
    if permissions.is_head(request.user, on=today):
        links.append({"label": "Beranda camat", "url": reverse("cascade:home")})
    if permissions.is_leader(request.user, on=today):
        links.append({"label": "Ringkasan pimpinan", "url": reverse("reports:overview")})
    if runs_sessions(request.user, on=today):
        links.append({"label": "Sosialisasi saya", "url": reverse("dashboard:committee")})
    if links:
        panels.append(Workplace(links))
