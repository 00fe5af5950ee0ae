"""What a committee prints for the hall."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from elearning.lib.addresses import absolute

from .. import printing
from ..models import TrainingSession
from ..showing import everybody_on, shown_to
from .access import committee_session, day_of

MOST_BOARDS, MOST_LETTERS = 40, 40


def printed(
    request: HttpRequest, session: TrainingSession, make: Callable[[], bytes], *, file_name: str
) -> HttpResponse:
    """The PDF to look at, or why there is none: without pango nothing can be printed, and everything else goes on."""
    try:
        content = make()
    except OSError:
        return render(request, "training/print_unavailable.html", {"session": session}, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response


@require_safe
def attendance_sheet(request: HttpRequest, slug: str, on: str) -> HttpResponse:
    """«Daftar hadir» of one day, on A4 or F4."""
    session = committee_session(request, slug)
    day, paper = day_of(session, on), request.GET.get("kertas", "a4")
    if day is None or paper not in printing.PAPERS:
        raise Http404
    participants = list(session.participants.select_related("person__unit").order_by("line"))
    shown_to(request.user, session, everybody_on(session), exported=True)
    return printed(
        request,
        session,
        lambda: printing.attendance_sheet(day, participants, paper=paper),
        file_name=f"daftar-hadir-{session.slug}-{on}-{paper}.pdf",
    )


@require_safe
def slips(request: HttpRequest, slug: str) -> HttpResponse:
    """«Lembar kode»: 24 on A4, for those who get no badge."""
    session = committee_session(request, slug)
    participants = list(session.participants.select_related("person__unit").order_by("line"))
    shown_to(request.user, session, everybody_on(session), exported=True)
    return printed(
        request,
        session,
        lambda: printing.slips(session, participants, site=absolute("/")),
        file_name=f"lembar-kode-{session.slug}.pdf",
    )


@require_safe
def door_boards(request: HttpRequest, slug: str) -> HttpResponse:
    """«Papan QR»: one A4 for each place that was named, or one without a place."""
    session = committee_session(request, slug)
    if not session.room_code:  # nobody gets in before the session is opened
        raise Http404
    named = [place.strip()[:MOST_LETTERS] for place in request.GET.get("papan", "").replace("\n", ",").split(",")]
    places = [place for place in named if place][:MOST_BOARDS] or [""]
    return printed(
        request,
        session,
        lambda: printing.door_boards(session, places=places, site=absolute("/")),
        file_name=f"papan-qr-{session.slug}.pdf",
    )
