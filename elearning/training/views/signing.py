"""Papers out to the certified provider of electronic signatures, and back (ADR 0032)."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certificates.models import Certificate
from certificates.sealing import exchange
from certificates.sealing.errors import ExchangeError
from certificates.sealing.exchange import Outcome
from certificates.sealing.packing import LIMITS

from .. import services
from ..services.certificates import papers_of
from .access import committee_session

NO_FILE = "Pilih dulu berkas ZIP yang akan diunggah."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def signing(request: HttpRequest, slug: str) -> HttpResponse:
    """«Unduh untuk ditandatangani» and «Unggah hasil tanda tangan», with what became of each file."""
    session = committee_session(request, slug)
    papers, outcomes, error = papers_of(session), [], ""
    try:
        name = exchange.provider().name
    except ExchangeError as refusal:
        name, error = "", str(refusal)
    if request.method == "POST" and not error:
        outcomes, error = _take_in(request, papers)
    rows = list(exchange.to_sign(papers))
    return render(
        request,
        "training/certificates_signing.html",
        {
            "session": session,
            "provider": name,
            "rows": rows,
            "signed": [one for one in rows if getattr(one, "signed_file", None)],
            "to_sign": sum(not getattr(one, "signed_file", None) for one in rows),
            "outcomes": outcomes,
            "accepted": sum(one.is_accepted for one in outcomes),
            "refused": [one for one in outcomes if one.code not in ("", "unchanged")],
            "error": error,
            "limits": LIMITS,
        },
        status=422 if error and request.method == "POST" else 200,
    )


def _take_in(request: HttpRequest, papers: QuerySet[Certificate]) -> tuple[Sequence[Outcome], str]:
    sent = request.FILES.get("file")
    if sent is None:
        return [], NO_FILE
    try:
        return exchange.import_signed(sent, papers, by=request.user, at=timezone.now()), ""
    except ExchangeError as refusal:
        return [], str(refusal)


@require_POST
def hand_to_sign(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The ZIP: what is not signed yet. A list of persons, so a press and noted, as every export is."""
    session = committee_session(request, slug)
    papers = list(exchange.unsigned(papers_of(session)))
    try:
        packed = exchange.export(papers)
    except ExchangeError as refusal:
        messages.error(request, str(refusal))
        return redirect("training:signing", slug)
    services.note_export(session, kind="untuk-ditandatangani", people=len(papers), by=request.user)
    return FileResponse(
        packed,
        as_attachment=True,
        filename=f"untuk-ditandatangani-{session.slug}.zip",
        content_type="application/zip",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
