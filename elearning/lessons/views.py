"""Lessons are Wagtail pages; here is what a page cannot do by itself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap

from . import services
from .forms import ReadingForm
from .models import LessonPage
from .sitemaps import SITEMAPS


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """«Kartu berikut» of somebody signed in: remember the lesson, go on."""
    form = ReadingForm(request.POST)
    number = form.cleaned_data["lesson"] if form.is_valid() else None
    lesson = get_object_or_404(LessonPage.objects.live().public(), pk=number)
    services.mark_read(request.user, lesson, at=timezone.now())
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = lesson.get_parent().url
    return redirect(target)


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return wagtail_sitemap(request, SITEMAPS)
