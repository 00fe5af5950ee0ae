"""What anybody may read about sessions, and how one registers by link (ADR 0029)."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates.errors import CertificateError
from elearning.lib import dates
from elearning.lib.addresses import absolute

from .. import services
from ..announcing import announce, announce_all, record_of
from ..calendar_files import calendar_file
from ..errors import RegistrationError
from ..models import Participant, TrainingSession
from .access import committee_session, participant_of

ROWS = 20
SESSION_KEY = "registering"  # the slug that a visitor without a name wants to register for; «Data diri» finishes it


@login_not_required
@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """Coming sessions by month, and those that have been, newest first."""
    now = timezone.now()
    before = TrainingSession.objects.announced().filter(last_day__lt=_today()).with_seats()
    past = Paginator(before.order_by("-last_day", "-pk"), ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "training/calendar.html",
        {
            "months": _by_month(announce_all(_coming(), at=now)),
            "past": announce_all(past, at=now),
            "page": past,
        },
    )


def _today():
    """Of the place where the day ends last, so that nothing leaves the calendar while it still runs."""
    return dates.local_day(timezone.now(), dates.WIB)


def _coming() -> QuerySet[TrainingSession]:
    return TrainingSession.objects.announced().filter(last_day__gte=_today()).with_seats().order_by("first_day", "pk")


def _by_month(found: Iterable) -> list[tuple[str, list]]:
    def month(one) -> str:
        first = one.days[0].row.date
        return f"{dates.MONTHS[first.month - 1]} {first.year}"

    return [(name, list(group)) for name, group in groupby(found, key=month)]


@login_not_required
@require_safe
def coming_file(request: HttpRequest) -> HttpResponse:
    """All coming sessions, to subscribe to."""
    return _file(request, _coming(), name="sosialisasi-netralitas-asn")


@login_not_required
@require_safe
def session_file(request: HttpRequest, slug: str) -> HttpResponse:
    session = _public(slug)
    return _file(request, [session], name=session.slug)


def _file(request: HttpRequest, sessions: Iterable[TrainingSession], *, name: str) -> HttpResponse:
    rows = ((one, absolute(reverse("training:announcement", args=[one.slug]))) for one in sessions)
    host = absolute("/").split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    content = calendar_file(rows, host=host, at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _public(slug: str) -> TrainingSession:
    return get_object_or_404(TrainingSession.objects.public().with_seats(), slug=slug)


@login_not_required
@never_cache
@require_safe
def announcement(request: HttpRequest, slug: str) -> HttpResponse:
    """One session for the public; whoever is on its list sees his line and his badge code as well."""
    session, now = _public(slug), timezone.now()
    own = _own(request, session)
    return render(
        request,
        "training/announcement.html",
        {
            "shown": announce(session, at=now),
            "session": session,
            "record": record_of(session),
            "hours": session.lesson_hours,
            "own": own,
            "qr": _qr(own) if own else "",
            "may_cancel": own is not None and own.origin == Participant.Origin.REGISTERED,
        },
    )


def _own(request: HttpRequest, session: TrainingSession) -> Participant | None:
    if not request.user.is_authenticated:
        return None
    return Participant.objects.filter(session=session, person=request.user).first()


def _qr(own: Participant) -> str:
    address = absolute(reverse("training:badge", args=[own.badge_display]))
    return segno.make(address, error="m", micro=False).svg_data_uri(border=4, omitsize=True, light="#fff")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """One press for somebody we know; everybody else says who he is first, and is registered by that."""
    session, now = _public(slug), timezone.now()
    shown = announce(session, at=now)
    if request.method == "POST" and not request.user.is_authenticated and shown.registration.is_open:
        request.session[SESSION_KEY] = session.slug
        return redirect(resolve_url("dashboard:identity"))
    if _own(request, session):
        return redirect("training:announcement", slug)
    context = {"session": session, "shown": shown, "error": ""}
    if request.method == "POST" and request.user.is_authenticated:
        try:
            made = services.register(session, request.user, at=now)
        except (RegistrationError, CertificateError) as error:
            context["error"] = str(error)
            return render(request, "training/register.html", context, status=HTTPStatus.CONFLICT)
        messages.success(request, registered_in_words(made))
        return redirect("training:announcement", slug)
    here = reverse("training:register", args=[slug])
    context["login_url"] = f"{reverse('people:login')}?{urlencode({'next': here})}"
    return render(request, "training/register.html", context)


def registered_in_words(made: Participant) -> str:
    return f"Anda terdaftar pada {made.session.title}, nomor {made.line:03d}."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody who registered himself takes it back."""
    session = _public(slug)
    own = get_object_or_404(Participant, session=session, person=request.user)
    back = reverse("training:announcement", args=[slug])
    if request.method == "POST":
        try:
            services.cancel_registration(own, by=request.user, at=timezone.now())
        except RegistrationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Pendaftaran Anda pada {session.title} dibatalkan. Tempat Anda kosong lagi.")
        return redirect(back)
    return render(
        request,
        "components/confirm.html",
        {
            "title": "Batalkan pendaftaran Anda?",
            "consequence": f"Anda tidak lagi ada di daftar {session.title}. Tempat Anda dapat dipakai orang lain.",
            "action": "Batalkan pendaftaran",
            "back_url": back,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove_registrant(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The committee takes off somebody who put himself on the list, until something rests on it."""
    session = committee_session(request, slug)
    registrant = participant_of(session, public_id)
    name = registrant.person.display_name
    if request.method == "POST":
        try:
            services.cancel_registration(registrant, by=request.user, at=timezone.now())
        except RegistrationError as error:
            messages.error(request, str(error))
            return redirect("training:participant", slug, public_id)
        messages.success(request, f"{name} dikeluarkan dari daftar. Tempatnya kosong lagi.")
        return redirect("training:participants", slug)
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Keluarkan {name} dari daftar?",
            "consequence": "Orang ini mendaftar sendiri. Beri tahu dia: sistem tidak mengirim pesan.",
            "action": "Keluarkan dari daftar",
            "back_url": reverse("training:participant", args=[slug, public_id]),
        },
    )
