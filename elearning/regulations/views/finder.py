"""«Boleh atau tidak?»: the page, the one file it can live from, and the worker that keeps both on the phone."""

from __future__ import annotations

import hashlib
from pathlib import Path

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from elearning.lib.addresses import absolute

from .. import finder as finding
from .. import searching, services
from ..forms import FinderForm
from ..models import RuleCard
from ..querysets import card_lookups
from ..readers import reader_of

MISSES_PER_HOUR = 30
WORKER = "js/finder/worker.js"


@login_not_required
@require_safe
@vary_on_cookie
def finder(request: HttpRequest) -> HttpResponse:
    """L13. A search without an answer is counted although this is a GET.

    The counter is telemetry of the site, as an access log is: it belongs to nobody, no page shows it to the public, and it
    takes no part in any rule. It keeps words and a day, never a person; it is fed once an hour for the same words from the
    same address, at most ``MISSES_PER_HOUR`` times from one address, and never by a browser's prefetch.
    """
    today, reader = timezone.localdate(), reader_of(request)
    form = FinderForm(request.GET, reader=reader)
    query = form.cleaned_data["q"] if form.is_valid() else request.GET.get("q", "")[:120]
    named = slugify(request.GET.get("kartu", ""))[:80]
    found = searching.search_cards(query)
    cards = found.cards or list(RuleCard.objects.published().filter(slug=named)) if not query else found.cards
    prefetch_related_objects(cards, *card_lookups())
    if query and not found.cards and _may_count(request, query):
        services.record_search_miss(query, on=today)
    context = {
        "form": form,
        "query": query,
        "named": named if cards and not query else "",
        "meant": found.meant,
        "reader": reader,
        "answers": finding.answers(cards, reader, on=today),
        "pages": searching.search_pages(found.meant or query),
        "cards": RuleCard.objects.published().only("slug", "title", "verdict").order_by("title"),
        "canonical": absolute(reverse("regulations:finder")),
    }
    return render(request, "regulations/finder.html", context)


def _may_count(request: HttpRequest, query: str) -> bool:
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return False
    address = get_client_ip(request) or ""  # behind a proxy REMOTE_ADDR is the same for the whole country
    who = hashlib.sha256(f"{settings.SECRET_KEY}{address}".encode()).hexdigest()[:16]
    what = hashlib.sha256(searching.normalise(query).encode()).hexdigest()[:16]
    cache.add(f"misses:{who}", 0, 3600)
    # Asked before anything more is kept: nobody fills the cache by asking.
    if cache.get(f"misses:{who}", 0) >= MISSES_PER_HOUR:
        return False
    if not cache.add(f"miss:{who}:{what}", 1, 3600):
        return False
    return cache.incr(f"misses:{who}") <= MISSES_PER_HOUR


@login_not_required
@require_safe
def search_moved(request: HttpRequest) -> HttpResponse:
    """The finder's old address, with what was asked."""
    asked = request.GET.urlencode()
    return redirect(reverse("regulations:finder") + (f"?{asked}" if asked else ""), permanent=True)


@login_not_required
@cache_control(public=True, no_cache=True)
@require_safe
def finder_file(request: HttpRequest) -> HttpResponse:
    """Every answer in one file. Kept by whoever asks, and asked again each time: unchanged, it costs a 304."""
    fingerprint, body = finding.finder_file(on=timezone.localdate())
    etag = f'"{fingerprint}"'
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=response)


@login_not_required
@cache_control(public=True, no_cache=True)
@require_safe
def finder_worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It lies in the folder of the page, so its reach is this page and no other."""
    path = finders.find(WORKER)
    if path is None:
        raise Http404
    return HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
