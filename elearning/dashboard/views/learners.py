"""L5 «Data diri», L6 «Kode», the own page, and the crossroads after signing in."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.models import Certificate, CorrectionRequest
from certificates.services import CertificateError
from elearning.cascade.offices import units_served_by
from elearning.distribution.models import Handout
from elearning.distribution.pictures import draw_code
from elearning.distribution.sharing import whatsapp_url
from elearning.distribution.views import SESSION_KEY
from elearning.lib import codes, dates
from elearning.lib.addresses import absolute
from elearning.people import permissions
from elearning.people import services as people
from elearning.people.auth import (
    count_failure,
    forget_code,
    fresh_code,
    may_try,
    remember_code,
    sign_in,
)
from elearning.people.forms import IdentityForm
from elearning.people.models import OfficeRole, Unit, User
from elearning.people.views import TOO_MANY
from elearning.refreshers.sitting import notice_for
from elearning.training import services as training
from elearning.training.models import TrainingSession
from elearning.training.permissions import can_create_sessions
from elearning.training.views.calendar import SESSION_KEY as REGISTERING
from elearning.training.views.calendar import registered_in_words
from elearning.training.views.door import ARRIVING
from quizzes.gains import gains_of
from quizzes.guests import guest_key

from .. import queries, services
from ..forms import ClaimForm

ROWS = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first screen of whoever signed in."""
    today = timezone.localdate()
    if permissions.is_head(request.user, on=today):
        return redirect("cascade:home")
    if permissions.is_leader(request.user, on=today):
        return redirect("reports:overview")
    if request.user.sees_everything or (
        request.user.has_perm("wagtailadmin.access_admin") and not runs_sessions(request.user, on=today)
    ):
        return redirect("wagtailadmin_home")
    if runs_sessions(request.user, on=today):
        return redirect("dashboard:committee")
    return redirect("dashboard:profile")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    """Asked once, after the result. Somebody who is signed in has answered it already."""
    if request.user.is_authenticated:
        return _known(request)
    handout, wanted = _handout(request), _wanted(request)
    form = IdentityForm(request.POST or None, root=_root_of(handout, wanted))
    context = {"form": form, "handout": handout, "known_nip": "", "wanted": wanted}
    if not form.is_valid():
        return render(request, "dashboard/identity.html", context)
    if not may_try(request):
        form.add_error(None, TOO_MANY)
        return render(request, "dashboard/identity.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    now, fields = timezone.now(), form.person_fields()
    try:
        person, plain = services.introduce(
            submission=form.cleaned_data["submission"], guest_key=guest_key(request), handout=handout, at=now, **fields
        )
    except CertificateError as error:
        form.add_error("display_name", str(error))
        return render(request, "dashboard/identity.html", context)
    except people.PeopleError as error:
        count_failure(request)  # otherwise this form would tell which NIP are known
        form.add_error(error.field, str(error))
        context["known_nip"] = fields["nip"] if error.code == "nip_taken" else ""
        return render(request, "dashboard/identity.html", context)
    sign_in(request, person)
    remember_code(request, person, plain)
    _, refusals = services.claim_certificates(person, at=now)
    for sentence in refusals:
        messages.warning(request, sentence)
    _register_where_wanted(request, person)
    return redirect("dashboard:code")


def _root_of(handout: Handout | None, wanted: TrainingSession | None) -> Unit | None:
    """The unit whose link somebody came through, or in whose office he sits."""
    if wanted is not None and wanted.is_at_office:
        return wanted.unit
    return handout.unit if handout else None


def _wanted(request: HttpRequest) -> TrainingSession | None:
    """The session for which this visitor pressed «Daftar» before he said who he is (ADR 0029)."""
    slug = request.session.get(REGISTERING)
    return TrainingSession.objects.public().filter(slug=slug).first() if slug else None


def _register_where_wanted(request: HttpRequest, person: User) -> None:
    wanted = _wanted(request)
    request.session.pop(REGISTERING, None)
    arriving = request.session.pop(ARRIVING, "")
    is_in_the_room = wanted is not None and wanted.is_at_office and arriving == wanted.room_code
    if wanted is None:
        return
    try:
        if is_in_the_room:
            made = training.arrive(wanted, person, at=timezone.now())
        else:
            made = training.register(wanted, person, at=timezone.now())
    except (training.RegistrationError, training.AttendanceError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, registered_in_words(made))


def _known(request: HttpRequest) -> HttpResponse:
    """A quiz that was done before signing in («NIP ini sudah terdaftar. Masuk …»): one press records it, a look does not."""
    if wanted := _wanted(request):
        del request.session[REGISTERING]
        if arriving := request.session.pop(ARRIVING, ""):
            return redirect("training:room", arriving)
        return redirect("training:register", wanted.slug)
    key = guest_key(request)
    titles = queries.guest_quizzes(key)
    if key is None or not titles:
        return redirect("dashboard:profile")
    if request.method == "POST":
        for sentence in services.record_guest_results(
            request.user, guest_key=key, handout=_handout(request), at=timezone.now()
        ):
            messages.warning(request, sentence)
        return redirect("dashboard:profile")
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Catat hasil kuis atas nama {request.user.display_name}?",
            "consequence": f"Dikerjakan di HP ini sebelum Anda masuk: {', '.join(titles)}.",
            "action": "Catat hasil saya",
            "back_url": reverse("dashboard:profile"),
        },
    )


def _handout(request: HttpRequest) -> Handout | None:
    """The link that this visitor came through, if it is still open."""
    kept = request.session.get(SESSION_KEY)
    return Handout.objects.open().with_node().filter(code=kept).first() if kept else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """L6. The code stays on this page until it is put away, or for a quarter of an hour."""
    if request.method == "POST":
        kept = fresh_code(request)
        forget_code(request)
        return redirect("dashboard:profile" if kept is None or kept.is_own else kept.back_url or "dashboard:home")
    kept = fresh_code(request)
    return render(
        request,
        "dashboard/code.html",
        {
            "kept": kept,
            "whatsapp_url": whatsapp_url(_code_message(kept.code)) if kept else "",
            "certificates": Certificate.objects.held_by(request.user).exists(),
        },
    )


def _code_message(plain: str) -> str:
    address = absolute(reverse("people:login"))
    return (
        f"Kode peserta saya untuk Netralitas ASN: {codes.display(plain)}\n"
        f"Masuk lagi di {address}\n"
        "Kode ini rahasia. Jangan diteruskan."
    )


@never_cache
@require_safe
def code_picture(request: HttpRequest) -> HttpResponse:
    kept = fresh_code(request)
    if kept is None:
        raise Http404
    address = absolute(reverse("people:login")).split("://", 1)[-1]
    note = f"Netralitas ASN\nMasuk lagi di {address}"
    return HttpResponse(
        draw_code("Kode peserta", codes.display(kept.code), note),
        content_type="image/png",
        headers={"Content-Disposition": 'attachment; filename="kode-peserta.png"'},
    )


@never_cache
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    return render(
        request,
        "dashboard/profile.html",
        {
            "notice": notice_for(request),
            "running": queries.running_quizzes(request.user),
            "gains": gains_of(request.user),
            "sessions": [(row, _span(row.session)) for row in queries.sessions_ahead(request.user)],
            "finished": queries.finished_quizzes(request.user),
            "certificates": Certificate.objects.held_by(request.user).newest_first(),
            "is_head": permissions.is_head(request.user, on=today),
            "is_leader": permissions.is_leader(request.user, on=today),
            "is_committee": runs_sessions(request.user, on=today),
        },
    )


def _span(session: TrainingSession) -> str:
    return dates.day_span([day.date for day in session.days.all()])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_code(request: HttpRequest) -> HttpResponse:
    """A page that says what will happen; the press makes the new code and ends the old one."""
    if request.method == "POST":
        remember_code(request, request.user, people.issue_code(request.user, at=timezone.now()))
        return redirect("dashboard:code")
    return render(
        request,
        "components/confirm.html",
        {
            "title": "Buat kode peserta baru?",
            "consequence": "Kode lama langsung tidak berlaku. Hasil belajar dan sertifikat Anda tetap ada.",
            "action": "Buat kode baru",
            "back_url": reverse("dashboard:profile"),
        },
    )


@require_POST
def claim_certificate(request: HttpRequest) -> HttpResponse:
    """A finished course becomes a certificate. Pressed twice, the first one is found again.

    Whoever comes from a quiz's result lands on the certificate of its course.
    """
    issued, refusals = services.claim_certificates(request.user, at=timezone.now())
    for sentence in refusals:
        messages.warning(request, sentence)
    if not issued and not refusals:
        messages.info(request, "Belum ada kursus yang selesai. Sertifikat terbit setelah Anda lulus kuis akhir.")
    form = ClaimForm(request.POST)
    course = queries.course_passed_in(form.cleaned_data["attempt"], request.user) if form.is_valid() else None
    if course and course.pk in issued:
        return redirect("certificates:detail", issued[course.pk].code)
    return redirect("dashboard:profile")


@never_cache
@require_safe
def committee(request: HttpRequest) -> HttpResponse:
    """P1: the sessions that this person runs, by office or as a member of one committee."""
    today = timezone.localdate()
    if not runs_sessions(request.user, on=today):
        raise PermissionDenied(permissions.refusal(OfficeRole.COMMITTEE, request.user, on=today))
    sessions = TrainingSession.objects.managed_by(request.user, on=today)
    running_first = Case(When(state=TrainingSession.State.OPEN, then=0), default=1)
    sessions = sessions.with_turnout().order_by(running_first, "-created_at", "-pk").prefetch_related("days")
    page = Paginator(sessions, ROWS).get_page(request.GET.get("page"))
    for session in page.object_list:
        days = [day.date for day in session.days.all()]
        session.when = dates.day_span(days) if days else ""
    can_add = can_create_sessions(request.user, on=today)
    context = {
        "page": page,
        "add_url": reverse("trainingsession:add") if can_add else "",
        "corrections": CorrectionRequest.objects.waiting().for_register_of(request.user, on=today),
        "serves_units": units_served_by(request.user, on=today).exists(),
    }
    return render(request, "dashboard/committee.html", context)


def runs_sessions(user: User, *, on: date) -> bool:
    """As a committee: what a head holds at the office has its place among the pages of a head."""
    own = TrainingSession.objects.managed_by(user, on=on).filter(is_at_office=False)
    return permissions.is_committee(user, on=on) or own.exists()
