"""The first page of a session, and the buttons that carry it from draft to closed list."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.lib import dates

from .. import progress, proofing, readiness, services
from ..errors import TrainingError
from ..models import TrainingSession
from ..permissions import Duty, can_change_form, can_create_sessions
from .access import committee_session

FINISHED = (TrainingSession.State.CLOSED, TrainingSession.State.ISSUED)


@require_safe
@never_cache
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    session, now = committee_session(request, slug, duty=None), timezone.now()
    if Duty.RUN not in session.duties:
        return render(
            request,
            "training/session_duty.html",
            {"session": session, "role": _role(request, session), "is_finished": session.state in FINISHED},
        )
    checks = readiness.checklist(session, at=now)
    has_gaps = any(not check.done for check in checks)
    return render(
        request,
        "training/session_overview.html",
        {
            "session": session,
            "span": dates.day_span([day.date for day in session.days.all()]) if session.days.all() else "",
            "checks": checks,
            "has_gaps": has_gaps,
            "places": _places(request, session),
            "next_step": progress.next_step(session, has_gaps=has_gaps, at=now),
            "turnout": progress.turnout_by_day(session),
            "attended": session.participants.present().count(),
            "registered": session.participants.count(),
            "tests": progress.room_tests(session, at=now),
            "undecided": progress.undecided_answers(session),
            "names_to_decide": proofing.to_decide(session),
            "hours": readiness.hours_in_words(session.lesson_hours),
            "today": session.today(now),
            "copy_url": _copy_url(request, session),
            "cards_url": reverse(settings.SESSION_CARDS_URL, args=[slug])
            if session.state in FINISHED and not session.is_at_office
            else "",
        },
    )


def _role(request: HttpRequest, session: TrainingSession) -> str:
    return next(member.get_role_display() for member in session.committee.all() if member.person_id == request.user.pk)


def _copy_url(request: HttpRequest, session: TrainingSession) -> str:
    """«Salin dari yang lama», for those who may make sessions and whom the admin lets in."""
    may_copy = can_create_sessions(request.user, on=timezone.localdate())
    may_enter = request.user.has_perm("wagtailadmin.access_admin")
    return reverse("trainingsession:copy", args=[session.pk]) if may_copy and may_enter else ""


def _places(request: HttpRequest, session: TrainingSession) -> dict[str, str]:
    """Where each gap is filled; the form only for those whom the admin lets in."""
    places = {readiness.PARTICIPANTS: reverse("training:participants", args=[session.slug])}
    may_edit = can_change_form(request.user, session, on=timezone.localdate())
    if may_edit and request.user.has_perm("wagtailadmin.access_admin"):
        places[readiness.FORM] = reverse("trainingsession:edit", args=[session.pk])
    return places


@require_POST
def open_session(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    try:
        services.open_session(session, by=request.user, at=timezone.now())
    except TrainingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Sosialisasi dibuka. Kehadiran sudah bisa dicatat.")
    return redirect("training:overview", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def close_list(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    if request.method == "POST":
        return _done(
            request, slug, services.close_list, "Daftar hadir ditutup. Periksa siapa yang memenuhi syarat.",
            session, to="training:certificates",
        )  # fmt: skip
    registered, attended = session.participants.count(), session.participants.present().count()
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Tutup daftar hadir {session.title}?",
            "consequence": (
                f"{attended} dari {registered} peserta tercatat hadir. "
                "Sesudah ditutup, meja registrasi berhenti mencatat dan uji yang masih terbuka ikut ditutup."
            ),
            "action": "Tutup daftar hadir",
            "back_url": reverse("training:overview", args=[slug]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_list(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    if request.method == "POST":
        return _done(request, slug, services.reopen_list, "Daftar hadir dibuka lagi.", session)
    return render(
        request,
        "components/confirm.html",
        {
            "title": "Buka lagi daftar hadir?",
            "consequence": "Meja registrasi dapat mencatat lagi. Setelah sertifikat terbit, hal ini tidak bisa dilakukan.",
            "action": "Buka lagi",
            "back_url": reverse("training:overview", args=[slug]),
        },
    )


def _done(request: HttpRequest, slug: str, verb, words: str, *what, to: str = "training:overview") -> HttpResponse:
    """Press a service's button and go back with its words, or with the reason why not."""
    try:
        verb(*what, by=request.user, at=timezone.now())
    except TrainingError as error:
        messages.error(request, str(error))
        return redirect("training:overview", slug)
    messages.success(request, words)
    return redirect(to, slug)
