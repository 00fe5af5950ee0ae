"""The list of participants: look, add one, import many, undo, and the page of one person."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.services import CertificateError
from elearning.lib import dates
from elearning.people.auth import remember_code
from elearning.people.models import User
from elearning.people.permissions import can_be_given_code
from elearning.people.services import PeopleError, issue_code

from .. import door, services
from ..errors import AttendanceError, ParticipantError, TrainingError
from ..forms import NipForm, ParticipantForm, ReasonForm, add_refusal
from ..models import TrainingSession
from ..permissions import Duty
from ..services.certificates import certificate_of, is_restorable
from ..showing import shown_to
from .access import committee_session, day_of, participant_of

PAGE_SIZE = 50


@require_safe
@never_cache
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    query = request.GET.get("q", "").strip()
    found = session.participants.matching(query).with_attendance().order_by("line")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    on_page = User.objects.filter(pk__in=[one.person_id for one in page.object_list])
    shown_to(request.user, session, on_page, exported=False)
    return render(
        request,
        "training/participant_list.html",
        {
            "session": session,
            "page": page,
            "query": query,
            "search": f"{urlencode({'q': query})}&" if query else "",
            "days": list(session.days.all()),
            "registered": session.participants.count() if query else page.paginator.count,
            "imports": session.imports.filter(undone_at=None).annotate(brought=Count("participants"))[:5],
            "drafts": session.import_drafts.select_related("made_by"),
            "list_is_open": session.state in (TrainingSession.State.DRAFT, TrainingSession.State.OPEN),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_participant(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    form = ParticipantForm(request.POST or None)
    if form.is_valid():
        try:
            participant = services.add_participant(session, **form.cleaned_data, by=request.user, at=timezone.now())
        except (PeopleError, CertificateError, ParticipantError, TrainingError) as error:
            add_refusal(form, error)
        else:
            messages.success(
                request, f"{participant.person.display_name} masuk daftar dengan nomor {participant.line:03d}."
            )
            if participant.person.display_name != form.cleaned_data["display_name"]:
                messages.info(request, "NIP ini sudah dikenal. Nama yang sudah tercatat yang dipakai.")
            return redirect("training:add_participant" if "again" in request.POST else "training:participants", slug)
    return render(request, "training/participant_add.html", {"session": session, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def undo_import(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    session = committee_session(request, slug)
    batch = get_object_or_404(session.imports, public_id=public_id)
    if request.method == "POST":
        try:
            count = services.undo_import(batch, by=request.user, at=timezone.now())
        except (ParticipantError, TrainingError) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Impor dibatalkan. {count} peserta dikeluarkan dari daftar.")
        return redirect("training:participants", slug)
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Batalkan impor {batch.file_name}?",
            "consequence": (
                f"{batch.participants.count()} peserta dari berkas ini keluar dari daftar. Peserta lain tidak berubah."
            ),
            "action": "Batalkan impor ini",
            "danger": True,
            "back_url": reverse("training:participants", args=[slug]),
        },
    )


@require_safe
@never_cache
def participant(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    session = committee_session(request, slug)
    now, person = timezone.now(), participant_of(session, public_id)
    certificate = certificate_of(person)
    attended = {
        attendance.day_id: attendance.first for attendance in person.attendances.select_related("first__recorded_by")
    }
    left = door.departures(person)
    return render(
        request,
        "training/participant_detail.html",
        {
            "session": session,
            "participant": person,
            "days": [(day, attended.get(day.pk), left.get(day.pk)) for day in session.days.all()],
            "deputy": session.participants.filter(deputy_for=person).select_related("person").first(),
            "certificate": certificate,
            "is_restorable": is_restorable(certificate, at=now),
            "can_record": session.is_open(now),
            "can_give_code": can_be_given_code(person.person, on=timezone.localdate()),
            "today": dates.local_day(now, session.time_zone),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_attendance(request: HttpRequest, slug: str, public_id: UUID, on: str) -> HttpResponse:
    session = committee_session(request, slug)
    person, day = participant_of(session, public_id), day_of(session, on)
    form = ReasonForm(request.POST or None, initial={"nonce": uuid4()})
    if form.is_valid():
        try:
            services.withdraw_attendance(person, day=day, **form.cleaned_data, by=request.user, at=timezone.now())
        except AttendanceError as error:
            add_refusal(form, error)
        else:
            messages.success(request, f"Kehadiran {person.person.display_name} pada {day} dibatalkan.")
            return redirect("training:participant", slug, public_id)
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Batalkan kehadiran {person.person.display_name}?",
            "consequence": f"Catatan hadir pada {day} ditarik. Siapa yang membatalkan dan alasannya tetap tersimpan.",
            "action": "Batalkan kehadiran",
            "danger": True,
            "form": form,
            "back_url": reverse("training:participant", args=[slug, public_id]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def complete_nip(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """What Excel ate of a NIP, at the desk where the person stands; afterwards the queue goes on."""
    session = committee_session(request, slug, duty=Duty.DESK)
    person = participant_of(session, public_id)
    form = NipForm(request.POST or None, hint=person.nip_hint)
    if form.is_valid():
        try:
            services.complete_nip(person, typed=form.cleaned_data["typed"], by=request.user)
        except (PeopleError, ParticipantError) as error:
            form.add_error("typed", str(error))
        else:
            messages.success(request, f"NIP {person.person.display_name} sudah lengkap.")
            return redirect("training:desk" if session.is_open(timezone.now()) else "training:participants", slug)
    return render(request, "training/nip_complete.html", {"session": session, "participant": person, "form": form})


@require_POST
def release_badge(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    session = committee_session(request, slug)
    services.release_badge(participant_of(session, public_id), by=request.user, at=timezone.now())
    messages.success(request, "Kartu ini bisa dipakai di HP lain. Minta peserta memindainya lagi.")
    return redirect("training:participant", slug, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_code(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """A new kode peserta for a participant who lost it: the committee stands before the person."""
    session = committee_session(request, slug)
    person = participant_of(session, public_id).person
    back_url = reverse("training:participant", args=[slug, public_id])
    if not can_be_given_code(person, on=timezone.localdate()):
        return render(request, "people/code_refused.html", {"person": person, "back_url": back_url}, status=403)
    if request.method == "POST":
        plain = issue_code(person, at=timezone.now(), by=request.user)
        remember_code(request, person, plain, back_url=back_url)
        return redirect("dashboard:code")
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Buat kode baru untuk {person.display_name}?",
            "consequence": (
                "Pastikan orangnya ada di depan Anda. Kode lamanya langsung tidak berlaku. "
                "Hasil belajar dan sertifikatnya tetap ada."
            ),
            "action": "Buat kode baru",
            "back_url": back_url,
        },
    )
