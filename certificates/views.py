"""Public verification, the holder's own papers, and the register that a committee keeps."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from elearning.lib import codes, nip
from elearning.ui.context import identity_of

from . import corrections, services, verification
from .forms import CorrectionForm, DeclineForm, ReplaceForm, RevokeForm
from .models import Certificate
from .services import CertificateError
from .standing import standing_of
from .verification import Finding, update_line

CODE_HELP = {
    "alphabet": "Kode kami tidak memakai O, I, L, 0, dan 1. Periksa lagi, lalu coba lagi.",
    "length": "Kode sertifikat terdiri atas 12 huruf dan angka. Contoh: H6B3-N8C4-W5T7.",
}
NIP_HELP = "NIP terdiri atas 18 angka. Periksa lagi angka pada kertas."


@login_not_required
@csrf_exempt  # stateless: it changes nothing and answers only about what is typed, and a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a paper with this code is worth today. No cookie, no script, the same address for people and machines."""
    try:
        return _verify(request, code)
    except DatabaseError:
        return _answer(request, verification.OUTAGE, status=503)


def _verify(request: HttpRequest, typed: str) -> HttpResponse:
    try:
        code, hint = codes.normalise(typed, codes.LONG_LENGTH), ""
    except codes.CodeError as error:
        code, hint = "", CODE_HELP[error.code]
    certificate = Certificate.objects.filter(code=code).first() if code else None
    if certificate is None:
        # Only failures are counted: a hall shares one address, and its valid papers must not wait for one bad one.
        if not _allowed(request, "verification_miss"):
            return _answer(request, verification.TOO_MANY, status=429)
        return _answer(request, verification.UNKNOWN, status=404, hint=hint, typed=typed)
    finding = verification.found(
        certificate, organiser=identity_of(request).organiser, standing=standing_of(certificate)
    )
    if request.method != "POST" or not finding.can_match_nip:
        return _answer(request, finding, code=code)
    if not _allowed(request, "nip_match", key=code):
        return _answer(
            request, finding, code=code, status=429, nip_error="Sudah 5 kali dicoba. Tunggu satu jam, lalu coba lagi."
        )
    try:
        matches = verification.nip_matches(certificate, request.POST.get("nip", ""))
    except nip.NipError:
        return _answer(request, finding, code=code, nip_error=NIP_HELP)
    return _answer(request, finding, code=code, nip_result="Cocok" if matches else "Tidak cocok")


def _answer(request: HttpRequest, finding: Finding, *, status: int = 200, code: str = "", **said: str) -> HttpResponse:
    """One finding as a page or as JSON. Rendered without the request: no session, no user, no cookie is touched."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        values = {"state": finding.state, "code": codes.display(code), "sentence": finding.sentence, **finding.values}
        response: HttpResponse = JsonResponse(values | said, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        context = {
            "finding": finding,
            "code": code,
            **_frame(request),
            **said,
        }
        response = HttpResponse(render_to_string("certificates/verification.html", context), status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept"])
    return response


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """V2: the code typed by hand, or a pasted address; leads to its verification page."""
    typed, error = request.GET.get("kode", "").strip(), ""
    if typed:
        try:
            code = codes.normalise(re.split(r"/v/", typed.rstrip("/"))[-1], codes.LONG_LENGTH)
        except codes.CodeError as refusal:
            error = CODE_HELP[refusal.code]
        else:
            return redirect("certificates:verify", code=codes.display(code))
    return HttpResponse(
        render_to_string("certificates/check.html", {"typed": typed, "error": error, **_frame(request)})
    )


def _frame(request: HttpRequest) -> dict:
    """What the frame of these two pages shows around them, without touching session or database."""
    return {"host": request.get_host(), "demo_mode": settings.DEMO_MODE, "source_url": settings.SOURCE_URL}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """L10: the papers of whoever is signed in, newest first."""
    papers = Certificate.objects.held_by(request.user).newest_first()
    return render(request, "certificates/certificate_list.html", {"certificates": papers})


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """L10: one own paper, ready or still being made."""
    certificate = get_object_or_404(
        Certificate.objects.held_by(request.user).select_related("render_job"), code=_stored(code)
    )
    message = f"Sertifikat saya, {certificate.facts['title']}: {certificate.facts['address']}"
    standing = standing_of(certificate)
    context = {
        "changes": [event.note for event in standing.changed],
        "updates": [update_line(event, certificate.facts) for event in standing.refreshed],
        "refresher_url": resolve_url(settings.REFRESHER_URL),
        "certificate": certificate,
        "facts": certificate.facts,
        "paper": getattr(certificate, "file", None),
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
    certificate = get_object_or_404(Certificate.objects.held_by(request.user), code=_stored(code))
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
    papers = Certificate.objects.open_to(request.user, on=timezone.localdate()).select_related("file")
    certificate = get_object_or_404(papers, code=_stored(code), file__isnull=False)
    response = FileResponse(
        certificate.file.pdf.open("rb"),
        as_attachment=True,
        filename=file_name(certificate),
        content_type="application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """P9: one paper of the register, its history, and what can be done about it."""
    certificate = _kept(request, code)
    context = {
        "certificate": certificate,
        "facts": certificate.facts,
        "paper": getattr(certificate, "file", None),
        "job": getattr(certificate, "render_job", None),
        "events": certificate.events.select_related("by").order_by("at", "pk"),
        "successor": getattr(certificate, "replaced_by", None),
        "can_restore": services.is_restorable(certificate, at=timezone.now()),
        "asked": certificate.correction_requests.waiting().first(),
    }
    return render(request, "certificates/certificate_keep.html", context)


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, code: str) -> HttpResponse:
    """P9: the same number on a new paper, with the holder named right."""
    certificate = _kept(request, code)
    asked = certificate.correction_requests.waiting().first()
    form = ReplaceForm(request.POST or None, certificate=certificate, wanted_name=asked.wanted_name if asked else "")
    if form.is_valid():
        try:
            new = services.replace(certificate, **form.cleaned_data, by=request.user, at=timezone.now())
        except CertificateError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"Terbit ulang: {new.number}, Revisi {new.revision}. Kode lama menjadi «Digantikan»."
            )
            return redirect("certificates:keep", codes.display(new.code))
    context = {
        "form": form,
        "title": f"Terbitkan ulang {certificate.number}?",
        "consequence": "Nomornya tetap, kodenya baru. Kertas yang lama akan terbaca «Digantikan».",
        "action": "Terbitkan ulang",
        "back_url": reverse("certificates:keep", args=[code]),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, code: str) -> HttpResponse:
    """P9: the name stays, and the holder is told why."""
    certificate = _kept(request, code)
    asked = get_object_or_404(certificate.correction_requests.waiting())
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        try:
            corrections.decline_correction(asked, **form.cleaned_data, by=request.user, at=timezone.now())
        except CertificateError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Permintaan ditolak. Pemilik melihat alasannya.")
            return redirect("certificates:keep", code)
    context = {
        "form": form,
        "title": "Tolak permintaan perbaikan nama?",
        "consequence": f"Nama tetap «{certificate.facts['name']}». Pemilik melihat alasan Anda.",
        "action": "Tolak permintaan",
        "back_url": reverse("certificates:keep", args=[code]),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """P9: void, with a public reason."""
    certificate = _kept(request, code)
    form = RevokeForm(request.POST or None, certificate=certificate)
    if form.is_valid():
        reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
        try:
            services.revoke(certificate, reason=reason, note=note, by=request.user, at=timezone.now())
        except CertificateError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Sertifikat dicabut. Anda bisa memulihkannya dalam 24 jam.")
            return redirect("certificates:keep", code)
    context = {
        "form": form,
        "title": f"Cabut sertifikat {certificate.number}?",
        "consequence": f"Sertifikat atas nama {certificate.facts['name']} akan terbaca «Dicabut». Bisa dipulihkan dalam 24 jam.",
        "action": "Cabut sertifikat",
        "danger": True,
        "back_url": reverse("certificates:keep", args=[code]),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """P9: a revocation taken back within 24 hours."""
    certificate = _kept(request, code)
    if request.method == "POST":
        try:
            services.restore(certificate, by=request.user, at=timezone.now())
        except CertificateError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Sertifikat dipulihkan dan berlaku lagi.")
        return redirect("certificates:keep", code)
    context = {
        "title": f"Pulihkan sertifikat {certificate.number}?",
        "consequence": f"Sertifikat atas nama {certificate.facts['name']} akan terbaca «Berlaku» lagi.",
        "action": "Pulihkan",
        "back_url": reverse("certificates:keep", args=[code]),
    }
    return render(request, "components/confirm.html", context)


def _kept(request: HttpRequest, code: str) -> Certificate:
    """A paper of the register that the visitor keeps; every other one is not found."""
    papers = Certificate.objects.kept_by(request.user, on=timezone.localdate())
    papers = papers.select_related("unit", "file", "render_job", "replaced_by")
    return get_object_or_404(papers, code=_stored(code))


def file_name(certificate: Certificate) -> str:
    """«Sertifikat Netralitas ASN - Rina Contoh.pdf»; what no file system takes becomes a blank."""
    name = " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", certificate.facts["name"]).split())
    return f"Sertifikat Netralitas ASN - {name.rstrip('.')}.pdf"


def _is_delayed(certificate: Certificate) -> bool:
    """Whether something went wrong with the PDF, so that «kurang dari 1 menit» would be a lie."""
    job = getattr(certificate, "render_job", None)
    return job is not None and job.done_at is None and bool(job.error)


def _allowed(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one try of ``action`` (ACCOUNT_RATE_LIMITS). The public function of the limiter lets every GET pass."""
    return ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True) is not None


def _stored(code: str) -> str:
    try:
        return codes.normalise(code, codes.LONG_LENGTH)
    except codes.CodeError as error:
        raise Http404 from error
