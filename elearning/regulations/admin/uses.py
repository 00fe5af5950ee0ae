"""The list behind each number of «Dampak»."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import uses
from ..models import RuleCard
from ..permissions import can_read_cards
from .screens import frame

PER_PAGE = 50


@require_safe
def use_list(request: HttpRequest, source: str) -> HttpResponse:
    """``?kartu=1&kartu=2``: what rests on these cards; the very rows that were counted."""
    if not can_read_cards(request.user):
        raise PermissionDenied
    found = uses.source_of(source)
    if found is None:
        raise Http404
    cards = list(RuleCard.objects.filter(pk__in=_keys(request)).only("title").order_by("title"))
    paginator = Paginator(found.resting_on([card.pk for card in cards]), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        **frame(_headline(paginator.count, found.label), icon="link", trail=_trail(cards)),
        "cards": cards,
        "items": page,
        "rows": [found.describe(row) for row in page],
        "elided_page_range": paginator.get_elided_page_range(page.number),
    }
    return render(request, "regulations/admin/uses.html", context)


def _keys(request: HttpRequest) -> list[int]:
    """Numbers among what was asked; anything else names no card."""
    return [int(key) for key in request.GET.getlist("kartu") if key.isascii() and key.isdecimal() and len(key) < 10]


def _headline(count: int, label: str) -> str:
    return f"{count} {label}"


def _trail(cards: list[RuleCard]) -> tuple[tuple[str, str], ...]:
    listing = (reverse("wagtailsnippets_regulations_rulecard:list"), "Kartu aturan")
    if len(cards) != 1:
        return (listing,)
    edit = reverse("wagtailsnippets_regulations_rulecard:edit", args=[cards[0].pk])
    return (listing, (edit, cards[0].title))
