"""C1: a card is opened; and the one page that shows and prints cards that were just made."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.ui.context import identity_of

from ..auth import count_failure, may_try
from ..models import AccessCard, OfficeHolding
from . import printing, services, sessions
from .forms import ChoosePinForm, PinForm
from .services import CardError

TOO_MANY = (
    "Terlalu banyak percobaan dari perangkat ini. Kartu Anda tetap berlaku. "
    "Tunggu 5 menit, lalu coba lagi, atau minta bantuan panitia."
)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, token: str) -> HttpResponse:
    """`/k/<token>`: looking shows one button and asks the database nothing; each step onwards is a POST."""
    if request.method != "POST":
        return _page(request, "people/card.html", {})
    if not may_try(request):
        return _page(request, "people/card_refused.html", {"words": TOO_MANY}, HTTPStatus.TOO_MANY_REQUESTS)
    now = timezone.now()
    try:
        found = services.card_by_token(token, at=now)
    except CardError as error:
        if error.code in ("length", "alphabet", "unknown"):
            count_failure(request)
        return _page(request, "people/card_refused.html", {"words": str(error)}, HTTPStatus.NOT_FOUND)
    form_class = PinForm if found.pin else ChoosePinForm
    form = form_class(request.POST if "pin" in request.POST else None)
    status = HTTPStatus.OK
    if form.is_valid():
        try:
            _try(found, form.cleaned_data, now)
        except CardError as error:
            form.add_error("again" if error.code == "pin_differs" else "pin", str(error))
            status = HTTPStatus.TOO_MANY_REQUESTS if error.code == "waiting" else HTTPStatus.OK
        else:
            sessions.sign_in(request, found, shared_computer=form.cleaned_data["shared_computer"])
            return redirect("dashboard:home")
    return _page(request, "people/card_pin.html", {"form": form, "card": found}, status)


def _try(found: AccessCard, typed: dict, now) -> None:
    if found.pin:
        services.try_pin(found, typed["pin"], at=now)
        return
    if typed["pin"] != typed["again"]:
        raise CardError("pin_differs")
    services.choose_pin(found, typed["pin"], at=now)


def _page(request: HttpRequest, template: str, context: dict, status: int = HTTPStatus.OK) -> HttpResponse:
    """No search engine keeps it, and no other site learns the address: that the site's «same-origin» sees to.

    Not «no-referrer»: then browsers call the origin of the form «null», and the press is refused as forged.
    """
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def make_cards(request: HttpRequest, holdings: Sequence[OfficeHolding], *, back_url: str) -> HttpResponse:
    """Make these cards and go to the page that shows them once. Who may is asked by the caller."""
    if request.user.signed_in_by_code:  # a head by card makes none, whatever the caller thinks
        raise PermissionDenied
    now, made = timezone.now(), []
    try:
        for holding in holdings:
            made.append(services.make_card(holding, by=request.user, at=now))
    except CardError as error:
        messages.error(request, str(error))
    if not made:
        return redirect(back_url)
    sessions.remember(request, made, back_url=back_url)
    return redirect("people:fresh_cards")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fresh_cards(request: HttpRequest) -> HttpResponse:
    """The links and the slips, for a quarter of an hour; a press puts them away."""
    found = sessions.fresh(request)
    if request.method == "POST":
        sessions.forget(request)
        return redirect(_back(request, found))
    rows = [(one, printing.address_of(token)) for one, token in found.cards] if found else []
    context = {"rows": rows, "back_url": _back(request, found)}
    return _page(request, "people/fresh_cards.html", context)


@never_cache
@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """All slips that were just made, in one PDF."""
    found = sessions.fresh(request)
    if found is None or not found.cards:
        raise Http404(
            "Kartu yang baru dibuat sudah tidak bisa ditampilkan. Buat kartu baru bila slipnya belum tercetak."
        )
    try:
        content = printing.slips(found.cards, organiser=identity_of(request).organiser)
    except OSError as error:
        raise Http404("Server ini belum bisa membuat PDF. Salin tautan kartunya dari halaman sebelumnya.") from error
    headers = {"Content-Disposition": 'attachment; filename="kartu-akses.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _back(request: HttpRequest, found: sessions.FreshCards | None) -> str:
    wanted = found.back_url if found else ""
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else reverse("dashboard:home")
