"""Photos and papers of a report: added, described, looked at, taken away."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.lib.lost import opened

from .. import reporting, services
from ..errors import ReportError
from ..forms import add_refusal
from ..models import ReportAttachment, ReportPhoto
from ..permissions import Duty
from ..report_forms import AttachmentForm, CaptionForm, PhotosForm, bounded
from .access import committee_session
from .reports import page

PRIVATE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


def _back(slug: str, part: str) -> HttpResponse:
    return redirect(f"{reverse('training:report', args=[slug])}#{part}")


@require_POST
def add_photos(request: HttpRequest, slug: str) -> HttpResponse:
    """Several at once; what cannot be taken is named, and the others are kept."""
    session = committee_session(request, slug, duty=Duty.REPORT)
    form = PhotosForm(request.POST, request.FILES)
    if form.is_valid():
        for uploaded in form.cleaned_data["photos"]:
            name, content = bounded(uploaded)
            try:
                services.add_photo(session, content, file_name=name, by=request.user, at=timezone.now())
            except ReportError as error:
                add_refusal(form, error, "photos")
                if error.code == "too_many_photos":
                    break
    if form.errors:
        return page(request, session, photos_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _back(slug, "foto")


@require_safe
def photo(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """A small view of it, for the page of its own committee."""
    session = committee_session(request, slug, duty=Duty.REPORT)
    found = get_object_or_404(session.report_photos, public_id=public_id)
    with opened(found.file) as file:
        small = reporting.thumbnail(file.read())
    return HttpResponse(small, content_type="image/jpeg", headers=PRIVATE)


@require_POST
def caption_photo(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    session = committee_session(request, slug, duty=Duty.REPORT)
    found = get_object_or_404(session.report_photos, public_id=public_id)
    form = CaptionForm(request.POST)
    if form.is_valid():
        services.caption_photo(found, form.cleaned_data["caption"])
    else:
        messages.error(request, f"{form.errors['caption'][0]} Keterangan belum diubah.")
    return _back(slug, "foto")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_photo(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    session = committee_session(request, slug, duty=Duty.REPORT)
    found = get_object_or_404(session.report_photos, public_id=public_id)
    return _removed(request, slug, found, "foto", "Hapus foto ini?", found.caption or "Foto tanpa keterangan")


@require_POST
def add_attachment(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug, duty=Duty.REPORT)
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        name, content = bounded(form.cleaned_data["file"])
        said = {"kind": form.cleaned_data["kind"], "title": form.cleaned_data["title"]}
        try:
            services.add_attachment(session, content, file_name=name, **said, by=request.user, at=timezone.now())
        except ReportError as error:
            add_refusal(form, error, "file")
        else:
            return _back(slug, "lampiran")
    return page(request, session, attachment_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
def attachment(request: HttpRequest, slug: str, public_id: UUID) -> FileResponse:
    session = committee_session(request, slug, duty=Duty.REPORT)
    found = get_object_or_404(session.report_attachments, public_id=public_id)
    name = f"{found.kind}-{session.slug}.{found.extension}"
    return FileResponse(opened(found.file), as_attachment=True, filename=name, headers=PRIVATE)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_attachment(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    session = committee_session(request, slug, duty=Duty.REPORT)
    found = get_object_or_404(session.report_attachments, public_id=public_id)
    return _removed(
        request, slug, found, "lampiran", "Hapus lampiran ini?", f"{found.get_kind_display()}: {found.title}"
    )


def _removed(
    request: HttpRequest, slug: str, found: ReportPhoto | ReportAttachment, part: str, title: str, named: str
) -> HttpResponse:
    if request.method == "POST":
        services.remove(found, by=request.user)
        return _back(slug, part)
    return render(
        request,
        "components/confirm.html",
        {
            "title": title,
            "consequence": f"{named}. Berkasnya dihapus dan tidak bisa dikembalikan. Laporan yang sudah disusun tidak berubah.",
            "action": "Hapus",
            "danger": True,
            "back_url": reverse("training:report", args=[slug]),
        },
    )
