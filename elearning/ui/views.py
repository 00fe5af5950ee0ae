"""Screens that belong to no room: health, theme, robots, the style guide and a failed form check."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django.views.static import serve

from elearning.lib.addresses import absolute
from elearning.lib.lost import LostFile

from .gallery import gallery_context
from .themes import COOKIE, COOKIE_AGE, Theme

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /akun/
Disallow: /b/
Disallow: /cari/
Disallow: /demo/
Disallow: /kode/
Disallow: /p/
Disallow: /saya/
Disallow: /sesi/
Disallow: /v/
"""


@login_not_required
@never_cache
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Whether this process reaches its database. Asked every few seconds by whatever keeps us running."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "gangguan", "database": False}, status=503)
    return JsonResponse({"status": "sehat", "database": True})


@login_not_required
@csrf_exempt  # it changes one cookie of taste; a CSRF token would set a cookie on every public page
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light and dark, and go back to where he was."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("tema")
    if chosen in (Theme.LIGHT, Theme.DARK):
        response.set_cookie(
            COOKIE, chosen, max_age=COOKIE_AGE, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


@login_not_required
@cache_control(max_age=24 * 3600, public=True)
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{ROBOTS}\nSitemap: {absolute('/sitemap.xml')}\n", content_type="text/plain")


@login_not_required
@cache_control(max_age=24 * 3600, public=True)
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this name whatever the page says."""
    return redirect(static("img/ikon.svg"))


@login_not_required
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build and test screens."""
    if not (settings.DEBUG or settings.DEMO_MODE):
        raise Http404
    return render(request, "ui/gallery.html", gallery_context())


@login_not_required
@cache_control(max_age=30 * 24 * 3600, public=True, immutable=True)
@require_GET
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture that a page shows, where files lie on this machine; object storage serves its own.

    Only the sizes that Wagtail made for pages: originals and documents are not reachable this way.
    """
    return serve(request, name, document_root=Path(settings.MEDIA_ROOT) / "images")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answers a form whose hidden token is missing or old; ``reason`` is for developers and stays out of the page."""
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A wrong address, or a file that is lost behind a right one."""
    if isinstance(exception, LostFile):
        return render(request, "lost_file.html", status=404)
    return defaults.page_not_found(request, exception)
