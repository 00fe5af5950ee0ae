"""Public verification: a code typed or scanned, answered without cookie, script or sign-in (experience.md §10)."""

from __future__ import annotations

import re

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from elearning.lib import codes, nip
from elearning.ui.context import identity_of

from .. import verification
from ..models import Certificate
from ..standing import standing_of
from ..verification import Finding

CODE_HELP = {
    "alphabet": "Kode kami tidak memakai O, I, L, 0, dan 1. Periksa lagi, lalu coba lagi.",
    "length": "Kode sertifikat terdiri atas 12 huruf dan angka. Contoh: H6B3-N8C4-W5T7.",
}
NIP_HELP = "NIP terdiri atas 18 angka. Periksa lagi angka pada kertas."


@login_not_required
@csrf_exempt  # stateless: it changes nothing and answers only about what is typed, and a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a paper with this code is worth today. No cookie, no script, the same address for people and machines."""
    try:
        return _verify(request, code)
    except DatabaseError:
        return _answer(request, verification.OUTAGE, status=503)


def _verify(request: HttpRequest, typed: str) -> HttpResponse:
    try:
        code, hint = codes.normalise(typed, codes.LONG_LENGTH), ""
    except codes.CodeError as error:
        code, hint = "", CODE_HELP[error.code]
    certificate = Certificate.objects.filter(code=code).first() if code else None
    if certificate is None:
        # Only failures are counted: a hall shares one address, and its valid papers must not wait for one bad one.
        if not _allowed(request, "verification_miss"):
            return _answer(request, verification.TOO_MANY, status=429)
        return _answer(request, verification.UNKNOWN, status=404, hint=hint, typed=typed)
    finding = verification.found(
        certificate, organiser=identity_of(request).organiser, standing=standing_of(certificate)
    )
    if request.method != "POST" or not finding.can_match_nip:
        return _answer(request, finding, code=code)
    if not _allowed(request, "nip_match", key=code):
        return _answer(
            request, finding, code=code, status=429, nip_error="Sudah 5 kali dicoba. Tunggu satu jam, lalu coba lagi."
        )
    try:
        matches = verification.nip_matches(certificate, request.POST.get("nip", ""))
    except nip.NipError:
        return _answer(request, finding, code=code, nip_error=NIP_HELP)
    return _answer(request, finding, code=code, nip_result="Cocok" if matches else "Tidak cocok")


def _answer(request: HttpRequest, finding: Finding, *, status: int = 200, code: str = "", **said: str) -> HttpResponse:
    """One finding as a page or as JSON. Rendered without the request: no session, no user, no cookie is touched."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        values = {"state": finding.state, "code": codes.display(code), "sentence": finding.sentence, **finding.values}
        response: HttpResponse = JsonResponse(values | said, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        context = {
            "finding": finding,
            "code": code,
            **_frame(request),
            **said,
        }
        response = HttpResponse(render_to_string("certificates/verification.html", context), status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept"])
    return response


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """V2: the code typed by hand, or a pasted address; leads to its verification page."""
    typed, error = request.GET.get("kode", "").strip(), ""
    if typed:
        try:
            code = codes.normalise(re.split(r"/v/", typed.rstrip("/"))[-1], codes.LONG_LENGTH)
        except codes.CodeError as refusal:
            error = CODE_HELP[refusal.code]
        else:
            return redirect("certificates:verify", code=codes.display(code))
    return HttpResponse(
        render_to_string("certificates/check.html", {"typed": typed, "error": error, **_frame(request)})
    )


def _frame(request: HttpRequest) -> dict:
    """What the frame of these two pages shows around them, without touching session or database."""
    return {"host": request.get_host(), "demo_mode": settings.DEMO_MODE, "source_url": settings.SOURCE_URL}


def _allowed(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one try of ``action`` (ACCOUNT_RATE_LIMITS). The public function of the limiter lets every GET pass."""
    return ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True) is not None
