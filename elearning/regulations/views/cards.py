"""Rule cards: today, on another day, and how they came to say what they say."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
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

from .. import history, news
from ..forms import CardFilterForm, DayForm, ReaderForm
from ..models import RuleCard
from ..presenting import present
from ..readers import ROLES, STATUSES, reader_of, remember

GONE = 410


@login_not_required
@require_safe
@vary_on_cookie
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The card of today; with ``?pada=2024-10-03`` what held and what was taught that day. A withdrawn one says so."""
    today = timezone.localdate()
    form = DayForm(request.GET if request.GET.get("pada") else None, today=today)
    if form.is_valid():
        return _card_on_day(request, slug, form, form.cleaned_data["pada"])
    found = get_object_or_404(RuleCard.objects.published_or_withdrawn().with_basis(), slug=slug)
    context = {
        "form": form,
        "canonical": absolute(found.get_absolute_url()),
        "is_asked_wrongly": form.is_bound,
    }
    if not found.live:
        withdrawal = found.versions.order_by("-number").first()
        context |= {"card": found, "withdrawal": withdrawal}
        return render(request, "regulations/card_withdrawn.html", context, status=GONE)
    context |= {
        "shown": present(found, reader_of(request), on=today),
        "change": news.latest_change_of(found, on=today),
        "next_card": RuleCard.objects.published().after(found).only("slug", "title").first(),
        "roles": ROLES,
        "statuses": STATUSES,
    }
    return render(request, "regulations/card_detail.html", context)


def _card_on_day(request: HttpRequest, slug: str, form: DayForm, day: date) -> HttpResponse:
    found = get_object_or_404(RuleCard.objects.published_or_withdrawn().with_dated_basis(), slug=slug)
    context = {
        "answer": history.answer_on(found, day, reader_of(request)),
        "form": form,
        "canonical": absolute(found.get_absolute_url()),
    }
    return render(request, "regulations/card_on_day.html", context)


@login_not_required
@require_safe
@vary_on_cookie
def card_history(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(RuleCard.objects.published_or_withdrawn().with_dated_basis(), slug=slug)
    context = {
        "card": found,
        "timeline": history.timeline_of(found, reader_of(request)),
        "form": DayForm(today=timezone.localdate()),
        "canonical": absolute(reverse("regulations:card_history", args=[slug])),
    }
    return render(request, "regulations/card_history.html", context)


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
