"""The register as a file, per unit and year: a list of persons, so each is asked for by a button and logged (ADR 0034)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from elearning.lib.spreadsheets import write_xlsx
from elearning.people import access_log
from elearning.people.models import DataAccess, OfficeRole, Unit, User

from .. import register
from ..models import Certificate
from .batches import as_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@never_cache
def registers(request: HttpRequest) -> HttpResponse:
    """Every unit and year whose register the visitor keeps, with how many people each is about."""
    kept = Certificate.objects.kept_by(request.user, on=timezone.localdate())
    found = kept.order_by().values("unit__public_id", "unit__name", "year")
    counted = found.annotate(people=Count("pk", filter=Q(revision=0))).order_by("unit__name", "-year")
    return render(request, "certificates/registers.html", {"registers": list(counted)})


@require_POST
def register_file(request: HttpRequest, public_id: UUID, year: int, kind: str) -> HttpResponseBase:
    """One register as XLSX or CSV."""
    now = timezone.now()
    units = Unit.objects.visible_to(request.user, on=timezone.localdate(), roles=(OfficeRole.COMMITTEE,))
    unit = get_object_or_404(units, public_id=public_id)
    people = Certificate.objects.filter(unit=unit, year=year, revision=0).count()
    if not people or kind not in ("xlsx", "csv"):
        raise Http404
    log(unit, "certificates.export", user=request.user, data={"kind": kind, "people": people, "year": year})
    access_log.note(
        request.user,
        office=access_log.office_words(
            request.user, on=timezone.localdate(), roles=(OfficeRole.COMMITTEE,), otherwise="Panitia"
        ),
        unit=unit.name,
        purpose=DataAccess.Purpose.REGISTER_EXPORT,
        people=User.objects.filter(pk__in=Certificate.objects.filter(unit=unit, year=year).values("holder")),
        at=now,
    )
    rows, name = register.rows_of(unit, year, at=now), f"register-sertifikat-{year}.{kind}"
    if kind == "csv":
        return as_file(StreamingHttpResponse(register.csv_parts(rows), content_type="text/csv; charset=utf-8"), name)
    return as_file(HttpResponse(write_xlsx(f"Register {year}", register.HEADER, rows), content_type=XLSX), name)
