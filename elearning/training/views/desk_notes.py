"""«Catatan meja»: what the desks did not agree on, for the committee to look at in the evening."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..desk_notes import notes_of, part_of
from ..permissions import Duty
from .access import committee_session

PAGE_SIZE = 50


@require_safe
@never_cache
def desk_notes(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug, duty=Duty.DESK)
    days = notes_of(session)
    total = sum(day.count for day in days)
    page = Paginator(range(total), PAGE_SIZE).get_page(request.GET.get("page"))
    start = max(page.start_index() - 1, 0)
    return render(
        request,
        "training/desk_notes.html",
        {
            "session": session,
            "days": part_of(days, start, start + PAGE_SIZE),
            "page": page,
            "total": total,
            "can_record": session.is_open(timezone.now()),
        },
    )
