"""C2: the home of a head (experience.md §7)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from elearning.distribution import services as distribution
from elearning.distribution.models import CascadeNode
from elearning.lib import dates
from elearning.people.handover import heads_of

from .. import staff as reads
from ..below import summary_of
from ..forms import TargetForm
from .frame import address, frame, head_only, staff_on, unit_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def overview(request: HttpRequest) -> HttpResponse:
    """C2: one number with its base, three buttons, one next step."""
    unit = unit_of(request)
    today = dates.local_day(timezone.now(), unit.time_zone)
    node = reads.current_node(unit)
    form = None
    if node:
        initial = {
            "staff_target": node.staff_target,
            "source": node.staff_target_source or CascadeNode.Source.HEAD,
            "due_on": node.due_on,
        }
        form = TargetForm(request.POST or None, today=today, initial=initial)
        if form.is_valid():
            number, source = form.cleaned_data["staff_target"], form.cleaned_data["source"]
            distribution.set_staff_target(node, number, source=source, by=request.user)
            distribution.set_due_date(node, form.cleaned_data["due_on"], by=request.user)
            messages.success(request, "Tersimpan.")
            return redirect(address(request, "home", unit))
    turnout = staff_on(request, node).turnout(node.staff_target) if node else None
    return render(
        request,
        "cascade/overview.html",
        {
            **frame(request, unit),
            "node": node,
            "turnout": turnout,
            "form": form,
            "below": summary_of(unit, node.course if node else None),
            "heads": heads_of(unit),
        },
    )
