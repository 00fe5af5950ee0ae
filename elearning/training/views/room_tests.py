"""The buttons of P6: a test of the room opens, closes, or closes by itself in a moment."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from .. import progress, services
from ..errors import TrainingError
from ..models import TrainingSession
from .access import committee_session

WAIT_MINUTES = 3  # «Tunggu 3 menit», experience-reasons.md P6


@require_POST
def open_test(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Also calls off a closing that was announced."""
    session = committee_session(request, slug)
    return _done(request, session, kind, services.open_test, "Uji dibuka. HP peserta tahu dalam 25 detik.")


@require_POST
def wait_for_test(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """«Tunggu 3 menit»: the test closes by itself."""
    session, words = committee_session(request, slug), f"Uji ditutup sendiri dalam {WAIT_MINUTES} menit."
    return _done(request, session, kind, services.announce_closing, words, minutes=WAIT_MINUTES)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close_test(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Closing asks once, because people may still be inside."""
    session = committee_session(request, slug)
    if request.method == "POST":
        return _done(request, session, kind, services.close_test, "Uji ditutup.")
    test = next((test for test in progress.room_tests(session, at=timezone.now()) if test.kind == kind), None)
    if test is None:
        raise BadRequest("no such test")
    return render(request, "training/test_close.html", {"session": session, "test": test, "minutes": WAIT_MINUTES})


def _done(
    request: HttpRequest, session: TrainingSession, kind: str, verb: Callable, words: str, **how: int
) -> HttpResponse:
    """Press a service's button and go back with its words, or with the reason why not."""
    try:
        verb(session, kind, by=request.user, at=timezone.now(), **how)
    except TrainingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("training:control", session.slug)
