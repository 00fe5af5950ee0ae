"""«Kepala unit»: who heads which unit, «Ganti camat», and access cards (ADR 0039). For committee, leaders, superusers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.lib import dates
from elearning.people.cards.views import make_cards
from elearning.people.handover import HandoverError, NewHead, check, hand_over, heads_of
from elearning.people.models import OfficeHolding, OfficeRole, Unit
from elearning.people.permissions import signed_in_as
from elearning.people.services import PeopleError
from elearning.training.services.handing_on import open_nodes
from elearning.training.views.access import committee_session

from ..handover_forms import HandoverForm, UnitSearchForm
from ..offices import FINISHED, heads_who_came, units_served_by, with_cards

ROWS = 50


def _unit(request: HttpRequest, public_id: UUID) -> Unit:
    return get_object_or_404(units_served_by(request.user, on=timezone.localdate()), public_id=public_id)


@never_cache
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Every unit that one looks after, with its heads of today and the state of their cards."""
    today = timezone.localdate()
    served = units_served_by(request.user, on=today)
    if not served.exists():
        raise PermissionDenied(f"Halaman ini untuk panitia dan pimpinan. {signed_in_as(request.user, on=today)}")
    form = UnitSearchForm(request.GET)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    if wanted:
        held = Q(holdings__role=OfficeRole.HEAD, holdings__person__display_name__icontains=wanted)
        served = served.filter(Q(name__icontains=wanted) | held).distinct()
    page = Paginator(served.order_by("path"), ROWS).get_page(request.GET.get("page"))
    holdings = OfficeHolding.objects.in_force(today).filter(role=OfficeRole.HEAD, unit__in=list(page.object_list))
    heads: dict[int, list] = {}
    for row in with_cards(holdings.select_related("unit", "person").order_by("kind", "pk")):
        heads.setdefault(row.holding.unit_id, []).append(row)
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "cascade/heads.html",
        {
            "page": page,
            "form": form,
            "wanted": wanted,
            "rows": [(unit, heads.get(unit.pk, [])) for unit in page.object_list],
            "kept_query": f"{kept.urlencode()}&" if kept else "",
        },
    )


@never_cache
@require_safe
def office(request: HttpRequest, unit: UUID) -> HttpResponse:
    """One unit: who heads it, who headed it, and their cards."""
    found, today = _unit(request, unit), timezone.localdate()
    rows = with_cards(heads_of(found))
    return render(
        request,
        "cascade/office.html",
        {
            "unit": found,
            "today": today,
            "current": [row for row in rows if not row.holding.ends_on or row.holding.ends_on > today],
            "former": [row.holding for row in rows if row.holding.ends_on and row.holding.ends_on <= today],
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, unit: UUID) -> HttpResponse:
    """«Ganti camat»: the form, then a page that names the consequence, then a new card."""
    found = _unit(request, unit)
    form = HandoverForm(request.POST or None)
    if form.is_valid():
        new = form.new_head()
        try:
            if "yakin" in request.POST:
                return _changed(request, found, new)
            return _ask_once_more(request, found, new)
        except HandoverError as error:
            form.add_error(error.field, str(error))
        except PeopleError as error:
            form.add_error(error.field, str(error))
    return render(request, "cascade/handover.html", {"unit": found, "form": form, "heads": _heads(found)})


def _heads(unit: Unit) -> list[OfficeHolding]:
    return list(heads_of(unit).in_force(timezone.localdate()))


def _ask_once_more(request: HttpRequest, unit: Unit, new: NewHead) -> HttpResponse:
    person, ending = check(unit, new)
    name = person.display_name if person else new.display_name.strip()
    made = OfficeHolding(unit=unit, role=OfficeRole.HEAD, kind=new.kind)
    former = " dan ".join(held.person.display_name for held in ending)
    said = f"{name} menjabat mulai {dates.long_date(new.starts_on)} dan mendapat kartu akses baru."
    if ending:
        said += (
            f" Jabatan {former} berakhir sesudah {dates.long_date(new.old_ends_on)}, dan kartunya berhenti saat itu."
        )
    context = {
        "title": f"Ganti kepala unit menjadi {made.title}?",
        "consequence": f"{said} Data {unit.name} tetap: tautan, daftar pegawai, jumlah ASN, dan riwayat.",
        "action": "Ganti dan buat kartu",
        "form": HandoverForm(request.POST).hide(),
        "back_url": reverse("cascade:change_head", args=[unit.public_id]),
    }
    return render(request, "cascade/handover_confirm.html", context)


def _changed(request: HttpRequest, unit: Unit, new: NewHead) -> HttpResponse:
    made = hand_over(unit, new, by=request.user, at=timezone.now())
    messages.success(request, f"{made.person} tercatat sebagai {made.title}. Data {unit.name} tetap.")
    return make_cards(request, [made], back_url=reverse("cascade:office", args=[unit.public_id]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_card(request: HttpRequest, unit: UUID, person: UUID) -> HttpResponse:
    """One card, asked once more where another one ends by it."""
    found = _unit(request, unit)
    held = heads_of(found).filter(Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()), person__public_id=person)
    holding = get_object_or_404(held[:1])
    back_url = reverse("cascade:office", args=[found.public_id])
    if request.method == "POST":
        return make_cards(request, [holding], back_url=back_url)
    has_card = holding.cards.live().exists()
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Buat kartu akses untuk {holding.person}?",
            "consequence": (
                "Kartu lamanya dan semua perangkat yang masuk dengan kartu itu langsung berhenti. "
                f"Data {found.name} tetap ada."
                if has_card
                else f"Kartu ini membuka halaman {holding.title}. Serahkan slipnya langsung kepada orangnya."
            ),
            "action": "Buat kartu baru",
            "back_url": back_url,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_cards(request: HttpRequest, slug: str) -> HttpResponse:
    """«Kartu akses camat» of a session whose list is closed: the heads who came, and all slips at one press."""
    session = committee_session(request, slug)
    if session.is_at_office:  # a head makes no card for another
        raise Http404
    if session.state not in FINISHED:
        messages.info(request, "Kartu akses dibuat setelah daftar hadir ditutup.")
        return redirect("training:overview", slug)
    today = timezone.localdate()
    heads = heads_who_came([session], on=today).select_related("unit", "person").order_by("unit__path", "kind", "pk")
    rows = with_cards(heads)
    missing = [row.holding for row in rows if row.card is None]
    if request.method == "POST":
        open_nodes(session, at=timezone.now())  # for heads who were written down after the list had been closed
        return make_cards(request, missing, back_url=request.path)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return render(
        request, "cascade/session_cards.html", {"session": session, "page": page, "rows": rows, "missing": missing}
    )
