"""The leader's pages: numbers of the units that the office covers, and no way to a person (experience.md §12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from elearning.lib import dates
from elearning.people.models import OfficeRole, Unit
from elearning.people.permissions import staff_of
from elearning.people.querysets import UnitQuerySet
from quizzes.class_results import paired_means

from . import exports, leadership, sheet
from .models import UnitFigures
from .suppression import LEAST

SESSIONS = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
leader_only = staff_of(OfficeRole.LEADER)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the leader looks at. ``counted``: what was counted of ``unit``, a row per course; ``here``: the one on screen."""

    unit: Unit
    units: UnitQuerySet
    offices: list[Unit]
    counted: list[UnitFigures]
    here: UnitFigures | None
    wanted: dict[str, str]

    @property
    def frame(self) -> dict[str, Any]:
        """What every page carries: the unit, the ways to other units and courses."""
        return {
            "unit": self.unit,
            "above": leadership.path_to(self.unit, self.units),
            "other_offices": [office for office in self.offices if not self.unit.path.startswith(office.path)],
            "here": self.here,
            "other_courses": [row for row in self.counted if row is not self.here],
            "unit_query": f"?{urlencode(self.wanted)}" if self.wanted else "",
            "kept_query": f"{urlencode(self.wanted)}&" if self.wanted else "",
            "smallest": LEAST,
        }


def _desk(request: HttpRequest) -> Desk:
    """``?unit=``: a unit of the leader's offices or below; ``?kursus=``: a course that was counted. Others do not exist."""
    today = timezone.localdate()
    units = Unit.objects.visible_to(request.user, on=today, roles=(OfficeRole.LEADER,))
    offices = leadership.offices(request.user, on=today)
    wanted = {name: request.GET[name] for name in ("unit", "kursus") if request.GET.get(name)}
    unit = offices[0]
    if "unit" in wanted:
        try:
            unit = get_object_or_404(units, public_id=UUID(wanted["unit"]))
        except ValueError as error:
            raise Http404 from error
    counted = leadership.courses_of(unit)
    here = next((row for row in counted if row.reckoning.course.slug == wanted.get("kursus")), None)
    if "kursus" in wanted and here is None:
        raise Http404
    return Desk(unit, units, offices, counted, here or (counted[0] if counted else None), wanted)


@never_cache
@require_safe
@leader_only
def overview(request: HttpRequest) -> HttpResponse:
    """D1: one page that prints on one sheet."""
    desk = _desk(request)
    told = sheet.of(desk.here) if desk.here else None
    return render(request, "reports/overview.html", {**desk.frame, "told": told, "tab": "overview"})


@never_cache
@require_safe
@leader_only
def topics(request: HttpRequest) -> HttpResponse:
    """D2: topic × unit, from a unit to those below it, never to a person."""
    desk = _desk(request)
    by_need = request.GET.get("urut") != "nama"
    table = leadership.heat_table(desk.here, by_need=by_need) if desk.here else None
    return render(request, "reports/topics.html", {**desk.frame, "table": table, "by_need": by_need, "tab": "topics"})


@never_cache
@require_safe
@leader_only
def sessions(request: HttpRequest) -> HttpResponse:
    """What was held in these units, with what people knew before and after."""
    desk = _desk(request)
    held = leadership.sessions(desk.units.filter(path__startswith=desk.unit.path))
    page = Paginator(held, SESSIONS).get_page(request.GET.get("page"))
    gains = paired_means([session.context for session in page.object_list])
    certificates = leadership.certificates(page.object_list)
    for session in page.object_list:
        days = [day.date for day in session.days.all()]
        session.when = dates.day_span(days) if days else ""
        session.gain = gains.get(session.context)
        session.certificates = certificates.get(session.source)
    return render(request, "reports/sessions.html", {**desk.frame, "page": page, "tab": "sessions"})


@never_cache
@require_safe
@leader_only
def spreadsheet(request: HttpRequest) -> HttpResponse:
    desk = _desk(request)
    if desk.here is None:
        raise Http404
    return _file(exports.workbook(desk.here), XLSX, desk.unit, "xlsx")


@never_cache
@require_safe
@leader_only
def paper(request: HttpRequest) -> HttpResponse:
    desk = _desk(request)
    if desk.here is None:
        raise Http404
    try:
        made = sheet.pdf(desk.here)
    except OSError as error:  # the libraries that make PDFs are missing; everything else goes on
        raise Http404 from error
    return _file(made, "application/pdf", desk.unit, "pdf")


def _file(content: bytes, kind: str, unit: Unit, ending: str) -> HttpResponse:
    name = f"ringkasan-{unit.official_code or unit.public_id.hex[:8]}-{timezone.localdate():%Y%m%d}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
