"""A card on any day, for editors: what the rule was, by what the register knew when, and what the site taught."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.widgets.button import Button

from .. import history
from ..forms import KnownDayForm
from ..models import RuleCard
from ..permissions import can_read_cards
from ..readers import Reader
from .screens import frame


def day_button(card: RuleCard) -> Button:
    """Leads to a card's two questions: what the rule was that day, and what we taught."""
    url = reverse("regulations_admin:card_on_day", args=[card.pk])
    return Button("Pada tanggal lain", url, icon_name="calendar", priority=60)


@require_safe
def card_on_day(request: HttpRequest, pk: int) -> HttpResponse:
    """``?pada=2024-10-03``; with ``&diketahui=`` by what the register knew on that other day. Drafts too."""
    if not can_read_cards(request.user):
        raise PermissionDenied
    card = get_object_or_404(RuleCard.objects.with_dated_basis(), pk=pk)
    today = timezone.localdate()
    form = KnownDayForm(request.GET if request.GET else {"pada": today.isoformat()}, today=today)
    trail = (
        (reverse("wagtailsnippets_regulations_rulecard:list"), "Kartu aturan"),
        (reverse("wagtailsnippets_regulations_rulecard:edit", args=[pk]), card.title),
    )
    context = {
        **frame("Pada tanggal lain", icon="calendar", trail=trail),
        "card": card,
        "form": form,
        "timeline": history.timeline_of(card, Reader()),
    }
    if form.is_valid():
        day, known_on = form.cleaned_data["pada"], form.cleaned_data["diketahui"]
        context["answer"] = history.answer_on(card, day, Reader(), known_on=known_on)
    return render(request, "regulations/admin/card_on_day.html", context)
