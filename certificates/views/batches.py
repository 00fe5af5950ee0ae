"""One act of issue: how far its papers are, what failed, its berita acara and its files (ADR 0034)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from .. import archives, minutes
from ..models import Batch, Certificate
from ..progress import making_of
from ..services import CertificateError
from ..tasks import try_these_again

PAGE_SIZE = 50
FOLDER = "Sertifikat"


@require_safe
@never_cache
def batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """«Penerbitan»: progress, the ones that failed by name, and what can be taken home."""
    found = _batch(request, public_id)
    issued = minutes.issued_by(found)
    context = {
        "batch": found,
        "approval": getattr(found, "approval", None),
        "facts": issued[0].facts if issued else None,
        "issued": issued,
        "list_sha256": minutes.list_sha256(issued) if issued else "",
        "making": making_of([one.source for one in issued], at=timezone.now()),
        "ready": len(_papers(found)),
        "page": Paginator(_newest(found), PAGE_SIZE).get_page(request.GET.get("page")),
        "print_limit": archives.PRINT_LIMIT,
    }
    return render(request, "certificates/batch.html", context)


@require_POST
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """«Ulangi yang gagal» and «Lanjutkan»."""
    found = _batch(request, public_id)
    failed = try_these_again(list(found.certificates.values_list("source", flat=True)))
    log(found, "certificates.retry", user=request.user, data={"failed": failed})
    messages.success(request, f"{failed} PDF dicoba lagi." if failed else "Pembuatan dilanjutkan.")
    return redirect("certificates:batch", public_id)


@require_POST
def minutes_file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """«Berita acara penerbitan», as PDF."""
    found = _batch(request, public_id)
    try:
        made = minutes.minutes_of(found)
        content = minutes.minutes_pdf(made)
    except LookupError:
        return _back(request, found, "Penerbitan ini tidak memuat sertifikat, jadi tidak ada berita acaranya.")
    except CertificateError as error:
        return _back(request, found, str(error))
    except OSError:
        return _back(request, found, "PDF belum bisa dibuat di server ini. Minta pengelola memeriksa pustaka pango.")
    _note(request, found, "berita-acara", len(made.rows))
    return as_file(HttpResponse(content, content_type="application/pdf"), f"berita-acara-{found.created_at:%Y%m%d}.pdf")


@require_POST
def zip_file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Every valid paper with the manifest, as a stream."""
    found, made, refusal = _taken(request, public_id)
    if refusal:
        return refusal
    _note(request, found, "zip", len(made))
    parts = archives.zip_parts(made, time_zone=made[0].certificate.facts["time_zone"])
    return as_file(StreamingHttpResponse(parts, content_type="application/zip"), "sertifikat.zip")


@require_POST
def print_file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Every valid paper behind each other; above the limit several files in a ZIP."""
    found, made, refusal = _taken(request, public_id)
    if refusal:
        return refusal
    _note(request, found, "pdf", len(made))
    if len(made) > archives.PRINT_LIMIT:
        parts = archives.print_zip(made, time_zone=made[0].certificate.facts["time_zone"])
        return as_file(StreamingHttpResponse(parts, content_type="application/zip"), "cetak-sertifikat.zip")
    return as_file(FileResponse(archives.print_file(made), content_type="application/pdf"), "cetak-sertifikat.pdf")


def _batch(request: HttpRequest, public_id: UUID) -> Batch:
    rows = Batch.objects.kept_by(request.user, on=timezone.localdate())
    return get_object_or_404(rows.with_people(), public_id=public_id)


def _newest(found: Batch):
    """The last paper of each number."""
    rows = Certificate.objects.filter(batch=found, replaced_by=None)
    return rows.select_related("file", "signed_file").order_by("year", "sequence")


def _papers(found: Batch) -> list[archives.Paper]:
    rows = Certificate.objects.valid().filter(batch=found, file__isnull=False).select_related("file", "signed_file")
    return [archives.Paper(row, FOLDER) for row in rows.order_by("year", "sequence", "revision")]


def _taken(request: HttpRequest, public_id: UUID) -> tuple[Batch, Sequence[archives.Paper], HttpResponse | None]:
    """The papers that may leave, or the page with what is wrong."""
    found = _batch(request, public_id)
    made = _papers(found)
    if not made:
        return found, made, _back(request, found, "Belum ada PDF yang jadi. Tunggu sampai selesai, lalu coba lagi.")
    if number := archives.lost(made):
        said = f"Berkas PDF nomor {number} tidak ditemukan di server. Minta pengelola memeriksa penyimpanan."
        return found, made, _back(request, found, said)
    return found, made, None


def _note(request: HttpRequest, found: Batch, kind: str, people: int) -> None:
    """Who took a list of persons out of the system, which one, and of how many."""
    log(found, "certificates.export", user=request.user, data={"kind": kind, "people": people})


def _back(request: HttpRequest, found: Batch, said: str) -> HttpResponse:
    messages.error(request, said)
    return redirect("certificates:batch", found.public_id)


def as_file(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
