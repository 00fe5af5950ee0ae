"""«Jajaran»: the units below and the partners, with the state of their nodes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import below as reads
from ..staff import current_node
from .frame import frame, head_only, unit_of

ROWS = 50


@never_cache
@require_safe
@head_only
def tree(request: HttpRequest) -> HttpResponse:
    """No persons here: those of one's own staff stand in the list, those of a desa nowhere."""
    unit = unit_of(request)
    node = current_node(unit)
    course = node.course if node else None
    page = Paginator(reads.units_below(unit), ROWS).get_page(request.GET.get("page"))
    partners = Paginator(reads.partners_of(unit), ROWS).get_page(request.GET.get("mitra"))
    return render(
        request,
        "cascade/below.html",
        {
            **frame(request, unit),
            "page": page,
            "partners_page": partners,
            "rows": reads.rows_of(list(page.object_list), course, root=unit),
            "partners": reads.rows_of(list(partners.object_list), course, root=unit, is_partner=True),
            "below": reads.summary_of(unit, course),
            "kept_query": f"unit={unit.public_id}&" if request.GET.get("unit") else "",
        },
    )
