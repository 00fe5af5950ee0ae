"""The screens «Impor unit kerja» in the admin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from elearning.lib.spreadsheets import write_xlsx

from ..models import UnitImport
from . import services
from .errors import UnitImportError
from .forms import UnitsFileForm
from .planning import Outcome
from .reading import TEMPLATE_HEADER, TEMPLATE_ROWS

SHOWN_IMPORTS = 50
ROWS = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Upload a file, and what was uploaded before."""
    _require_right(request)
    form = UnitsFileForm(request.POST, request.FILES) if request.method == "POST" else UnitsFileForm()
    if form.is_valid():
        told = {key: form.cleaned_data[key] for key in ("code_edition", "time_zone")}
        try:
            batch = services.read_file(form.cleaned_data["file"], **told, by=request.user, at=timezone.now())
        except UnitImportError as error:
            form.add_error("file", str(error))
        else:
            return redirect("people_admin:unit_import", batch.public_id)
    batches = UnitImport.objects.select_related("created_by").defer("rows")[:SHOWN_IMPORTS]
    return render(request, "people/admin/unit_import_list.html", {**_heading(), "form": form, "batches": batches})


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the right columns, codes as text."""
    _require_right(request)
    sheet = write_xlsx("Unit kerja", TEMPLATE_HEADER, TEMPLATE_ROWS)
    disposition = {"Content-Disposition": 'attachment; filename="templat-unit-kerja.xlsx"'}
    return HttpResponse(sheet, content_type=XLSX, headers=disposition)


@require_safe
def import_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the file would do to the tree, the lines that are not taken first; afterwards what it did."""
    batch = _batch(request, public_id)
    context: dict[str, Any] = {**_heading(batch.file_name), "batch": batch, "read": len(batch.rows)}
    if batch.applied_at:
        rows = batch.units.select_related("unit")
        counts = Counter(rows.values_list("action", flat=True))
        context |= {"made": counts["dibuat"], "changed": counts["diubah"], "page": _page(request, rows)}
    else:
        lines = services.lines_of(batch)
        outcomes = Counter(line.outcome for line in lines)
        order = {Outcome.REFUSED: 0, Outcome.RENAMED: 1, Outcome.CODED: 2, Outcome.NEW: 3, Outcome.SAME: 4}
        lines.sort(key=lambda line: (order[line.outcome], line.row.line))
        context |= {
            "counts": [(outcome.value, outcomes[outcome]) for outcome in order if outcomes[outcome]],
            "changes": sum(line.changes for line in lines),
            "refused": outcomes[Outcome.REFUSED],
            "page": _page(request, lines),
        }
    return render(request, "people/admin/unit_import_detail.html", context)


@require_POST
def apply_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _press(request, public_id, services.apply_import, "Unit kerja tersimpan.")


@require_POST
def undo_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _press(request, public_id, services.undo_import, "Impor dibatalkan. Pohon unit sama seperti sebelumnya.")


def _press(request: HttpRequest, public_id: UUID, change: Callable[..., UnitImport], words: str) -> HttpResponse:
    batch = _batch(request, public_id)
    try:
        change(batch, by=request.user, at=timezone.now())
    except UnitImportError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("people_admin:unit_import", batch.public_id)


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, ROWS).get_page(request.GET.get("p"))


def _batch(request: HttpRequest, public_id: UUID) -> UnitImport:
    _require_right(request)
    return get_object_or_404(UnitImport, public_id=public_id)


def _require_right(request: HttpRequest) -> None:
    """Whoever may add one unit may add many."""
    if not request.user.has_perm("people.add_unit"):
        raise PermissionDenied


def _heading(subtitle: str = "") -> dict[str, Any]:
    crumbs = [{"url": reverse("unit:index"), "label": "Unit kerja"}]
    if subtitle:
        crumbs.append({"url": reverse("people_admin:unit_imports"), "label": "Impor unit kerja"})
    return {
        "header_title": "Impor unit kerja",
        "page_subtitle": subtitle,
        "header_icon": "site",
        "breadcrumbs_items": [*crumbs, {"url": "", "label": subtitle or "Impor unit kerja"}],
    }
