"""The two-minute tour and «Masuk sebagai…». Demo mode only: it signs visitors in without a password."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from elearning.people.auth import sign_in
from elearning.people.models import User
from elearning.training.models import TrainingSession

from . import cast
from .dirty import dirty_list
from .steps import steps

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STAFF_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

if not settings.DEMO_MODE:
    raise ImproperlyConfigured("elearning.demo signs visitors in without a password; remove it from INSTALLED_APPS.")


@login_not_required
@require_GET
def tour(request: HttpRequest) -> HttpResponse:
    """Six steps from a lesson to a verified certificate, and the tiles."""
    return render(
        request, "demo/tour.html", {"steps": steps(), "personas": cast.PERSONAS, "seeded": persona("camat") is not None}
    )


@login_not_required
@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Become one of the cast and land where that person starts."""
    role = next((role for role in cast.PERSONAS if role.key == key), None)
    person = role and persona(key)
    if not person:
        raise Http404
    if role.email:  # the others come by kode peserta, and see what a kode peserta opens
        login(request, person, backend=STAFF_BACKEND)
    else:
        sign_in(request, person, shared_computer=True)
    return redirect(role.lands_on)


@require_POST
def simulate(request: HttpRequest) -> HttpResponse:
    """«Simulasikan 10 kehadiran» in the running session, for whoever looks after it."""
    from .seed.sessions import simulate_arrivals

    now: datetime = timezone.now()
    try:
        session, arrived = simulate_arrivals(by=request.user, at=now, nonce=uuid.uuid4)
    except TrainingSession.DoesNotExist as error:
        raise Http404 from error
    if arrived:
        messages.success(request, f"{arrived} peserta contoh dicatat hadir.")
    else:
        messages.info(request, "Tidak ada peserta lagi yang bisa dicatat hadir hari ini.")
    return redirect("training:overview", session.slug)


@login_not_required
@require_GET
def dirty(request: HttpRequest) -> HttpResponse:
    """The list of session C as it arrives the night before; the import must never invent what it has lost."""
    response = HttpResponse(dirty_list(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="peserta-kotor.xlsx"'
    return response


def persona(key: str) -> User | None:
    """The demo person of a tile, or None while the demo has not been seeded."""
    role = next(role for role in cast.PERSONAS if role.key == key)
    return User.objects.filter(display_name=role.name, is_active=True).order_by("pk").first()
