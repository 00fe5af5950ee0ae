"""A code typed or scanned, answered without cookie, script or sign-in (experience.md §10)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from elearning.lib import codes, nip
from elearning.ui.context import identity_of

from .. import verification
from ..checking.stacks import last_part
from ..models import Certificate
from ..standing import standing_of
from .answering import allowed, answer, as_page, even_when_broken

CODE_HELP = {
    "alphabet": "Kode kami tidak memakai O, I, L, 0, dan 1. Periksa lagi, lalu coba lagi.",
    "length": "Kode sertifikat terdiri atas 12 huruf dan angka. Contoh: H6B3-N8C4-W5T7.",
}
NIP_HELP = "NIP terdiri atas 18 angka. Ketik lagi semuanya; yang tadi diketik tidak kami tampilkan."
NIP_TRIED = "Sudah 5 kali dicoba. Tunggu satu jam, lalu coba lagi."


@login_not_required
@csrf_exempt  # stateless: it changes nothing and answers only about what is typed, and a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
@even_when_broken
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a paper with this code is worth today. No cookie, no script, the same address for people and machines."""
    typed, hint = code, ""
    try:
        code = codes.normalise(typed, codes.LONG_LENGTH)
    except codes.CodeError as error:
        code, hint = "", CODE_HELP[error.code]
    certificate = Certificate.objects.filter(code=code).first() if code else None
    if certificate is None:
        # Only failures are counted: a hall shares one address, and its valid papers must not wait for one bad one.
        if not allowed(request, "verification_miss"):
            return answer(request, verification.TOO_MANY, status=429)
        return answer(request, verification.UNKNOWN, status=404, hint=hint, typed=typed)
    finding = verification.found(
        certificate,
        organiser=identity_of(request).organiser,
        at=timezone.now(),
        standing=standing_of(certificate),
    )
    if request.method != "POST" or not finding.can_match_nip:
        return answer(request, finding, code=code)
    if not allowed(request, "nip_match", key=code):
        return answer(request, finding, code=code, status=429, nip_error=NIP_TRIED)
    try:
        matches = verification.nip_matches(certificate, request.POST.get("nip", ""))
    except nip.NipError:
        return answer(request, finding, code=code, nip_error=NIP_HELP)
    return answer(request, finding, code=code, nip_result="Cocok" if matches else "Tidak cocok")


@login_not_required
@require_safe
@even_when_broken
def check(request: HttpRequest) -> HttpResponse:
    """V2: the code typed by hand, or a pasted address; leads to its verification page."""
    typed, error = request.GET.get("kode", "").strip(), ""
    if typed:
        try:
            code = codes.normalise(last_part(typed), codes.LONG_LENGTH)
        except codes.CodeError as refusal:
            error = CODE_HELP[refusal.code]
        else:
            return redirect("certificates:verify", code=codes.display(code))
    return as_page(request, "certificates/check.html", {"typed": typed, "error": error})
