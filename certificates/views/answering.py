"""How the public pages of verification answer: as a page or as JSON, without cookie, never indexed, also when all is broken."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from elearning.lib import codes

from .. import verification
from ..checking.errors import CheckError
from ..verification import Finding

UNREADABLE = (MultiPartParserError, SuspiciousOperation, UnreadablePostError)  # what a form may be
View = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)


def even_when_broken(view: View) -> View:
    """Whatever fails behind a check, a stranger must not take it for a bad paper (experience.md §10, «gangguan»)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UNREADABLE:
            raise  # the visitor's fault: 400
        except Exception:
            logger.exception("A check of certificates failed.")
            return answer(request, verification.OUTAGE, status=503)

    return answered


def answer(request: HttpRequest, finding: Finding, *, status: int = 200, code: str = "", **said: str) -> HttpResponse:
    """One finding about a code, as a page or as JSON."""
    if wants_json(request):
        values = {"state": finding.state, "code": codes.display(code), "sentence": finding.sentence, **finding.values}
        return as_json(values | said, status=status)
    context = {"finding": finding, "code": code, **said}
    return as_page(request, "certificates/verification.html", context, status=status)


def form_of(request: HttpRequest) -> QueryDict:
    """What was sent. Raises CheckError: unreadable."""
    try:
        return request.POST
    except UNREADABLE as error:
        raise CheckError("unreadable") from error


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def as_json(values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    return _closed(JsonResponse(dict(values), status=status, json_dumps_params={"ensure_ascii": False}))


def as_page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Rendered without the request: no session, no user, no cookie is touched."""
    frame = {"host": request.get_host(), "demo_mode": settings.DEMO_MODE, "source_url": settings.SOURCE_URL}
    return _closed(HttpResponse(render_to_string(template, {**frame, **context}), status=status))


def _closed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept"])
    return response


def allowed(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one try of ``action`` (ACCOUNT_RATE_LIMITS). The public function of the limiter lets every GET pass."""
    return ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True) is not None
