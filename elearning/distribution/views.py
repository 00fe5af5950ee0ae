"""L1: where a camat's link arrives."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from elearning.lessons.models import CoursePage
from elearning.lib import codes
from elearning.lib.addresses import absolute

from . import services
from .editions import changed_since
from .models import Handout, KitFile

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
            "preview_image": absolute(_preview_address(handout.course)),
            "preview_url": absolute(request.path),
            "printed": _printed(request, handout),
        },
    )


@login_not_required
@require_safe
def preview_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """What WhatsApp shows of a link: the title of the course and the three labels, nobody's name."""
    file = _preview(CoursePage.objects.live().filter(slug=slug))
    try:
        opened = file.file.open("rb") if file else None
    except FileNotFoundError:
        opened = None
    if opened is None:
        return redirect(static("distribution/pratinjau.jpg"))
    return FileResponse(opened, content_type="image/jpeg", headers={"Cache-Control": "public, max-age=86400"})


def _preview(courses: QuerySet[CoursePage]) -> KitFile | None:
    made = KitFile.objects.filter(edition__course__in=courses, kind=KitFile.Kind.PREVIEW, made_at__isnull=False)
    return made.exclude(file="").order_by("-edition__number").first()


def _preview_address(course: CoursePage) -> str:
    """With the hash of its bytes: what is kept of an earlier picture is not shown for a new one."""
    file = _preview(CoursePage.objects.filter(pk=course.pk))
    if file is None:
        return static("distribution/pratinjau.jpg")
    return f"{reverse('distribution:preview', args=[course.slug])}?v={file.sha256[:8]}"


def _printed(request: HttpRequest, handout: Handout) -> dict | None:
    """What paper with an older edition does not say yet; None for a link that came by itself, or for paper of today."""
    number = request.GET.get("cetak", "")
    if not number.isdecimal() or len(number) > 6:
        return None
    found = changed_since(handout.course, int(number))
    return {"edition": found[0], "changes": found[1]} if found else None


def _handout(typed: str) -> Handout | None:
    try:
        code = codes.normalise(typed, codes.SHARE_LENGTH)
    except codes.CodeError:
        return None
    return Handout.objects.with_node().filter(code=code, node__course__live=True).first()
