"""C4: whose learning a head sees, by name and status, and what he says of each of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.distribution import services as distribution
from elearning.distribution.models import Receipt
from elearning.people import permissions
from elearning.people import services as people
from elearning.people.auth import remember_code
from elearning.people.models import Unit, User

from .. import staff as reads
from ..forms import StaffFilterForm
from .frame import address, frame, head_only, unit_of

ROWS = 50


@never_cache
@require_safe
@head_only
def staff(request: HttpRequest) -> HttpResponse:
    """C4: by name and status."""
    unit = unit_of(request)
    node = reads.current_node(unit)
    if node is None:
        return render(request, "cascade/staff.html", {**frame(request, unit), "node": None})
    below = Unit.objects.within([unit.path])
    form = StaffFilterForm(request.GET, units=below)
    form.is_valid()
    wanted = form.cleaned_data
    everybody = reads.staff_of(unit, node.course)
    people_shown = reads.with_status(everybody, wanted.get("status", ""))
    if wanted.get("q"):
        people_shown = people_shown.filter(display_name__icontains=wanted["q"])
    if wanted.get("kantor"):
        people_shown = people_shown.filter(unit=wanted["kantor"])
    page = Paginator(people_shown.order_by("display_name", "pk"), ROWS).get_page(request.GET.get("page"))
    for person in page.object_list:
        person.status = reads.status_of(person)
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "cascade/staff.html",
        {
            **frame(request, unit),
            "node": node,
            "form": form,
            "is_filtered": any(wanted.values()),
            "page": page,
            "turnout": reads.turnout_of(everybody, target=node.staff_target),
            "sent_away": list(reads.sent_away_from(unit)[:ROWS]),
            "kept_query": f"{kept.urlencode()}&" if kept else "",
        },
    )


@require_POST
@head_only
def decide(request: HttpRequest, person: UUID) -> HttpResponse:
    """«Benar pegawai saya» or «Bukan pegawai saya», for every link through which the person came."""
    unit = unit_of(request)
    today = timezone.localdate()
    receipts = Receipt.objects.decidable_by(request.user, on=today).filter(
        person__public_id=person, handout__node__unit__in=Unit.objects.within([unit.path])
    )
    found = list(receipts.select_related("person"))
    if not found:
        raise Http404
    decision = request.POST.get("decision", "")
    for receipt in found:
        try:
            distribution.decide_receipt(receipt, decision=decision, by=request.user, at=timezone.now())
        except distribution.DistributionError as error:
            messages.error(request, str(error))
            break
    else:
        said = "tercatat sebagai pegawai Anda" if decision == Receipt.State.CONFIRMED else "keluar dari daftar Anda"
        messages.success(request, f"{found[0].person} {said}.")
    return redirect(address(request, "staff", unit))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def staff_code(request: HttpRequest, person: UUID) -> HttpResponse:
    """A new kode peserta for somebody of the staff who lost it: the head knows the face."""
    unit = unit_of(request)
    today = timezone.localdate()
    somebody = get_object_or_404(_staff_in(unit), public_id=person)
    if not (permissions.can_give_code_to(request.user, somebody, on=today)):
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


def _staff_in(unit: Unit):
    return User.objects.filter(unit__in=Unit.objects.within([unit.path]), is_active=True)
