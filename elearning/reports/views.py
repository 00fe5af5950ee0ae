"""The leader's overview: numbers of the units that the office covers, and no way to a person."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from elearning.lib import dates
from elearning.people.models import OfficeRole, Unit
from elearning.people.permissions import staff_of
from quizzes.class_results import paired_means

from . import leadership

ROWS = 50
SESSIONS = 20


@never_cache
@require_safe
@staff_of(OfficeRole.LEADER)
def overview(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    units = Unit.objects.visible_to(request.user, on=timezone.localdate(), roles=(OfficeRole.LEADER,))
    coverage = leadership.coverage(units)
    started, subdistricts = leadership.subdistricts_started(units)
    sessions = list(leadership.sessions(units)[:SESSIONS])
    gains = paired_means([session.context for session in sessions])
    certificates = leadership.certificates(sessions)
    for session in sessions:
        days = [day.date for day in session.days.all()]
        session.when = dates.day_span(days) if days else ""
        session.gain = gains.get(session.context)
        session.certificates = certificates.get(session.source)
    return render(
        request,
        "reports/overview.html",
        {
            "now": now,
            "page": Paginator(coverage, ROWS).get_page(request.GET.get("page")),
            "total": leadership.total_of(coverage),
            "started": started,
            "subdistricts": subdistricts,
            "sessions": sessions,
            "smallest": leadership.SMALLEST_GROUP,
        },
    )
