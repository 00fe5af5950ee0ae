"""L10: the holder's own papers."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from elearning.lib.lost import opened

from .. import corrections
from ..badges import credentials
from ..forms import CorrectionForm
from ..models import Certificate
from ..services import CertificateError
from ..standing import UNCHANGED, has_ended, standing_of, standings_of
from ..verification import update_line
from .naming import file_name, stored


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """L10: the papers of whoever is signed in, newest first."""
    papers, now = list(Certificate.objects.held_by(request.user).newest_first()), timezone.now()
    standings = standings_of(papers)
    for paper in papers:
        paper.is_over = has_ended(paper.facts, at=now)
        paper.is_outdated = standings.get(paper.pk, UNCHANGED).is_outdated
    return render(request, "certificates/certificate_list.html", {"certificates": papers})


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """L10: one own paper, ready or still being made."""
    certificate = get_object_or_404(
        Certificate.objects.held_by(request.user).select_related("render_job"), code=stored(code)
    )
    message = f"Sertifikat saya, {certificate.facts['title']}: {certificate.facts['address']}"
    standing = standing_of(certificate)
    context = {
        "changes": [event.note for event in standing.changed],
        "updates": [update_line(event, certificate.facts) for event in standing.refreshed],
        "refresher_url": resolve_url(settings.REFRESHER_URL),
        "certificate": certificate,
        "has_badge": credentials.are_given() and hasattr(certificate, "badge"),
        "facts": certificate.facts,
        "paper": certificate.final_file if hasattr(certificate, "file") else None,
        "is_over": has_ended(certificate.facts, at=timezone.now()),
        "is_delayed": _is_delayed(certificate),
        "successor": getattr(certificate, "replaced_by", None),
        "file_name": file_name(certificate),
        "last_request": certificate.correction_requests.last(),
        "share_url": "https://wa.me/?" + urlencode({"text": message}),
    }
    return render(request, "certificates/certificate_detail.html", context)


@require_http_methods(["GET", "POST"])
def ask_correction(request: HttpRequest, code: str) -> HttpResponse:
    """L10: «Minta perbaikan nama». The paper stays valid while the register looks at it."""
    certificate = get_object_or_404(Certificate.objects.held_by(request.user), code=stored(code))
    form = CorrectionForm(request.POST or None, initial={"wanted_name": certificate.facts["name"]})
    if form.is_valid():
        try:
            corrections.request_correction(certificate, **form.cleaned_data, at=timezone.now())
        except CertificateError as error:
            form.add_error("wanted_name", str(error))
        else:
            messages.success(request, "Permintaan terkirim. Sertifikat Anda tetap berlaku selama diperiksa.")
            return redirect("certificates:detail", code)
    context = {
        "form": form,
        "title": "Minta perbaikan nama",
        "consequence": f"Tercetak sekarang: «{certificate.facts['name']}». Bila disetujui, nomornya tetap dan kodenya baru.",
        "action": "Kirim permintaan",
        "back_url": reverse("certificates:detail", args=[code]),
    }
    return render(request, "components/confirm.html", context)


@require_safe
def download(request: HttpRequest, code: str) -> FileResponse:
    """The bytes that were handed out: for the holder, and for staff of the issuing unit."""
    papers = Certificate.objects.open_to(request.user, on=timezone.localdate()).select_related("file", "signed_file")
    certificate = get_object_or_404(papers, code=stored(code), file__isnull=False)
    response = FileResponse(
        opened(certificate.final_file.pdf),
        as_attachment=True,
        filename=file_name(certificate),
        content_type="application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _is_delayed(certificate: Certificate) -> bool:
    """Whether something went wrong with the PDF, so that «kurang dari 1 menit» would be a lie."""
    job = getattr(certificate, "render_job", None)
    return job is not None and job.done_at is None and bool(job.error)
