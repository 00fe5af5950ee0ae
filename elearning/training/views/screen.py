"""P7, the screen of the room: for the projector, opened by the committee or by the secret link of the session."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from elearning.lib import dates
from elearning.ui.themes import Theme
from quizzes.models import Question
from quizzes.statistics.gain import LEAST_PEOPLE

from .. import screen
from ..models import Room, TrainingSession
from ..services.room import room_of
from .access import committee_session
from .polling import polled

Layout = Room.Layout


@dataclass(frozen=True, slots=True)
class Seen:
    """``pinned``: the address itself names what is shown, for who has one device only; empty when the committee chooses."""

    session: TrainingSession
    room: Room
    url: str
    poll_url: str
    pinned: dict[str, str]


@never_cache
@require_safe
def screen_of_committee(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _seen_by_committee(request, slug))


@require_safe
def poll_of_committee(request: HttpRequest, slug: str) -> HttpResponse:
    return _poll(request, _seen_by_committee(request, slug))


@login_not_required
@never_cache
@require_safe
def screen_by_link(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """For a projector on which nobody of the committee is signed in."""
    return _page(request, _seen_by_link(request, slug, key))


@login_not_required
@require_safe
def poll_by_link(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return _poll(request, _seen_by_link(request, slug, key))


def _seen_by_committee(request: HttpRequest, slug: str) -> Seen:
    session = committee_session(request, slug)
    room, pinned = room_of(session), {}
    if request.GET.get("tampil"):
        pinned = _pin(request, room)
    url, poll_url = (reverse(f"training:{name}", args=[slug]) for name in ("screen", "screen_poll"))
    return Seen(session, room, url, poll_url, pinned)


def _seen_by_link(request: HttpRequest, slug: str, key: str) -> Seen:
    session = get_object_or_404(TrainingSession.objects.with_programme(), slug=slug)
    room = room_of(session)
    if not screen.opens(session, room, key):
        raise Http404
    url, poll_url = (
        reverse(f"training:{name}", args=[slug, key]) for name in ("screen_by_link", "screen_poll_by_link")
    )
    return Seen(session, room, url, poll_url, {})


def _pin(request: HttpRequest, room: Room) -> dict[str, str]:
    """The room as this address wants to see it; nothing is stored."""
    asked = request.GET
    if asked["tampil"] not in Layout:
        raise Http404
    pinned = {"tampil": asked["tampil"]}
    room.layout = asked["tampil"]
    if asked.get("uji") in Room.Test:
        room.test = pinned["uji"] = asked["uji"]
        room.question, room.shows_reason = None, asked.get("alasan") == "1"
        if asked.get("soal", "").isdecimal() and len(asked["soal"]) < 10:
            room.question = Question.objects.filter(pk=asked["soal"]).first()
            pinned["soal"] = asked["soal"]
        if room.shows_reason:
            pinned["alasan"] = "1"
    return pinned


def _poll(request: HttpRequest, seen: Seen) -> HttpResponse:
    return polled(request, screen.scene(seen.session, seen.room, at=timezone.now()).tag)


def _page(request: HttpRequest, seen: Seen) -> HttpResponse:
    session, now = seen.session, timezone.now()
    scene = screen.scene(session, seen.room, at=now)
    context = {
        "session": session,
        "scene": scene,
        "poll_url": f"{seen.poll_url}?{urlencode(seen.pinned)}" if seen.pinned else seen.poll_url,
        "every": screen.SCREEN_SECONDS,
        "pinned": seen.pinned,
        "screen_url": seen.url,
        "layouts": Layout.choices,
        "least": LEAST_PEOPLE,
        "messages": (),  # they are of the committee's own page
        "theme": Theme.LIGHT.value,  # experience.md §2: a projector is always light
    } | _dear(session, scene, now)
    return render(request, "training/room_screen.html", context)


def _dear(session: TrainingSession, scene: screen.Scene, now) -> dict:
    """What only the page needs, and only in one layout."""
    if scene.layout == Layout.JOIN and session.room_code:
        qr = segno.make(screen.join_address(session), error="m", micro=False).svg_data_uri(border=2, omitsize=True)
        return {"qr": qr, "door": screen.door_address()}
    if scene.layout == Layout.RESULTS:
        result, topics = screen.topics(session, at=now)
        return {"result": result, "topics": topics}
    if scene.layout == Layout.DISCUSSION and not scene.closed_because:
        return {"discussed": screen.discussed(session, scene.room, at=now)}
    if scene.layout == Layout.PHOTO:
        days = [day.date for day in session.days.all()]
        return {"span": dates.day_span(days) if days else ""}
    return {}
