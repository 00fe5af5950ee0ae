"""Instruments and their provisions: every fold «Dasar hukum» leads here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from elearning.lib.addresses import absolute

from ..dating import rule_on
from ..history import may_see
from ..models import Certainty, Regulation
from ..readers import reader_of


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
    provisions = [provision for provision in found.provisions.all() if may_see(provision, reader)]
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


@login_not_required
@require_safe
@vary_on_cookie
def provision(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One pasal: its dated texts, its standing today, the published cards that rest on it."""
    regulation = get_object_or_404(Regulation.objects.with_provisions(), slug=slug)
    found = next((one for one in regulation.provisions.all() if one.path == key), None)
    if found is None:
        raise Http404
    reader = reader_of(request)
    context = {
        "regulation": regulation,
        "provision": found,
        "reader": reader,
        "is_withheld": not may_see(found, reader),
        "rule": rule_on(found, timezone.localdate(), revoked=regulation.revokes.all()),
        "canonical": absolute(found.get_absolute_url()),
    }
    return render(request, "regulations/provision_detail.html", context)
