"""The tiny answers that phones, desks and the screen ask for again and again (ADR 0026)."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from .. import room


@login_not_required
@require_safe
def phone(request: HttpRequest, ticket: str) -> HttpResponse:
    """304 while nothing changed for this participant, else 204. The ticket says who asks: no session, no person is read."""
    try:
        session, person = room.read_ticket(ticket)
    except BadSignature as error:
        raise Http404 from error
    now = room.room_now(session)
    if now is None:
        raise Http404
    return polled(request, room.tag(now, person, at=timezone.now()))


def polled(request: HttpRequest, tag: str) -> HttpResponse:
    """304 when the page that asks already shows this tag, else 204 with the new one."""
    changed = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response = get_conditional_response(request, etag=tag, response=changed)
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response
