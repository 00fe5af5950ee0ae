"""A rule that says no while Wagtail acts is a sentence in the admin, never an error page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import TaskState

from elearning.lib.errors import DomainError

from .models import LegalReviewTask
from .reviewing import ReviewRefused, require_other_eyes


class AdminRefusals:
    """Publishing is refused deep inside Wagtail's views: the last step of a workflow, many pages at once, a form.

    What the view had stored before stays (the draft); what it did in the refused transaction is taken back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Wagtail hides «Setujui» from an author; whoever goes to its address all the same reads why it is not there."""
        if kwargs.get("action_name") != "approve" or "task_state_id" not in kwargs or not request.user.is_authenticated:
            return None
        state = get_object_or_404(
            TaskState.objects.select_related("task", "workflow_state"), pk=kwargs["task_state_id"]
        )
        if isinstance(state.task.specific, LegalReviewTask) and state.task.specific.get_actions(
            state.workflow_state.content_object, request.user
        ):
            try:
                require_other_eyes(state.workflow_state.content_object, request.user)
            except ReviewRefused as refusal:
                return _say(request, refusal, kwargs)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DomainError) and request.path.startswith(reverse("wagtailadmin_home")):
            return _say(request, error, request.resolver_match.kwargs)
        return None


def _say(request: HttpRequest, refusal: DomainError, kwargs: dict[str, Any]) -> HttpResponse:
    if not request.accepts("text/html"):  # the browser's own saving
        answer = {"success": False, "error_code": refusal.code, "error_message": str(refusal)}
        return JsonResponse(answer, status=400)
    messages.error(request, str(refusal))
    back = _where_it_began(request, refusal, kwargs)
    if request.headers.get("x-requested-with") == "XMLHttpRequest":  # Wagtail's dialog «Setujui dengan komentar»
        return JsonResponse({"step": "success", "redirect": back})
    return redirect(back)


def _where_it_began(request: HttpRequest, refusal: DomainError, kwargs: dict[str, Any]) -> str:
    """The editing screen of the draft that is kept, also of one that has just been made; else the page one came from."""
    home = reverse("wagtailadmin_home")
    state = TaskState.objects.filter(pk=kwargs.get("task_state_id")).select_related("workflow_state").first()
    draft = state.workflow_state.content_object if state else refusal.context.get("text")
    if draft:
        return AdminURLFinder(request.user).get_edit_url(draft) or home
    referrer = request.headers.get("referer", "")
    own = url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure())
    return referrer if own else home
