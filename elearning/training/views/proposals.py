"""An act of issue by two people: one proposes the list, another one approves or returns it (ADR 0034)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import proposing
from certificates.models import IssueProposal
from certificates.services import CertificateError, lines_now
from elearning.lib import dates

from .. import services
from ..errors import TrainingError
from ..forms import add_refusal
from ..models import TrainingSession
from ..progress import undecided_answers
from ..proposal_forms import ProposeForm, ReturnForm
from ..services.certificates import next_sequence
from ..services.proposals import CONFIRMED, proposed_claims
from .access import committee_session

REFUSALS = (TrainingError, CertificateError)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """«Usulkan penerbitan»: asked once, with what becomes of names that nobody confirmed."""
    session, now = committee_session(request, slug), timezone.now()
    claims = proposed_claims(session, scope="", at=now)
    confirmed = {claim.source for claim in proposed_claims(session, scope=CONFIRMED, at=now)}
    unconfirmed = [claim for claim in claims if claim.source not in confirmed]
    sent = request.POST if request.method == "POST" else None
    form = ProposeForm(sent, count=len(claims), unconfirmed=len(unconfirmed)) if unconfirmed else None
    if request.method == "POST" and (form is None or form.is_valid()):
        only = form is not None and form.cleaned_data["names"] == CONFIRMED
        try:
            made = services.propose_issue(session, confirmed_only=only, by=request.user, at=now)
        except REFUSALS as error:
            messages.error(request, str(error))
            return redirect("training:certificates", slug)
        messages.success(request, "Usulan tersimpan. Minta anggota panitia lain membuka halaman ini dan menyetujuinya.")
        return redirect("training:proposal", slug, made.public_id)
    if session.state not in (TrainingSession.State.CLOSED, TrainingSession.State.ISSUED) or not claims:
        return redirect("training:certificates", slug)
    undecided = undecided_answers(session)
    context = {
        "title": f"Usulkan penerbitan {len(claims)} sertifikat?",
        "consequence": (
            f"Daftar {len(claims)} orang dibekukan untuk diperiksa anggota panitia lain. "
            "Belum ada nomor yang terpakai dan belum ada yang terbit."
            + (f" {undecided} jawaban terlambat belum diputuskan." if undecided else "")
        ),
        "action": "Usulkan penerbitan",
        "form": form or "",
        "back_url": reverse("training:certificates", args=[slug]),
    }
    return render(request, "components/confirm.html", context)


@require_safe
@never_cache
def proposal(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Who is on the list, its hash, what has changed since, and what was decided."""
    session, now = committee_session(request, slug), timezone.now()
    found = _proposal(session, public_id)
    decision = getattr(found, "decision", None)
    differences = proposing.Changes()
    if decision is None:
        try:
            listed = lines_now(proposed_claims(session, scope=found.scope, at=now), unit=session.unit, at=now)
        except CertificateError as error:  # the template is no longer offered
            messages.error(request, str(error))
            listed = []
        differences = proposing.changes(found.people, listed)
    first = next_sequence(session, on=dates.local_day(now, session.time_zone))
    context = {
        "session": session,
        "proposal": found,
        "decision": decision,
        "differences": differences,
        "only_confirmed": found.scope == CONFIRMED,
        "is_own": found.proposed_by_id == request.user.pk,
        "numbers": (first, first + len(found.people) - 1, dates.local_day(now, session.time_zone).year),
    }
    return render(request, "training/proposal.html", context)


@require_POST
def approve(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """«Setujui dan terbitkan»."""
    session = committee_session(request, slug)
    found = _proposal(session, public_id)

    def verb() -> None:
        batch = services.approve_issue(session, found, by=request.user, at=timezone.now())
        count = batch.certificates.filter(revision=0).count()
        messages.success(request, f"{count} sertifikat terbit. PDF sedang dibuat.")

    return _done(request, verb, reverse("training:certificates", args=[slug]), found, slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def send_back(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """«Kembalikan», with a reason that the proposer reads."""
    session = committee_session(request, slug)
    found = _proposal(session, public_id)
    here = reverse("training:proposal", args=[slug, public_id])
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        try:
            services.return_proposal(
                session, found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except REFUSALS as error:
            add_refusal(form, error)
        else:
            messages.success(request, "Usulan dikembalikan. Pengusul melihat alasan Anda.")
            return redirect(here)
    context = {
        "title": "Kembalikan usulan penerbitan?",
        "consequence": f"Belum ada yang terbit. {found.proposed_by} melihat alasan Anda dan bisa mengusulkan lagi.",
        "action": "Kembalikan usulan",
        "form": form,
        "back_url": here,
    }
    return render(request, "components/confirm.html", context)


@require_POST
def withdraw(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """«Tarik usulan», for the proposer."""
    session = committee_session(request, slug)
    found = _proposal(session, public_id)

    def verb() -> None:
        services.withdraw_proposal(session, found, by=request.user, at=timezone.now())
        messages.success(request, "Usulan ditarik. Belum ada yang terbit.")

    return _done(request, verb, reverse("training:certificates", args=[slug]), found, slug)


def _proposal(session: TrainingSession, public_id: UUID) -> IssueProposal:
    rows = IssueProposal.objects.filter(source=session.source)
    rows = rows.select_related("proposed_by", "decision__decided_by", "decision__batch")
    return get_object_or_404(rows, public_id=public_id)


def _done(
    request: HttpRequest, verb: Callable[[], None], onwards: str, found: IssueProposal, slug: str
) -> HttpResponse:
    try:
        verb()
    except REFUSALS as error:
        messages.error(request, str(error))
        return redirect("training:proposal", slug, found.public_id)
    return redirect(onwards)
