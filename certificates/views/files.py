"""Whether a PDF is the one that was handed out: by the hash that the browser works out, or by the file itself (ADR 0033)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from elearning.lib import codes
from elearning.ui.context import identity_of

from .. import verification
from ..checking.errors import CheckError
from ..checking.files import HASH, MOST_BYTES, InMemory, Shown, handed_out, seal_of, shown_by_file
from ..checking.reading import MOST_NAMED, Named
from ..models import Certificate
from ..sealing.checking import SealFinding
from ..sealing.telling import marks_of
from ..standing import standing_of
from ..verification import Finding
from .answering import allowed, answer, as_json, as_page, even_when_broken, form_of, wants_json

FORM_BYTES = 64 * 1024  # what a form with a file needs beside the file
SAME, DIFFERENT, UNKNOWN = "sama", "berbeda", "tidak-dikenal"
SHAPES = {
    SealFinding.INTACT: "shield-check",
    SealFinding.UNKNOWN: "shield-question-mark",
    SealFinding.BROKEN: "shield-x",
    SealFinding.ADDED: "shield-alert",
    SealFinding.NONE: "shield",
}
SENTENCES = {
    SAME: "Berkas ini sama dengan yang kami terbitkan.",
    DIFFERENT: "Isi berkas ini berbeda dari yang kami terbitkan.",
    UNKNOWN: "Berkas ini bukan berkas yang kami terbitkan, dan kami tidak menemukan kode kami di dalamnya.",
}


@login_not_required
@csrf_exempt  # stateless, as ``verification.verify``
@require_http_methods(["GET", "HEAD", "POST"])
@even_when_broken
def check_file(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect(reverse("certificates:check") + "#berkas")
    try:
        shown = _shown(request)
    except CheckError as error:
        return _refused(request, error)
    if file := handed_out(shown.sha256):
        return _said(request, SAME, file.certificate, seal_of(shown, file))
    if not allowed(request, "file_miss"):
        return answer(request, verification.TOO_MANY, status=429)
    return _other_bytes(request, shown)


def _shown(request: HttpRequest) -> Shown:
    """Raises CheckError: too_large, unreadable, no_file, no_pdf, locked."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + FORM_BYTES:
        raise CheckError("too_large", limit=MOST_BYTES // 1024 // 1024)
    request.upload_handlers = [InMemory(request)]
    sent = form_of(request)
    if file := request.FILES.get("berkas"):
        return shown_by_file(file.read())
    if not sent.get("sidik"):
        raise CheckError("no_file")
    if not HASH.fullmatch(sent["sidik"]):
        raise CheckError("unreadable")
    named = Named(tuple(sent.getlist("kode")[:MOST_NAMED]), tuple(sent.getlist("nomor")[:MOST_NAMED]))
    return Shown(sent["sidik"], named)


def _other_bytes(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The file is none of ours. A code in it is counted like a code that is typed: no second door for guessing."""
    for typed in shown.named.codes:
        try:
            code = codes.normalise(typed, codes.LONG_LENGTH)
        except codes.CodeError:
            continue
        if certificate := Certificate.objects.filter(code=code).first():
            return _said(request, DIFFERENT, certificate, seal_of(shown, None))
        if not allowed(request, "verification_miss"):
            return answer(request, verification.TOO_MANY, status=429)
    # Numbers run on: an answer about one would be a register for everybody, so nothing is said of that paper.
    numbers = [number for number in shown.named.numbers if "\x00" not in number]  # PostgreSQL refuses to look for a NUL
    is_numbered = bool(numbers) and Certificate.objects.filter(number__in=numbers).exists()
    return _said(request, DIFFERENT if is_numbered else UNKNOWN, None, seal_of(shown, None))


def _said(request: HttpRequest, state: str, certificate: Certificate | None, seal: SealFinding | None) -> HttpResponse:
    finding: Finding | None = None
    marks = marks_of(certificate) if certificate and state == SAME else None
    if certificate:
        finding = verification.found(
            certificate,
            organiser=identity_of(request).organiser,
            at=timezone.now(),
            standing=standing_of(certificate),
            marks=marks,
        )
    code = certificate.code if certificate else ""
    status = 404 if state == UNKNOWN else 200
    if wants_json(request):
        values: dict[str, Any] = {"file": state, "sentence": SENTENCES[state]}
        if finding:
            values["certificate"] = {"code": codes.display(code), "sentence": finding.sentence, **finding.values}
        if seal:
            values["seal"] = {"state": seal.state, "sentence": seal.sentence, "signer": seal.signer}
        return as_json(values, status=status)
    context = {"file": state, "sentence": SENTENCES[state], "finding": finding, "code": code, "seal": seal}
    told = bool(finding and marks and set(marks.rows) & set(finding.rows))
    shape = SHAPES[seal.state] if seal else ""
    return as_page(request, "certificates/file.html", {**context, "told": told, "seal_shape": shape}, status=status)


def _refused(request: HttpRequest, error: CheckError) -> HttpResponse:
    status = 413 if error.code == "too_large" else 400
    if wants_json(request):
        return as_json({"file": "ditolak", "code": error.code, "sentence": str(error)}, status=status)
    return as_page(request, "certificates/check.html", {"file_error": str(error)}, status=status)
