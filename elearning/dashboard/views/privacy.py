"""«Siapa melihat data saya»: every list with this person on it that somebody opened or took away (ADR 0041)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from elearning.people import access_log

ROWS = 50


@never_cache
@require_safe
def who_saw(request: HttpRequest) -> HttpResponse:
    page = Paginator(access_log.seen(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "dashboard/who_saw.html", {"page": page})
