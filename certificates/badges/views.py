"""What a machine asks about a badge: who issued it, for what, by which key, and whether it still holds. And the holder's files."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from elearning.lib import codes
from elearning.people.models import Unit

from ..models import Achievement, Badge, Certificate, StatusList
from . import credentials, keys, status

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
View = Callable[..., HttpResponse]
MINUTES_5 = int(status.FRESH.total_seconds())
A_DAY = 86_400
logger = logging.getLogger(__name__)


def _while_keys_are_lost(view: View) -> View:
    """503 with a reason: a verifier that read «not found» would hold a good badge for a forgery."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except keys.KeyUnusable as error:
            logger.error("A badge key cannot be used (see manage.py check).")
            said = {"code": error.code, "sentence": "Lencana sedang tidak bisa diperiksa. Coba lagi nanti."}
            return _open(JsonResponse(said, status=503, headers={"Cache-Control": "no-store"}))

    return answered


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
def issuer(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """The profile of a unit that has issued something."""
    unit = get_object_or_404(Unit, pk__in=StatusList.objects.values("unit"), public_id=public_id)
    return _document(credentials.profile_of(unit))


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
def achievement(request: HttpRequest, sha256: str) -> JsonResponse:
    found = get_object_or_404(Achievement.objects.select_related("unit"), sha256=sha256)
    creator = {"creator": credentials.profile_of(found.unit)}
    return _document(credentials.achievement_of(found) | creator)


@login_not_required
@require_safe
@_while_keys_are_lost
@cache_control(public=True, max_age=MINUTES_5)
def key(request: HttpRequest, thumbprint: str) -> HttpResponse:
    """The public half of a key by which badges here are or were signed."""
    for each in keys.published_keys():
        if each.thumbprint() == thumbprint:
            public = each.as_dict(private=False) | {"kid": keys.address_of_key(each), "alg": "RS256", "use": "sig"}
            return _open(JsonResponse(public, content_type="application/jwk+json"))
    for lost in keys.unusable_keys():
        raise lost  # it may be the one that was asked for
    raise Http404


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
def picture(request: HttpRequest) -> HttpResponse:
    return _open(HttpResponse(credentials.PICTURE.read_bytes(), content_type="image/png"))


def _state_of_list(request: HttpRequest, public_id: UUID) -> str:
    """Changes with every bit and every five minutes."""
    slot = int(timezone.now().timestamp()) // MINUTES_5
    bits = sorted(status.set_bits(public_id))
    digest = hashlib.sha256(",".join(map(str, bits)).encode()).hexdigest()
    return f'"{slot}-{digest[:16]}"'


@login_not_required
@require_safe
@condition(etag_func=_state_of_list)
@_while_keys_are_lost
@cache_control(public=True, max_age=MINUTES_5)
def status_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A BitstringStatusListCredential."""
    found = get_object_or_404(StatusList.objects.select_related("unit"), public_id=public_id)
    token = status.signed_list(found, at=timezone.now())
    if token is None:
        raise Http404
    return _open(HttpResponse(token, content_type=credentials.MEDIA_TYPE))


@require_safe
@_while_keys_are_lost
def download(request: HttpRequest, code: str) -> HttpResponse:
    """L10: the badge as a file that a personnel system reads."""
    token = _own(request, code)
    return _file(token.encode(), credentials.MEDIA_TYPE, "lencana-netralitas-asn.jwt")


@require_safe
@_while_keys_are_lost
def download_picture(request: HttpRequest, code: str) -> HttpResponse:
    """L10: the same badge inside its picture, as wallets take it."""
    return _file(credentials.in_a_picture(_own(request, code)), "image/png", "lencana-netralitas-asn.png")


def _own(request: HttpRequest, code: str) -> str:
    try:
        stored = codes.normalise(code, codes.LONG_LENGTH)
    except codes.CodeError as error:
        raise Http404 from error
    own = Badge.objects.complete().filter(certificate__holder=request.user, certificate__state=Certificate.State.VALID)
    token = credentials.signed_badge(get_object_or_404(own, certificate__code=stored))
    if token is None:
        raise Http404
    return token


def _document(values: dict[str, Any]) -> JsonResponse:
    said = {"@context": CONTEXT} | values
    return _open(JsonResponse(said, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}))


def _open(response: Any) -> Any:
    """A verifier in somebody's browser may read it: it is public, and no cookie decides what it says."""
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
