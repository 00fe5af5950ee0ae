"""The list of participants: look, add one, import many, undo, and the page of one person."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.services import CertificateError
from elearning.lib import dates, spreadsheets
from elearning.lib.errors import DomainError
from elearning.people.auth import remember_code
from elearning.people.permissions import can_be_given_code
from elearning.people.services import PeopleError, issue_code

from .. import door, importing, services
from ..errors import AttendanceError, ParticipantError, TrainingError
from ..forms import ConfirmImportForm, NipForm, ParticipantForm, ReasonForm, UploadForm, add_refusal
from ..importing import ImportRefused, Row
from ..models import TrainingSession
from ..services.certificates import certificate_of, is_restorable
from ..services.imports import Fate, PlannedRow, plan_import
from .access import committee_session, day_of, participant_of

PAGE_SIZE = 50
PREVIEW_SALT, PREVIEW_SECONDS = "training.import", 2 * 3600


@require_safe
@never_cache
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    query = request.GET.get("q", "").strip()
    found = session.participants.matching(query).with_attendance().order_by("line")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
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
            "imports": session.imports.filter(undone_at=None)[:5],
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
@never_cache
def import_participants(request: HttpRequest, slug: str) -> HttpResponse:
    """Unggah → Periksa. The preview carries the rows along, signed; the server keeps nothing."""
    session = committee_session(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        name = form.cleaned_data["file"].name
        try:
            choices = {"sheet": form.cleaned_data["sheet"], "header_row": form.cleaned_data["header_row"] or 0}
            sheet = importing.read(form.content(), name, **choices)
        except ImportRefused as error:
            add_refusal(form, error, "sheet" if error.code == "no_sheet" else "file")
        else:
            return _preview(request, session, sheet, name)
    return render(request, "training/import_upload.html", {"session": session, "form": form, "step": 1})


def _preview(request: HttpRequest, session: TrainingSession, sheet: importing.Sheet, name: str) -> HttpResponse:
    plan = plan_import(session, sheet.ready)
    carried = signing.dumps({**sheet.as_json(), "name": name}, salt=_salt(request, session), compress=True)
    return render(
        request,
        "training/import_preview.html",
        {
            "session": session,
            "sheet": sheet,
            "file_name": name,
            "complete_count": len(sheet.ready) - len(sheet.incomplete),
            "nip_broken": importing.NIP_BROKEN,
            "plan": plan,
            "new_count": _count(plan, Fate.NEW),
            "linked_count": _count(plan, Fate.LINKED),
            "listed_count": _count(plan, Fate.LISTED),
            "to_save": _count(plan, Fate.NEW) + _count(plan, Fate.LINKED),
            "form": ConfirmImportForm(initial={"rows": carried}),
            "step": 2,
        },
    )


def _count(plan: Sequence[PlannedRow], fate: Fate) -> int:
    return sum(planned.fate == fate for planned in plan)


def _salt(request: HttpRequest, session: TrainingSession) -> str:
    """A preview is worth nothing to another person or in another session."""
    return f"{PREVIEW_SALT}:{session.public_id}:{request.user.pk}"


@require_POST
def save_import(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    try:
        carried, rows = _carried(request, session)
        result = services.import_participants(
            session, rows, file_name=carried["name"], sha256=carried["sha256"], by=request.user, at=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("training:import", slug)
    words = f"{result.added} peserta ditambahkan."
    if result.already_listed:
        words += f" {result.already_listed} sudah ada di daftar."
    messages.success(request, words)
    return redirect("training:participants", slug)


def _carried(request: HttpRequest, session: TrainingSession) -> tuple[dict, tuple[Row, ...]]:
    form = ConfirmImportForm(request.POST)
    try:
        value = signing.loads(form["rows"].value() or "", salt=_salt(request, session), max_age=PREVIEW_SECONDS)
    except signing.BadSignature as error:
        raise ImportRefused("stale") from error
    return value, importing.rows_from_json(value)


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
def template_file(request: HttpRequest, slug: str) -> HttpResponse:
    """«Unduh templat»: the columns that we know, as text."""
    committee_session(request, slug)
    header = list(importing.LABELS.values())
    content = spreadsheets.write_xlsx("Peserta", header, [[""] * len(header) for _ in range(300)])
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = 'attachment; filename="templat-peserta.xlsx"'
    return response


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
    session = committee_session(request, slug)
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
