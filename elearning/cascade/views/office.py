"""C7: a head holds a session at the office, with four fields (experience.md §7, ADR 0042)."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates.errors import CertificateError
from elearning.lessons.models import CoursePage
from elearning.lib import dates
from elearning.people.models import Unit
from elearning.people.numbering import code_for
from elearning.training import screen
from elearning.training import services as training
from elearning.training.models import TrainingSession
from elearning.training.readiness import hours_in_words
from elearning.training.services.office import ENDS, LESSON_HOURS, STARTS

from .. import staff as reads
from ..office_forms import OfficeSessionForm
from .frame import address, frame, head_only, office_of, unit_of

ROWS = 20


def _sessions_of(request: HttpRequest, unit: Unit):
    """What the unit holds at its own office, as far as the visitor manages it."""
    managed = TrainingSession.objects.managed_by(request.user, on=timezone.localdate())
    return managed.filter(is_at_office=True, unit=unit)


def _session(request: HttpRequest, unit: Unit, slug: str) -> TrainingSession:
    found = get_object_or_404(_sessions_of(request, unit).prefetch_related("days", "materials"), slug=slug)
    found.day = next(iter(found.days.all()), None)
    if found.day is None:
        raise Http404
    return found


def _frame_here(request: HttpRequest, unit: Unit) -> dict:
    """A session belongs to one unit: this page has no counterpart in another."""
    return {**frame(request, unit), "other_units": []}


def _course(unit: Unit) -> CoursePage | None:
    """What the unit hands on; before that, the first one that somebody can finish."""
    node = reads.current_node(unit)
    return node.course if node else reads.shareable_courses().first()


@never_cache
@require_safe
@head_only
def sessions(request: HttpRequest) -> HttpResponse:
    unit = unit_of(request)
    rows = _sessions_of(request, unit).with_turnout().prefetch_related("days").order_by("-created_at", "-pk")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    for session in page.object_list:
        session.day = next(iter(session.days.all()), None)
    context = {**frame(request, unit), "page": page, "has_course": _course(unit) is not None}
    kept = f"unit={unit.public_id}&" if request.GET.get("unit") else ""
    return render(request, "cascade/office_list.html", {**context, "kept_query": kept})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def hold(request: HttpRequest) -> HttpResponse:
    """Four fields; then everything that follows from them, to be looked at; then it is made."""
    unit = unit_of(request)
    course = _course(unit)
    if course is None:
        return redirect(address(request, "office_sessions", unit))
    initial = {"venue": f"Kantor {unit.name}"[:160]}
    form = OfficeSessionForm(request.POST or None, today=_today(unit), initial=initial)
    context = {**frame(request, unit), "form": form, "course": course, "title": "Sosialisasi di kantor"}
    if not form.is_valid() or "change" in request.POST:
        return render(request, "cascade/office_form.html", context)
    title = office_of(request, unit)
    if "hold" not in request.POST:
        context |= {"plan": form.plan(), "head_title": title, "starts": STARTS, "ends": ENDS, "code": code_for(unit)}
        context |= {"hours": hours_in_words(LESSON_HOURS)}
        return render(request, "cascade/office_check.html", context)
    try:
        session = training.hold_at_office(
            unit,
            form.plan(),
            course=course,
            head_title=title,
            key=form.cleaned_data["key"],
            by=request.user,
            at=timezone.now(),
        )
    except CertificateError as error:
        form.add_error(None, str(error))
        return render(request, "cascade/office_form.html", context)
    messages.success(request, "Sosialisasi di kantor siap. Cetak daftar hadir dan kode QR dari halaman ini.")
    return redirect(address(request, "office_session", unit, session.slug))


def _today(unit: Unit):
    return dates.local_day(timezone.now(), unit.time_zone)


@never_cache
@require_safe
@head_only
def session(request: HttpRequest, slug: str) -> HttpResponse:
    """What a session at the office gives: papers, QR, slides, screen, and how many have come."""
    unit = unit_of(request)
    found = _session(request, unit, slug)
    context = {
        **_frame_here(request, unit),
        "session": found,
        "registered": found.participants.count(),
        "present": found.participants.present().count(),
        "join_address": screen.join_address(found),
        "hours": hours_in_words(found.lesson_hours),
        "is_ahead": found.day.date > _today(unit),
    }
    return render(request, "cascade/office_session.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def change(request: HttpRequest, slug: str) -> HttpResponse:
    unit = unit_of(request)
    found = _session(request, unit, slug)
    material = found.materials.all()[0]
    initial = {"on": found.day.date, "venue": found.venue, "speaker": material.speaker}
    initial |= {"expected_people": found.expected_people, "key": found.public_id}
    form = OfficeSessionForm(request.POST or None, today=_today(unit), initial=initial)
    if form.is_valid():
        try:
            training.change_at_office(found, form.plan(), by=request.user, at=timezone.now())
        except training.OfficeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Tersimpan. Cetak ulang daftar hadir bila sudah dicetak.")
            return redirect(address(request, "office_session", unit, slug))
    context = {**_frame_here(request, unit), "form": form, "session": found, "title": "Ubah sosialisasi di kantor"}
    return render(request, "cascade/office_form.html", context)
