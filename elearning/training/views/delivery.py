"""Handing out: ZIP, one PDF to print, register, a text for the group. Each is a list of persons, so each is logged (ADR 0027)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates import archives, minutes
from certificates.models import Batch
from certificates.progress import making_of
from certificates.services import CertificateError
from elearning.distribution.sharing import whatsapp_url

from .. import delivery, services
from ..claimants import sources
from ..delivery import Paper
from ..errors import TrainingError
from ..models import TrainingSession
from .access import committee_session

EVERYBODY = "*"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@never_cache
def hand_out(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be given out, with how many people each file is about."""
    session = committee_session(request, slug)
    made = delivery.papers(session)
    text = delivery.message(session)
    batches = list(Batch.objects.filter(source=session.source).order_by("created_at").with_size())
    kept = set(
        Batch.objects.kept_by(request.user, on=timezone.localdate())
        .filter(source=session.source)
        .values_list("pk", flat=True)
    )
    return render(
        request,
        "training/certificates_deliver.html",
        {
            "session": session,
            "count": len(made),
            "print_limit": archives.PRINT_LIMIT,
            "groups": archives.groups(made),
            "without_group": archives.WITHOUT_GROUP,
            "fingerprint": archives.fingerprint(made) if made else "",
            "batches": [(batch, batch.pk in kept) for batch in batches],
            "making": making_of(sources(session), at=timezone.now()),
            "text": text,
            "whatsapp_url": whatsapp_url(text),
            "everybody": EVERYBODY,
        },
    )


@require_POST
def zip_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The papers of one kabupaten, or of all in folders, as a stream."""
    session = committee_session(request, slug)
    try:
        made, group = _chosen(request, session)
    except TrainingError as error:
        return _back(request, slug, error)
    services.note_export(session, kind="zip", people=len(made), group=group, by=request.user)
    response = StreamingHttpResponse(
        archives.zip_parts(made, time_zone=session.time_zone), content_type="application/zip"
    )
    return _as_file(response, f"sertifikat-{session.slug}.zip")


@require_POST
def print_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All papers behind each other, for the printer."""
    session = committee_session(request, slug)
    try:
        made, group = _chosen(request, session)
    except TrainingError as error:
        return _back(request, slug, error)
    services.note_export(session, kind="pdf", people=len(made), group=group, by=request.user)
    if len(made) > archives.PRINT_LIMIT:
        parts = archives.print_zip(made, time_zone=session.time_zone)
        return _as_file(StreamingHttpResponse(parts, content_type="application/zip"), f"cetak-{session.slug}.zip")
    response = FileResponse(archives.print_file(made), content_type="application/pdf")
    return _as_file(response, f"cetak-sertifikat-{session.slug}.pdf")


@require_POST
def minutes_file(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponseBase:
    """«Berita acara penerbitan» of one act, for every member who runs the session."""
    session = committee_session(request, slug)
    batch = get_object_or_404(Batch.objects.filter(source=session.source).with_people(), public_id=public_id)
    try:
        made = minutes.minutes_of(batch)
        content = minutes.minutes_pdf(made)
    except (LookupError, CertificateError):
        return _back(request, slug, TrainingError("nothing_made"))
    except OSError:
        return render(request, "training/print_unavailable.html", {"session": session}, status=503)
    services.note_export(session, kind="berita-acara", people=len(made.rows), by=request.user)
    return _as_file(
        HttpResponse(content, content_type="application/pdf"), f"berita-acara-{session.slug}.pdf"
    )  # fmt: skip


@require_POST
def register_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every number of the session, for the archive."""
    session = committee_session(request, slug)
    content, people = delivery.register(session)
    if not people:
        return _back(request, slug, TrainingError("nothing_made"))
    services.note_export(session, kind="xlsx", people=people, by=request.user)
    return _as_file(HttpResponse(content, content_type=XLSX), f"register-sertifikat-{session.slug}.xlsx")


def _chosen(request: HttpRequest, session: TrainingSession) -> tuple[Sequence[Paper], str]:
    """The papers of the kabupaten that the button names. Raises TrainingError: nothing_made, paper_missing."""
    group = request.POST.get("group", EVERYBODY)
    made = delivery.papers(session)
    if group != EVERYBODY:
        if made and group not in dict(archives.groups(made)):
            raise BadRequest("no such group")
        made = [paper for paper in made if paper.group == group]
    if not made:
        raise TrainingError("nothing_made")
    if number := archives.lost(made):
        raise TrainingError("paper_missing", number=number)
    return made, "" if group == EVERYBODY else group


def _back(request: HttpRequest, slug: str, error: TrainingError) -> HttpResponse:
    messages.error(request, str(error))
    return redirect("training:hand_out", slug)


def _as_file(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
