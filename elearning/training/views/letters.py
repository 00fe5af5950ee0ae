"""Per person: what can be sent by mail and WhatsApp, what was, and what went wrong (ADR 0034)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import sending
from certificates.services import CertificateError

from .. import delivery, handing_over, services
from ..errors import TrainingError
from .access import claimant_of, committee_session

PAGE_SIZE = 50


@require_safe
@never_cache
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody whose paper is ready, with the ways to reach each."""
    session = committee_session(request, slug)
    found = handing_over.overview(delivery.papers(session), at=timezone.now())
    context = {
        "session": session,
        "overview": found,
        "page": Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "can_mail": sending.is_configured(),
    }
    return render(request, "training/hand_over.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mail(request: HttpRequest, slug: str) -> HttpResponse:
    """«Kirim lewat surel»: asked once, because mail cannot be called back."""
    session, now = committee_session(request, slug), timezone.now()
    here = reverse("training:hand_over", args=[slug])
    if request.method == "POST":
        try:
            count = services.mail_papers(session, by=request.user, at=now)
        except TrainingError as error:
            messages.error(request, str(error))
        else:
            said = f"{count} surel menunggu dikirim. Anda boleh menutup halaman ini."
            messages.success(
                request, said if count else "Tidak ada surel baru. Semua yang punya alamat sudah dikirimi."
            )
        return redirect(here)
    found = handing_over.overview(delivery.papers(session), at=now)
    if not found.to_write or not sending.is_configured():
        return redirect(here)
    context = {
        "title": f"Kirim surel kepada {found.to_write} orang?",
        "consequence": (
            "Setiap orang menerima satu surel berisi tautan ke halamannya sendiri, tanpa lampiran dan tanpa NIP. "
            "Surel yang sudah terkirim tidak bisa ditarik."
        ),
        "action": f"Kirim {found.to_write} surel",
        "back_url": here,
    }
    return render(request, "components/confirm.html", context)


@require_POST
def mail_again(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """«Kirim ulang», to one person."""
    session = committee_session(request, slug)
    sent = request.POST.get("round", "")
    if not (sent.isdecimal() and len(sent) < 5):
        raise BadRequest("no such round")
    try:
        services.mail_again(
            claimant_of(session, public_id), round=int(sent), by=request.user, at=timezone.now()
        )  # fmt: skip
    except (TrainingError, CertificateError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Surel menunggu dikirim lagi.")
    return redirect("training:hand_over", slug)
