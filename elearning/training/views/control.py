"""P6, «Kendali uji dan layar»: how the tests of the room go, and what its screen shows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from elearning.lib import codes
from elearning.lib.addresses import absolute

from .. import progress, screen, services
from .. import room as rooms
from ..errors import TrainingError
from ..forms import ScreenForm
from ..models import Room, TrainingSession
from ..results import discussion_closed
from ..services.room import room_of
from .access import committee_session
from .polling import polled

MORE_MINUTES = (5, 10)
MORE_REASON = "Perpanjangan untuk seluruh ruangan"


@never_cache
@require_safe
def control(request: HttpRequest, slug: str) -> HttpResponse:
    session, now = committee_session(request, slug), timezone.now()
    room, tests = room_of(session), progress.room_tests(session, at=now)
    is_discussing = room.layout == Room.Layout.DISCUSSION
    closed_because = discussion_closed(session, room.test, at=now) if is_discussing else ""
    context = {
        "session": session,
        "tests": tests,
        "attended": session.participants.present().count(),
        "registered": session.participants.count(),
        "more_minutes": MORE_MINUTES,
        "more_reason": MORE_REASON,
        "room": room,
        "layouts": Room.Layout.choices,
        "closed_because": closed_because,
        "discussed": screen.discussed(session, room, at=now) if is_discussing and not closed_because else None,
        "can_link": session.state in screen.BY_LINK,
        "link": _link(session, room),
        "etag": _tag(room, tests),
        "every": screen.DESK_SECONDS,
    }
    return render(request, "training/room_control.html", context)


@require_safe
def poll(request: HttpRequest, slug: str) -> HttpResponse:
    """304 while the numbers and the screen are what the page shows."""
    session = committee_session(request, slug)
    return polled(request, _tag(room_of(session), progress.room_tests(session, at=timezone.now())))


@require_POST
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what the screen of the room shows."""
    session, form = committee_session(request, slug), ScreenForm(request.POST)
    if not form.is_valid():
        messages.error(request, TrainingError.messages["no_layout"])
        return _back(slug, "layar")
    try:
        services.show_on_screen(session, **form.cleaned_data)
    except TrainingError as error:
        messages.error(request, str(error))
    return _back(slug, "layar")


@require_POST
def new_link(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    services.new_screen_link(session, by=request.user, at=timezone.now())
    messages.success(
        request, "Tautan layar baru sudah ada di bawah. Tautan lama, bila ada, tidak membuka apa pun lagi."
    )
    return _back(slug, "layar")


def _back(slug: str, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('training:control', args=[slug])}#{anchor}")


def _tag(room: Room, tests: list[progress.RoomTest]) -> str:
    return rooms.tag_of(room.stamp if room.pk else None, *tests)


def _link(session: TrainingSession, room: Room) -> str:
    """The address of the screen that needs no login; empty while it opens nothing."""
    if room.pk is None or session.state not in screen.BY_LINK:
        return ""
    key = codes.display(screen.screen_key(room))
    return absolute(reverse("training:screen_by_link", args=[session.slug, key]))
