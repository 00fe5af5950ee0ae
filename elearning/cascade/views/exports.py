"""C6: «Unduh daftar untuk Sekda/BKPSDM», behind a page that says what the file is (experience.md §7)."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from elearning.distribution.models import CascadeNode
from elearning.lib import dates
from elearning.people import access_log
from elearning.people.models import DataAccess, Unit

from .. import exports
from ..exports import ExportRefused
from ..staff import Staff
from .frame import address, frame, holding_of, office_of, staff_on
from .rosters import with_node

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}


@require_http_methods(["GET", "HEAD", "POST"])
@with_node
def export(request: HttpRequest, unit: Unit, node: CascadeNode) -> HttpResponseBase:
    """The warning first; the press makes the file, and those on it can see that it was made."""
    everybody = staff_on(request, node)
    if request.method != "POST":
        count = everybody.rows().count()
        context = {
            "node": node,
            "count": count,
            "fits_paper": count <= exports.MOST_ON_PAPER,
            "most_on_paper": exports.MOST_ON_PAPER,
        }
        return render(request, "cascade/export.html", {**frame(request, unit), **context})
    kind = request.POST.get("format", "")
    try:
        response = _file(request, everybody, kind)
    except ExportRefused as error:
        messages.error(request, str(error))
        return redirect(address(request, "export", unit))
    _note(request, unit, everybody, kind)
    return response


def _file(request: HttpRequest, everybody: Staff, kind: str) -> HttpResponseBase:
    now = timezone.now()
    response: HttpResponseBase
    if kind == "xlsx":
        response = FileResponse(exports.xlsx(everybody), content_type=TYPES[kind])
    elif kind == "pdf":
        try:
            response = HttpResponse(exports.pdf(everybody, holding_of(request, everybody.unit), at=now), TYPES[kind])
        except OSError as error:
            raise ExportRefused("printing") from error
    else:
        raise ExportRefused("format")
    today = dates.local_day(now, everybody.unit.time_zone)
    response["Content-Disposition"] = f'attachment; filename="daftar-pegawai-{today.isoformat()}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _note(request: HttpRequest, unit: Unit, everybody: Staff, kind: str) -> None:
    access_log.note(
        request.user,
        office=office_of(request, unit),
        unit=unit.name,
        purpose=DataAccess.Purpose.STAFF_EXPORT,
        people=everybody.people,
        at=timezone.now(),
    )
    log(unit, "cascade.staff.export", user=request.user, data={"kind": kind})
