"""Photos of the signed sheet: the committee adds them, looks at them, takes a wrong one away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.lib.lost import opened

from .. import services
from ..errors import PaperError, ReportError
from ..models import SheetPhoto
from ..paper_forms import SheetPhotosForm
from ..permissions import Duty
from .access import committee_session, day_of


@require_POST
def add_sheet_photos(request: HttpRequest, slug: str, on: str) -> HttpResponse:
    """One refused photo hinders no other."""
    session, now = committee_session(request, slug, duty=Duty.DESK), timezone.now()
    day = day_of(session, on)
    if day is None:
        raise Http404
    form = SheetPhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["photos"]))
        return redirect("training:from_paper", slug, on)
    kept = 0
    for photo in form.cleaned_data["photos"]:
        try:
            services.add_sheet_photo(day, photo.read(), file=photo.name, by=request.user, at=now)
            kept += 1
        except (PaperError, ReportError) as error:
            messages.error(request, str(error))
    if kept:
        messages.success(request, f"{kept} foto disimpan. Hanya panitia sosialisasi ini yang bisa membukanya.")
    return redirect("training:from_paper", slug, on)


@require_safe
def sheet_photo(request: HttpRequest, slug: str, public_id: UUID) -> FileResponse:
    photo = _photo(request, slug, public_id)
    return FileResponse(
        opened(photo.file),
        filename=f"daftar-hadir-{slug}-{photo.day.date}.jpg",
        content_type="image/jpeg",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_sheet_photo(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    photo = _photo(request, slug, public_id)
    back_url = reverse("training:from_paper", args=[slug, photo.day.date])
    if request.method == "POST":
        services.remove_sheet_photo(photo, by=request.user)
        messages.success(request, "Foto dihapus. Kehadiran yang tercatat tidak berubah.")
        return redirect(back_url)
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Hapus foto daftar hadir {photo.day}?",
            "consequence": "Fotonya hilang dari sistem ini. Kehadiran yang sudah tercatat tidak berubah.",
            "action": "Hapus foto",
            "danger": True,
            "back_url": back_url,
        },
    )


def _photo(request: HttpRequest, slug: str, public_id: UUID) -> SheetPhoto:
    session = committee_session(request, slug, duty=Duty.DESK)
    return get_object_or_404(SheetPhoto.objects.select_related("day"), day__session=session, public_id=public_id)
