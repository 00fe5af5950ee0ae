"""P5, the registration desk: scan, type a code, or look for a name; all three always in sight."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certificates.services import CertificateError
from elearning.people.services import PeopleError

from .. import door, services
from ..errors import AttendanceError, BadgeError, ParticipantError, TrainingError
from ..forms import CodeForm, DeputyForm, DeskForm, WalkInForm, add_refusal
from ..models import Attendance, AttendanceEvent, Participant, SessionDay, TrainingSession
from ..permissions import Duty
from .access import committee_session, day_of, participant_of

Kind, Method = AttendanceEvent.Kind, AttendanceEvent.Method
HITS, RECENT = 12, 5
LEAVING = "pulang"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    session, now = committee_session(request, slug, duty=Duty.DESK), timezone.now()
    day = _day(request, session, now)
    form = CodeForm(request.POST or None, initial={"nonce": uuid4(), "kind": _kind(request)})
    if form.is_valid() and day:
        try:
            participant = services.participant_by_badge(form.cleaned_data["code"])
            # Whoever types writes the code; only a scanner writes the whole address.
            method = Method.SCAN if "/" in form.cleaned_data["code"] else Method.CODE
            nonce, kind = form.cleaned_data["nonce"], form.cleaned_data["kind"]
            return _record(request, participant, day, nonce=nonce, method=method, kind=kind, at=now)
        except (BadgeError, AttendanceError) as error:
            form = _again(form, error)
    return render(request, "training/desk.html", _desk_context(request, session, day, form, now))


def _again(form: CodeForm, error: Exception) -> CodeForm:
    """The same code, a fresh nonce: what was refused once must not block the next person."""
    fresh = CodeForm({**form.cleaned_data, "nonce": uuid4()})
    add_refusal(fresh, error, "code")
    return fresh


def _day(request: HttpRequest, session: TrainingSession, now: datetime) -> SessionDay | None:
    """The day the committee chose in the address, else today's at the place."""
    return day_of(session, request.GET.get("hari")) or session.today(now)


def _kind(request: HttpRequest) -> str:
    """What the desk records now: ``?arah=pulang`` stays until somebody changes it."""
    return Kind.OUT if request.GET.get("arah") == LEAVING else Kind.IN


def _record(
    request: HttpRequest,
    participant: Participant,
    day: SessionDay,
    *,
    nonce: UUID,
    method: str,
    kind: str,
    at: datetime,
) -> HttpResponseRedirect:
    """Record, then go back to the desk, which reads the stored row and shows it (capabilities 2.17)."""
    session = day.session
    press = {"day": day, "by": request.user, "nonce": nonce, "method": method, "at": at}
    press["desk"] = _desk_name(request, session)
    if kind == Kind.OUT:
        services.record_departure(participant, **press)
        return _to_desk(request, session, {"pergi": participant.public_id, "arah": LEAVING})
    return _arrived(request, session, services.record_attendance(participant, **press), nonce)


def _desk_key(session: TrainingSession) -> str:
    return f"desk:{session.public_id}"


def _desk_name(request: HttpRequest, session: TrainingSession) -> str:
    return request.session.get(_desk_key(session), "")


def _arrived(
    request: HttpRequest, session: TrainingSession, attendance: Attendance, nonce: UUID
) -> HttpResponseRedirect:
    again = {} if attendance.first.nonce == nonce else {"sudah": "1"}
    return _to_desk(request, session, {"hadir": attendance.participant.public_id, **again})


def _to_desk(request: HttpRequest, session: TrainingSession, query: dict[str, object]) -> HttpResponseRedirect:
    day = {"hari": request.GET["hari"]} if request.GET.get("hari") else {}
    return HttpResponseRedirect(f"{reverse('training:desk', args=[session.slug])}?{urlencode({**query, **day})}")


def _desk_context(
    request: HttpRequest, session: TrainingSession, day: SessionDay | None, form: CodeForm, now: datetime
) -> dict:
    query = request.GET.get("q", "").strip()
    context = {
        "session": session,
        "day": day,
        "days": list(session.days.all()),
        "chosen": request.GET.get("hari", ""),
        "is_open": session.is_open(now),
        "form": form,
        "desk_form": DeskForm(initial={"desk": _desk_name(request, session)}),
        "desk": _desk_name(request, session),
        "query": query,
        "kind": _kind(request),
    }
    if day is None:
        return context
    present = Attendance.objects.filter(day=day)
    return context | {
        "turnout": door.turnout(day, registered=session.participants.count(), at=now),
        "left": _left(request, session, day),
        "recent": present.select_related("participant__person", "first").order_by("-first__received_at")[:RECENT],
        "shown": _shown(request, session, day),
        "repeated": "sudah" in request.GET,
        "hits": _hits(session, day, query) if query else [],
    }


def _named(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _shown(request: HttpRequest, session: TrainingSession, day: SessionDay) -> Attendance | None:
    """The person who was just checked in, as the database has it."""
    found = Attendance.objects.select_related("participant__person__unit", "participant__deputy_for__person", "first")
    who = {"participant__session": session, "participant__public_id": _named(request, "hadir")}
    return found.filter(day=day, **who).first()


def _left(request: HttpRequest, session: TrainingSession, day: SessionDay) -> AttendanceEvent | None:
    """The person who was just seen leaving."""
    found = AttendanceEvent.objects.select_related("participant__person__unit", "participant__deputy_for__person")
    who = {"participant__session": session, "participant__public_id": _named(request, "pergi")}
    return found.filter(day=day, kind=Kind.OUT, **who).order_by("happened_at", "pk").last()


def _hits(session: TrainingSession, day: SessionDay, query: str) -> list[dict]:
    found = session.participants.matching(query).with_attendance().order_by("line")[:HITS]
    return [
        {
            "participant": participant,
            "attendance": next((one for one in participant.attendances.all() if one.day_id == day.pk), None),
            "nonce": uuid4(),
        }
        for participant in found
    ]


@require_POST
def name_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Which desk this device is; kept in the session of the browser."""
    session = committee_session(request, slug, duty=Duty.DESK)
    form = DeskForm(request.POST)
    if form.is_valid():
        request.session[_desk_key(session)] = form.cleaned_data["desk"]
    else:
        messages.error(request, " ".join(form.errors["desk"]))
    return redirect(_desk_url(request, session))


def _desk_url(request: HttpRequest, session: TrainingSession) -> str:
    url, chosen = reverse("training:desk", args=[session.slug]), request.GET.get("hari")
    return f"{url}?{urlencode({'hari': chosen})}" if chosen else url


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """One person at the desk: reached by the badge's QR or by name. Looking records nothing."""
    session, now = committee_session(request, slug, duty=Duty.DESK), timezone.now()
    participant, day = participant_of(session, public_id), _day(request, session, now)
    if request.method == "POST" and day:
        method = Method.SCAN if request.POST.get("method") == Method.SCAN else Method.NAME
        kind = Kind.OUT if request.POST.get("kind") == Kind.OUT else Kind.IN
        try:
            return _record(request, participant, day, nonce=_nonce(request), method=method, kind=kind, at=now)
        except AttendanceError as error:
            messages.error(request, str(error))
    attendance = Attendance.objects.filter(participant=participant, day=day).select_related("first").first()
    return render(
        request,
        "training/check_in.html",
        {
            "session": session,
            "participant": participant,
            "day": day,
            "days": list(session.days.all()),
            "chosen": request.GET.get("hari", ""),
            "attendance": attendance,
            "left": door.departures(participant).get(day.pk) if day else None,
            "is_open": session.is_open(now),
            "method": Method.SCAN if "pindai" in request.GET else Method.NAME,
            "nonce": uuid4(),
            "deputy": session.participants.filter(deputy_for=participant).select_related("person").first(),
        },
    )


def _nonce(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("nonce", ""))
    except ValueError:
        return uuid4()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """«Hadir sebagai wakil»: the deputy gets the certificate."""
    session, now = committee_session(request, slug, duty=Duty.DESK), timezone.now()
    principal, day = participant_of(session, public_id), _day(request, session, now)
    form = DeputyForm(request.POST or None, initial={"nonce": uuid4()})
    return _welcome(request, session, day, form, services.welcome_deputy, principal, "training/deputy.html", now)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, slug: str) -> HttpResponse:
    """«Tambahan»: somebody who stands at the door without an invitation."""
    session, now = committee_session(request, slug, duty=Duty.DESK), timezone.now()
    day = _day(request, session, now)
    form = WalkInForm(request.POST or None, initial={"nonce": uuid4()})
    return _welcome(request, session, day, form, services.welcome_walk_in, session, "training/walk_in.html", now)


def _welcome(
    request: HttpRequest,
    session: TrainingSession,
    day: SessionDay | None,
    form: DeputyForm | WalkInForm,
    verb,
    whom: Participant | TrainingSession,
    template: str,
    now: datetime,
) -> HttpResponse:
    if form.is_valid() and day:
        try:
            attendance = verb(
                whom, **form.cleaned_data, day=day, by=request.user, at=now, desk=_desk_name(request, session)
            )
        except (PeopleError, CertificateError, ParticipantError, AttendanceError, TrainingError) as error:
            add_refusal(form, error)
        else:
            return _arrived(request, session, attendance, form.cleaned_data["nonce"])
    context = {
        "session": session,
        "form": form,
        "day": day,
        "principal": whom if isinstance(whom, Participant) else None,
        "desk_url": _desk_url(request, session),
        "is_open": session.is_open(now),
    }
    return render(request, template, context)


def participant_at_desk(participant: Participant) -> str:
    """Where a scanned badge leads a member of the committee."""
    return f"{reverse('training:check_in', args=[participant.session.slug, participant.public_id])}?pindai"
