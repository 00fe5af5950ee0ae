"""C4: whose learning a head sees, by name and status, and what he says of each of them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.distribution.models import Receipt
from elearning.lib.errors import DomainError
from elearning.people import access_log, permissions
from elearning.people import services as people
from elearning.people.auth import remember_code
from elearning.people.models import DataAccess, Unit, User

from .. import rosters
from .. import staff as reads
from ..forms import StaffFilterForm
from ..staff_rows import StaffRow, Wanted
from .frame import address, frame, head_only, office_of, staff_on, unit_of

ROWS = 50


@never_cache
@require_safe
@head_only
def staff(request: HttpRequest) -> HttpResponse:
    """C4: by unit, name and status. Who stands on the page can see that it was opened."""
    unit = unit_of(request)
    node = reads.current_node(unit)
    if node is None:
        return render(request, "cascade/staff.html", {**frame(request, unit), "node": None})
    everybody = staff_on(request, node)
    form = StaffFilterForm(request.GET, units=everybody.units)
    form.is_valid()
    wanted = Wanted(*(form.cleaned_data.get(name) for name in ("q", "status", "kantor")))
    page = Paginator(everybody.rows(wanted), ROWS).get_page(request.GET.get("page"))
    note_shown(request, unit, page.object_list)
    page.object_list = rosters.with_namesakes(everybody, page.object_list)
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "cascade/staff.html",
        {
            **frame(request, unit),
            "node": node,
            "form": form,
            "is_filtered": bool(wanted),
            "page": page,
            "turnout": everybody.turnout(node.staff_target),
            "sent_away": list(everybody.sent_away[:ROWS]),
            "has_list": everybody.entries.exists(),
            "kept_query": f"{kept.urlencode()}&" if kept else "",
        },
    )


def note_shown(request: HttpRequest, unit: Unit, rows: Iterable[StaffRow]) -> None:
    people_shown = User.objects.filter(pk__in=[row.pk for row in rows if row.is_registered])
    access_log.note(
        request.user,
        office=office_of(request, unit),
        unit=unit.name,
        purpose=DataAccess.Purpose.STAFF_LIST,
        people=people_shown,
        at=timezone.now(),
    )


@require_POST
@head_only
def decide(request: HttpRequest, person: UUID) -> HttpResponse:
    """«Benar pegawai saya» or «Bukan pegawai saya», for every way by which the person is on the list."""
    unit, everybody = _staff(request)
    somebody = everybody.people.filter(public_id=person).first() or get_object_or_404(
        everybody.sent_away, public_id=person
    )
    decision = request.POST.get("decision", "")
    try:
        rosters.decide(everybody, somebody, decision=decision, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        said = "tercatat sebagai pegawai Anda" if decision == Receipt.State.CONFIRMED else "keluar dari daftar Anda"
        messages.success(request, f"{somebody} {said}.")
    return redirect(address(request, "staff", unit))


def _staff(request: HttpRequest) -> tuple[Unit, reads.Staff]:
    unit = unit_of(request)
    node = reads.current_node(unit)
    if node is None:
        raise Http404
    return unit, staff_on(request, node)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def staff_code(request: HttpRequest, person: UUID) -> HttpResponse:
    """A new kode peserta for somebody of the staff who lost it: the head knows the face."""
    unit, everybody = _staff(request)
    somebody = get_object_or_404(everybody.people, public_id=person)
    if not permissions.can_give_code_to(request.user, somebody, on=timezone.localdate()):
        context = {"person": somebody, "back_url": address(request, "staff", unit)}
        return render(request, "people/code_refused.html", context, status=403)
    if request.method == "POST":
        plain = people.issue_code(somebody, at=timezone.now(), by=request.user)
        remember_code(request, somebody, plain, back_url=address(request, "staff", unit))
        return redirect("dashboard:code")
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Buat kode baru untuk {somebody}?",
            "consequence": "Kode lamanya langsung tidak berlaku. Hasil belajar dan sertifikatnya tetap ada.",
            "action": "Buat kode baru",
            "back_url": address(request, "staff", unit),
        },
    )
