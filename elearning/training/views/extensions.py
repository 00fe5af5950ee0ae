"""«Perpanjang waktu»: for one person of the list, or for everybody who is still at work in a test of the room."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from elearning.lib import dates
from quizzes.errors import ExtensionError

from .. import progress, services
from ..errors import TrainingError
from ..forms import ExtensionForm, add_refusal
from ..models import TrainingSession
from .access import committee_session


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def extend_test(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    session = committee_session(request, slug)
    test = next((test for test in progress.room_tests(session, at=timezone.now()) if test.kind == kind), None)
    if test is None:
        raise BadRequest("no such test")
    form = ExtensionForm(request.POST or None, participants=session.participants.select_related("person"))
    if request.method == "POST" and form.is_valid():
        try:
            words = _extend(request, session, kind, **form.cleaned_data)
        except ExtensionError as error:
            add_refusal(form, error, "reason" if error.code == "reason_missing" else None)
        except TrainingError as error:
            messages.error(request, str(error))
            return redirect("training:control", slug)
        else:
            messages.success(request, words)
            return redirect("training:control", slug)
    context = {"session": session, "test": test, "form": form, "at_work": progress.at_work(session, kind)}
    return render(request, "training/extend_test.html", context)


def _extend(request: HttpRequest, session: TrainingSession, kind: str, *, participant, minutes, reason) -> str:
    who = {"minutes": minutes, "reason": reason, "by": request.user, "at": timezone.now()}
    if participant is None:
        people = services.extend_test(session, kind, **who)
        return (
            f"Waktu {people} orang diperpanjang {minutes} menit." if people else f"Penutupan diundur {minutes} menit."
        )
    participant.session = session
    until = services.extend_test_for(participant, kind, **who).until
    return f"Waktu {participant.person} diperpanjang sampai {dates.clock(until, session.time_zone)}."
