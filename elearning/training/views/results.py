"""«Hasil kelas»: what the class knew before and after. Counts and questions, never a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.statistics.gain import LEAST_PEOPLE
from quizzes.statistics.words import ENOUGH

from .. import progress
from ..permissions import Duty
from ..results import open_tests, result_of
from .access import committee_session


@require_safe
@never_cache
def results(request: HttpRequest, slug: str) -> HttpResponse:
    session, now = committee_session(request, slug, duty=Duty.REPORT), timezone.now()
    return render(
        request,
        "training/class_results.html",
        {
            "session": session,
            "result": result_of(session, at=now),
            "open_tests": open_tests(session, at=now),
            "undecided": progress.undecided_answers(session),
            "least": LEAST_PEOPLE,
            "enough": ENOUGH,
        },
    )
