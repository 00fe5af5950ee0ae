"""L1: where a camat's link arrives."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from elearning.lib import codes
from elearning.lib.addresses import absolute

from . import services
from .models import Handout

SESSION_KEY = "handout"
PREVIEW_TITLE = "Netralitas ASN: boleh atau tidak?"
PREVIEW_TEXT = "Baca kartu aturan, jawab kuisnya, terima sertifikat. Tanpa unduh aplikasi."


@login_not_required
@csrf_exempt  # it only notes a public code in the visitor's own session; a token would set a cookie on every GET
@require_http_methods(["GET", "HEAD", "POST"])
def landing(request: HttpRequest, code: str) -> HttpResponse:
    """A GET changes nothing and sets no cookie: previews and scanners open links before people do."""
    handout = _handout(code)
    if handout is None:
        return render(request, "distribution/handout_unknown.html", {"typed": code}, status=HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        # A form on another site arrives without our cookie: to note the code would replace the visitor's whole session.
        is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
        if handout.is_open and is_ours:
            request.session[SESSION_KEY] = handout.code
            if request.user.is_authenticated:
                services.join_as_staff(handout, request.user, at=timezone.now())
        return redirect(handout.course.get_url(request) or "/")
    title = handout.course.title
    summary = handout.course.summary
    return render(
        request,
        "distribution/handout_landing.html",
        {
            "handout": handout,
            "preview_title": title if len(title) <= 60 else PREVIEW_TITLE,
            "preview_text": summary if 0 < len(summary) <= 110 else PREVIEW_TEXT,
            "preview_image": absolute(static("distribution/pratinjau.jpg")),
            "preview_url": absolute(request.path),
        },
    )


def _handout(typed: str) -> Handout | None:
    try:
        code = codes.normalise(typed, codes.SHARE_LENGTH)
    except codes.CodeError:
        return None
    return Handout.objects.with_node().filter(code=code, node__course__live=True).first()
