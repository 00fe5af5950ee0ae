"""Public pages of the register: cards, instruments, and «Boleh atau tidak?». Reading needs no account and sets no cookie."""

from __future__ import annotations

import hashlib

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_cookie
from taggit.models import Tag

from elearning.lib.addresses import absolute

from . import searching, services
from .forms import CardFilterForm, ReaderForm, SearchForm
from .models import Certainty, Regulation, RuleCard
from .presenting import present
from .readers import ROLES, STATUSES, reader_of, remember

MISSES_PER_HOUR = 30


@login_not_required
@require_safe
@vary_on_cookie
def card(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(RuleCard.objects.published().with_basis(), slug=slug)
    return render(
        request,
        "regulations/card_detail.html",
        {
            "shown": present(found, reader_of(request), on=timezone.localdate()),
            "next_card": RuleCard.objects.published().after(found).only("slug", "title").first(),
            "canonical": absolute(found.get_absolute_url()),
            "roles": ROLES,
            "statuses": STATUSES,
        },
    )


@login_not_required
@require_safe
def card_list(request: HttpRequest) -> HttpResponse:
    topics = Tag.objects.filter(regulations_cardtopic_items__content_object__live=True).distinct().order_by("name")
    form = CardFilterForm(request.GET or None, topics=topics)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    cards = RuleCard.objects.published()
    if chosen.get("label"):
        cards = cards.filter(verdict=chosen["label"])
    if chosen.get("topik"):
        cards = cards.about(chosen["topik"].slug)
    cards = list(cards.only("slug", "title", "verdict").order_by("title"))
    return render(
        request,
        "regulations/card_list.html",
        {
            "form": form,
            "cards": cards,
            "is_filtered": bool(chosen.get("label") or chosen.get("topik")),
            "canonical": absolute(reverse("regulations:cards")),
        },
    )


@login_not_required
@require_safe
def regulation_list(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "regulations/regulation_list.html",
        {
            "regulations": sorted(
                Regulation.objects.order_by("-year", "number"), key=lambda one: Regulation.Kind.values.index(one.kind)
            ),
            "canonical": absolute(reverse("regulations:regulations")),
        },
    )


@login_not_required
@require_safe
@vary_on_cookie
def regulation(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Regulation.objects.with_provisions(), slug=slug)
    reader = reader_of(request)
    provisions = [
        provision
        for provision in found.provisions.all()
        if reader.may_see(found.slug, {subject for one in provision.versions.all() for subject in one.subjects})
    ]
    return render(
        request,
        "regulations/regulation_detail.html",
        {
            "regulation": found,
            "reader": reader,
            "provisions": provisions,
            "withheld": len(found.provisions.all()) - len(provisions),
            "certainty": Certainty(found.certainty).sentence,
            "canonical": absolute(found.get_absolute_url()),
        },
    )


@csrf_exempt  # it changes nothing but the reader's own view; a token would cost every reader a cookie before he acts
@login_not_required
@require_POST
def choose_reader(request: HttpRequest) -> HttpResponse:
    """Remember «Saya: …» on this device. Another site's form is refused where the browser says so."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return HttpResponseForbidden("Pilihan ini hanya dapat dikirim dari situs kami.", content_type="text/plain")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("regulations:cards")
    response = redirect(target)
    form = ReaderForm(request.POST)
    if form.is_valid():
        chosen = {"role": "", "status": ""} if "forget" in request.POST else form.cleaned_data
        remember(response, **chosen, secure=settings.SESSION_COOKIE_SECURE)
    return response


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """L13. A search without an answer is counted although this is a GET.

    The counter is telemetry of the site, as an access log is: it belongs to nobody, no page shows it to the public, and it
    takes no part in any rule. It keeps words and a day, never a person; it is fed once an hour for the same words from the
    same address, at most ``MISSES_PER_HOUR`` times from one address, and never by a browser's prefetch.
    """
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else request.GET.get("q", "")[:120]
    answer = searching.search_cards(query)
    pages = searching.search_pages(answer.meant or query)
    if query and not answer.cards and _may_count(request, query):
        services.record_search_miss(query, on=timezone.localdate())
    return render(
        request,
        "regulations/search.html",
        {"form": form, "query": query, "answer": answer, "pages": pages},
    )


def _may_count(request: HttpRequest, query: str) -> bool:
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return False
    address = get_client_ip(request) or ""  # behind a proxy REMOTE_ADDR is the same for the whole country
    who = hashlib.sha256(f"{settings.SECRET_KEY}{address}".encode()).hexdigest()[:16]
    what = hashlib.sha256(searching.normalise(query).encode()).hexdigest()[:16]
    cache.add(f"misses:{who}", 0, 3600)
    if (
        cache.get(f"misses:{who}", 0) >= MISSES_PER_HOUR
    ):  # before anything more is kept: nobody fills the cache by asking
        return False
    if not cache.add(f"miss:{who}:{what}", 1, 3600):
        return False
    return cache.incr(f"misses:{who}") <= MISSES_PER_HOUR
