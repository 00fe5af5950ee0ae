"""P10 «Laporan kegiatan»: the boxes, and the report in one press."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from elearning.lib import dates
from elearning.lib.lost import opened

from .. import services
from ..errors import ReportError
from ..models import Box, Report, ReportFile, ReportText, TrainingSession
from ..permissions import Duty
from ..report_forms import AttachmentForm, PhotosForm, TextForm
from ..services.report_files import MOST_ATTACHMENTS, MOST_PHOTOS
from ..services.reports import mark_of
from .access import committee_session

EARLIER_SHOWN = 5
PAST_SHOWN = 20


@require_safe
@never_cache
def report(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, committee_session(request, slug, duty=Duty.REPORT))


def page(
    request: HttpRequest,
    session: TrainingSession,
    *,
    forms: Mapping[str, TextForm] | None = None,
    refused: Mapping[str, str] | None = None,
    photos_form: PhotosForm | None = None,
    attachment_form: AttachmentForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The whole page. ``forms``: boxes that keep what was typed; ``refused``: what somebody else wrote there meanwhile."""
    written = _written(session)
    tried = [*(forms or {}).values(), photos_form, attachment_form]
    return render(
        request,
        "training/report.html",
        {
            "session": session,
            "faulty": next((form for form in tried if form is not None and form.errors), None),
            "boxes": [
                {
                    "box": box,
                    "form": (forms or {}).get(box.value) or _form(box, written[box.value]),
                    "held": written[box.value][0] if written[box.value] else None,
                    "earlier": written[box.value][1 : 1 + EARLIER_SHOWN],
                    "theirs": (refused or {}).get(box.value),
                }
                for box in Box
            ],
            "filled": sum(bool(rows and rows[0].text) for rows in written.values()),
            "photos": session.report_photos.all(),
            "most_photos": MOST_PHOTOS,
            "photos_form": photos_form or PhotosForm(),
            "attachments": session.report_attachments.all(),
            "most_attachments": MOST_ATTACHMENTS,
            "attachment_form": attachment_form or AttachmentForm(),
            "past": _past(session),
            "past_count": session.reports.count(),
        },
        status=status,
    )


def _past(session: TrainingSession) -> list[tuple[Report, list[tuple[str, int | None]]]]:
    """The newest reports, each with its two formats and, once they are drawn, their sizes."""
    rows = []
    for made in session.reports.select_related("made_by").prefetch_related("files")[:PAST_SHOWN]:
        sizes = {file.format: file.size for file in made.files.all()}
        rows.append((made, [(wanted, sizes.get(wanted)) for wanted in ReportFile.Format.values]))
    return rows


def _written(session: TrainingSession) -> dict[str, list[ReportText]]:
    """By box, the newest first."""
    found: dict[str, list[ReportText]] = {box.value: [] for box in Box}
    for text in session.report_texts.select_related("written_by").order_by("-number"):
        found[text.box].append(text)
    return found


def _form(box: Box, rows: list[ReportText]) -> TextForm:
    text = rows[0].text if rows else ""
    return TextForm(box=box, initial={"text": text, "seen": mark_of(text)})


@require_POST
def write(request: HttpRequest, slug: str, box: str) -> HttpResponse:
    """One box, saved by itself: by a button, or by the page while somebody types."""
    session = committee_session(request, slug, duty=Duty.REPORT)
    if box not in Box.values:
        raise Http404
    part, now = Box(box), timezone.now()
    form = TextForm(request.POST, box=part)
    is_page = request.accepts("text/html")  # our own script asks for JSON alone
    if not form.is_valid():
        raise BadRequest("no page of ours sends such a mark")
    try:
        held = services.write_text(session, part, **form.cleaned_data, by=request.user, at=now)
    except ReportError as error:
        if not is_page:
            return JsonResponse({"code": error.code, "message": str(error)}, status=HTTPStatus.CONFLICT)
        return _refused(request, session, part, form, error)
    if not is_page:
        text = held.text if held else ""
        said = {"seen": mark_of(text), "continues": held.number if held else ""}
        return JsonResponse({"saved": f"Tersimpan {dates.clock(now, session.time_zone)}", **said})
    return redirect(f"{reverse('training:report', args=[slug])}#{part.value}")


def _refused(
    request: HttpRequest, session: TrainingSession, box: Box, form: TextForm, error: ReportError
) -> HttpResponse:
    """Both texts on one page; pressing again saves the own one, and the other stays among the earlier ones."""
    held = session.report_texts.filter(box=box).order_by("-number").first()
    text = held.text if held else ""
    again = TextForm({"text": form.cleaned_data["text"], "seen": mark_of(text)}, box=box)
    again.is_valid()
    again.add_error("text", str(error))
    theirs = {box.value: text} if error.code == "written_meanwhile" else {}
    return page(request, session, forms={box.value: again}, refused=theirs, status=HTTPStatus.CONFLICT)


@require_POST
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """«Unduh DOCX», «Unduh PDF»: one press keeps the content, draws both files and hands out the one that was asked for."""
    session = committee_session(request, slug, duty=Duty.REPORT)
    wanted = _format(request.POST.get("berkas", ""))
    made = services.make_report(session, with_names=request.POST.get("nama") == "1", by=request.user, at=timezone.now())
    return _handed_out(request, made, wanted)


@require_POST
def download(request: HttpRequest, slug: str, public_id: UUID, wanted: str) -> HttpResponse:
    """An earlier report as it was handed out. A press, because it is written down who took it away."""
    session = committee_session(request, slug, duty=Duty.REPORT)
    found = get_object_or_404(session.reports.select_related("session"), public_id=public_id)
    return _handed_out(request, found, _format(wanted))


def _format(wanted: str) -> ReportFile.Format:
    if wanted not in ReportFile.Format.values:
        raise Http404
    return ReportFile.Format(wanted)


def _handed_out(request: HttpRequest, made: Report, wanted: ReportFile.Format) -> HttpResponse:
    now = timezone.now()
    services.file_of(made, ReportFile.Format.DOCX, at=now)
    try:
        services.file_of(made, ReportFile.Format.PDF, at=now)
    except OSError:  # no pango on this machine: the DOCX is there all the same
        if wanted == ReportFile.Format.PDF:
            return render(request, "training/print_unavailable.html", {"session": made.session}, status=503)
    found = services.file_of(made, wanted, at=now)
    services.log_download(made, wanted, by=request.user)
    return FileResponse(
        opened(found.file),
        as_attachment=True,
        filename=f"laporan-{made.session.slug}-{made.number}.{wanted}",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
