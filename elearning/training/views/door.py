"""`/r`: the code of a room opens the page on which a person types the own code (experience.md §4)."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from elearning.lib import codes
from elearning.lib.errors import DomainError
from elearning.people.auth import count_failure, may_try, sign_in
from elearning.people.services import CodeRefused, person_by_code

from .. import services
from ..errors import BadgeError, RoomError
from ..forms import OwnCodeForm, RoomCodeForm, add_refusal
from ..models import TrainingSession
from ..permissions import takes_part
from .badges import TOO_MANY
from .calendar import SESSION_KEY as REGISTERING

ARRIVING = "arriving"  # the code of the room in which a visitor without a name pressed «Saya hadir»


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """The code of the room, typed."""
    form = RoomCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not may_try(request):
            return _asked(request, form, TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
        try:
            session = services.session_in_room(form.cleaned_data["code"])
        except RoomError as error:
            count_failure(request)
            add_refusal(form, error, "code")
        else:
            return redirect("training:room", session.room_code)
    return _asked(request, form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, code: str) -> HttpResponse:
    """The own code, typed: of the badge for the first time, the kode peserta ever after. A GET spends nothing."""
    if not may_try(request):
        return _asked(request, RoomCodeForm(), TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        session = services.session_in_room(code)
    except RoomError as error:
        count_failure(request)
        return _asked(request, RoomCodeForm(), str(error), HTTPStatus.NOT_FOUND)
    if takes_part(request.user, session) and not _may_still_arrive(request, session):
        return redirect("training:taking_part", session.slug)
    form = OwnCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _entered(request, session, form.cleaned_data["code"])
        except (BadgeError, CodeRefused) as error:
            count_failure(request)
            add_refusal(form, error, "code")
    return render(request, "training/room_enter.html", {"session": session, "form": form})


def _may_still_arrive(request: HttpRequest, session: TrainingSession) -> bool:
    """On the list already, at an office, on the day, and not present: the button is still for this person."""
    day = session.today(timezone.now()) if session.is_at_office else None
    return day is not None and not day.attendances.filter(participant__person=request.user).exists()


@login_not_required
@never_cache
@require_POST
def arrive(request: HttpRequest, code: str) -> HttpResponse:
    """«Saya hadir», by the QR on the wall of an office (experience.md C7). Whoever we do not know says first who he is."""
    if not may_try(request):
        return _asked(request, RoomCodeForm(), TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        session = services.session_in_room(code)
    except RoomError as error:
        count_failure(request)
        return _asked(request, RoomCodeForm(), str(error), HTTPStatus.NOT_FOUND)
    if not request.user.is_authenticated and session.is_at_office:
        request.session[REGISTERING], request.session[ARRIVING] = session.slug, session.room_code
        return redirect(resolve_url("dashboard:identity"))
    try:
        services.arrive(session, request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("training:room", session.room_code)
    return redirect("training:taking_part", session.slug)


def _entered(request: HttpRequest, session: TrainingSession, typed: str) -> HttpResponse:
    """To the badge, where one button claims it, or signed in by the kode peserta."""
    if len("".join(filter(str.isalnum, typed))) <= codes.BADGE_LENGTH:
        return redirect("training:badge", codes.display(services.participant_by_badge(typed).badge_code))
    person = person_by_code(typed)
    sign_in(request, person)
    if takes_part(person, session):
        return redirect("training:taking_part", session.slug)
    return redirect("training:room", session.room_code) if session.is_at_office else redirect("dashboard:home")


def _asked(request: HttpRequest, form: RoomCodeForm, words: str = "", status: HTTPStatus = HTTPStatus.OK):
    return render(request, "training/room_door.html", {"form": form, "words": words}, status=status)
