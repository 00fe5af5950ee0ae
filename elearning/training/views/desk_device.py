"""P5 without a network: the list a desk takes along, what it reports later, and the page that opens offline."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from elearning.ui.templatetags.ui import clock

from .. import door, services
from ..clocks import TOLERANCE
from ..desk_batches import BatchRefused, read_batch
from ..forms import CodeForm
from ..models import TrainingSession
from ..permissions import Duty
from ..services import Outcome
from .access import committee_session

WORKER = "js/training/desk/desk-worker.js"
WORDS = {
    "unknown": "Kode ini tidak kami temukan. Periksa lagi huruf dan angkanya.",
    "other_session": "Kode ini milik sosialisasi lain.",
    "other_day": "Hari ini bukan hari sosialisasi. Catatannya ada di Catatan meja.",
    "day_ahead": "Hari itu belum tiba. Catatannya ada di Catatan meja.",
    "not_open": "Sosialisasi ini belum dibuka. Catatannya ada di Catatan meja.",
    "session_closed": "Daftar hadir sudah ditutup. Catatannya ada di Catatan meja.",
    "nonce_reused": "Nomor catatan ini sudah dipakai. Pindai orangnya sekali lagi.",
    "withdrawn": "Kehadiran ini dibatalkan panitia. Pindai lagi bila orangnya hadir.",
    "unreadable": "Catatan ini tidak terbaca server. Pindai orangnya sekali lagi.",
}


@require_safe
@never_cache
def desk_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What the device keeps; 204 when it has it already. No copy stays in the browser's own store."""
    session, now = committee_session(request, slug, duty=Duty.DESK), timezone.now()
    if not session.is_open(now):
        return JsonResponse({"is_open": False})
    told = door.list_for_device(session, at=now)
    if request.GET.get("sidik") == told["mark"]:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return JsonResponse(told)


@require_POST
def take_in_scans(request: HttpRequest, slug: str) -> HttpResponse:
    """A desk's queue. Each scan has its own answer; the same scans again get the same answers."""
    session, now = committee_session(request, slug, duty=Duty.DESK), timezone.now()
    try:
        batch = read_batch(request.body)
    except BatchRefused:
        return JsonResponse({"words": "Catatan ini tidak terbaca."}, status=HTTPStatus.BAD_REQUEST)
    outcomes = services.take_in_scans(session, batch.scans, sent_at=batch.sent_at, by=request.user, at=now)
    behind = now - batch.sent_at
    return JsonResponse(
        {
            "scans": [
                *(_answer(session, outcome) for outcome in outcomes),
                *(_refused(nonce) for nonce in batch.unreadable),
            ],
            "is_open": session.is_open(now),
            "clock_off": round(behind.total_seconds() / 60) if abs(behind) > TOLERANCE else 0,
        }
    )


def _refused(nonce: str) -> dict[str, Any]:
    return {"nonce": nonce, "status": "unreadable", "words": WORDS["unreadable"]}


def _answer(session: TrainingSession, outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {
        "nonce": str(outcome.nonce),
        "status": outcome.status,
        "words": WORDS.get(outcome.status, ""),
    }
    who, attendance = outcome.participant, outcome.attendance
    if who is None or outcome.note is not None:
        return told
    told |= {
        "line": who.line, "name": who.person.display_name, "unit": who.person.unit_label or who.group,
        "id": str(who.public_id), "nip": who.nip_is_incomplete,
    }  # fmt: skip
    if attendance is None:
        return told
    at, desk = attendance.first.happened_at, attendance.first.desk
    place = f" di {desk}" if desk else ""
    again = f"Sudah hadir pukul {clock(at, session.time_zone)}{place}." if outcome.status == "again" else ""
    return told | {"at": at.isoformat(), "desk": desk, "words": again or told["words"]}


@require_safe
def desk_worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The service worker. It lies in the folder of this session's desk, so its reach is that desk and no other page."""
    committee_session(request, slug, duty=Duty.DESK)
    path = finders.find(WORKER)
    if path is None:
        raise Http404
    return HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def desk_shell(request: HttpRequest) -> HttpResponse:
    """The desk without a session in it: what the worker keeps, the same for everybody. The list comes from the device."""
    return render(request, "training/desk_shell.html", {"form": CodeForm()})
