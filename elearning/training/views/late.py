"""Answers that arrived long after a test was closed: who, which question, when; never what was answered."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import progress, services
from ..models import TrainingSession
from .access import committee_session

PAGE_SIZE = 50
COUNT, LEAVE = "hitung", "biarkan"


@require_safe
@never_cache
def late_answers(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    return render(
        request,
        "training/late_answers.html",
        {
            "session": session,
            "page": Paginator(progress.late_answers(session), PAGE_SIZE).get_page(request.GET.get("page")),
            "undecided": progress.undecided_answers(session),
            "is_issued": session.state == TrainingSession.State.ISSUED,
        },
    )


@require_POST
def decide_late_answer(request: HttpRequest, slug: str, client_id: UUID) -> HttpResponse:
    """«Hitung jawaban ini» or «Biarkan»; the other button takes it back."""
    session = committee_session(request, slug)
    answer = get_object_or_404(progress.late_answers(session), client_id=client_id)
    decision = request.POST.get("decision")
    if decision not in (COUNT, LEAVE):
        raise BadRequest("no such decision")
    services.decide_late_answer(session, answer, counts=decision == COUNT, by=request.user, at=timezone.now())
    result = "dihitung" if decision == COUNT else "tidak dihitung"
    whose = f"Jawaban {answer.item.attempt.person} untuk soal {answer.item.position}"
    messages.success(request, f"{whose} {result}.")
    return redirect("training:late_answers", slug)
