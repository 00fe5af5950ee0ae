"""P9: one paper of the register that a committee keeps."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from elearning.lib import codes

from .. import corrections, services
from ..forms import DeclineForm, ReplaceForm, RevokeForm
from ..models import Certificate
from ..register import state_in_words, with_rule_events
from ..sealing.telling import marks_of
from ..services import CertificateError
from .naming import stored


@require_safe
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """P9: one paper of the register, its history, and what can be done about it."""
    certificate = kept(request, code)
    context = {
        "certificate": certificate,
        "facts": certificate.facts,
        "state": state_in_words(certificate, at=timezone.now()),
        "paper": certificate.final_file if hasattr(certificate, "file") else None,
        "marks": marks_of(certificate).rows,
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
    certificate = kept(request, code)
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
    certificate = kept(request, code)
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
    certificate = kept(request, code)
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
    certificate = kept(request, code)
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


def kept(request: HttpRequest, code: str) -> Certificate:
    """A paper of the register that the visitor keeps; every other one is not found."""
    papers = Certificate.objects.kept_by(request.user, on=timezone.localdate())
    papers = papers.select_related("unit", "file", "signed_file", "render_job", "replaced_by")
    return get_object_or_404(with_rule_events(papers), code=stored(code))
