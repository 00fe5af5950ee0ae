"""«Beginilah nama Anda akan tercetak»: the participant confirms or corrects, the committee decides (ADR 0027)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.models import Certificate, CorrectionRequest
from certificates.services import CertificateError
from elearning.lib import codes
from elearning.people.services import PeopleError

from .. import printing, proofing, services
from ..errors import NamingError
from ..forms import add_refusal
from ..models import NameProof, Participant, TrainingSession
from ..naming import Standing
from ..naming_forms import AnswerForm, NameForm
from ..services.certificates import certificate_of
from .access import committee_session, participant_of

PAGE_SIZE = 50
REFUSALS = (NamingError, PeopleError, CertificateError)


def _own(request: HttpRequest, slug: str) -> Participant:
    rows = Participant.objects.select_related("session", "person__unit")
    return get_object_or_404(rows, session__slug=slug, person=request.user)


# The participant


@require_POST
def confirm_name(request: HttpRequest, slug: str) -> HttpResponse:
    """«Ya, sudah benar»."""
    participant = _own(request, slug)
    try:
        services.confirm_name(participant, shown=request.POST.get("shown", ""), at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Terima kasih. Nama Anda akan tercetak seperti itu.")
    return redirect("training:taking_part", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change_name(request: HttpRequest, slug: str) -> HttpResponse:
    """The owner writes the name as it should be printed; the committee decides."""
    participant = _own(request, slug)
    if participant.session.state == TrainingSession.State.DRAFT:
        raise Http404
    done = "Usul Anda terkirim ke panitia. Nama yang lama tetap tercatat sampai disetujui."
    return _change(request, participant, back_url=reverse("training:taking_part", args=[slug]), done=done, is_own=True)


def _change(
    request: HttpRequest, participant: Participant, *, back_url: str, done: str, is_own: bool = False
) -> HttpResponse:
    waiting = proofing.naming_of(participant).waiting
    person = participant.person
    now = waiting if waiting is not None and waiting.by_id == request.user.pk else None
    start = {"name": now.name, "position": now.position} if now else {"name": person.display_name}
    form = NameForm(request.POST or None, initial={"position": person.position_title, **start})
    if form.is_valid() and not form.doubts:
        try:
            proof = services.propose_name(participant, **form.cleaned_data, by=request.user, at=timezone.now())
        except REFUSALS as error:
            add_refusal(form, error, "name" if error.code in ("name_missing", "name_too_long", "name_signs") else None)
        else:
            messages.success(request, done if proof.is_waiting else f"Nama diperbaiki menjadi {proof.name}.")
            return redirect(back_url)
    typed = form["name"].value() or ""
    return render(
        request,
        "training/name_change.html",
        {
            "session": participant.session,
            "participant": participant,
            "form": form,
            "box": printing.name_box(typed.strip()),
            "back_url": back_url,
            "is_own": is_own,
        },
    )


# The committee


@require_safe
@never_cache
def names(request: HttpRequest, slug: str) -> HttpResponse:
    """«228 dikonfirmasi · 9 diubah · 4 belum menjawab», what waits for a decision, and everybody by answer."""
    session = committee_session(request, slug)
    rows = proofing.namings(session)
    chosen = request.GET.get("jawaban", "")
    chosen = chosen if chosen in list(Standing) else ""
    listed = [row for row in rows if not chosen or row.standing == chosen]
    tally = proofing.counts(rows)
    return render(
        request,
        "training/name_list.html",
        {
            "session": session,
            "total": len(rows),
            "tally": [(one.value, WORDS[one], tally[one]) for one in Standing],
            "chosen": chosen,
            "query": f"jawaban={chosen}&" if chosen else "",
            "waiting": [row for row in rows if row.waiting],
            "requests": proofing.correction_requests(session),
            "page": Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page")),
            "is_issued": session.state == TrainingSession.State.ISSUED,
        },
    )


WORDS = {Standing.CONFIRMED: "dikonfirmasi", Standing.CHANGED: "diubah", Standing.SILENT: "belum menjawab"}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def propose_name(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The committee writes a name for a participant; a second member decides. A paper that is out is corrected instead."""
    session = committee_session(request, slug)
    participant = participant_of(session, public_id)
    paper = certificate_of(participant)
    if paper is not None and paper.state == Certificate.State.VALID:
        return redirect("training:correct_certificate", slug, public_id)
    done = "Usul tersimpan. Panitia lain menyetujui atau menolaknya di halaman ini."
    return _change(
        request, participant_of(session, public_id), back_url=reverse("training:names", args=[slug]), done=done
    )


@require_POST
def approve_name(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    proof = _proof(request, slug, public_id)
    try:
        services.approve_name(proof, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Disetujui. Akan tercetak {proof.name}.")
    return redirect("training:names", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def decline_name(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    proof = _proof(request, slug, public_id)
    return _decline(
        request,
        slug,
        lambda answer: services.decline_name(proof, answer=answer, by=request.user, at=timezone.now()),
        title=f"Tolak perubahan nama {proof.participant.person.display_name}?",
        consequence=f"Diusulkan «{proof.name}». Nama yang tercatat tetap «{proof.participant.person.display_name}».",
    )


def _proof(request: HttpRequest, slug: str, public_id: UUID) -> NameProof:
    session = committee_session(request, slug)
    rows = NameProof.objects.filter(participant__session=session, kind=NameProof.Kind.PROPOSED)
    return get_object_or_404(rows.select_related("participant__person", "participant__session"), public_id=public_id)


@require_POST
def approve_correction(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    asked = _asked(request, slug, code)
    try:
        new = services.approve_correction(asked, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Nomor {new.number} terbit ulang sebagai Revisi {new.revision}.")
    return redirect("training:names", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def decline_correction(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    asked = _asked(request, slug, code)
    return _decline(
        request,
        slug,
        lambda answer: services.decline_correction(asked, answer=answer, by=request.user, at=timezone.now()),
        title="Tolak permintaan perbaikan nama?",
        consequence=f"Diminta «{asked.wanted_name}». Nama pada sertifikat tetap «{asked.certificate.facts['name']}».",
    )


def _asked(request: HttpRequest, slug: str, code: str) -> CorrectionRequest:
    """The last request about a paper of this session, by the paper's public code."""
    session = committee_session(request, slug)
    try:
        stored = codes.normalise(code, codes.LONG_LENGTH)
    except codes.CodeError as error:
        raise Http404 from error
    asked = proofing.correction_request(session, stored)
    if asked is None:
        raise Http404
    return asked


def _decline(request: HttpRequest, slug: str, decline, *, title: str, consequence: str) -> HttpResponse:
    """A refusal is asked for its reason on a page of its own."""
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            decline(form.cleaned_data["answer"])
        except REFUSALS as error:
            add_refusal(form, error)
        else:
            messages.success(request, "Ditolak. Orang yang mengusulkan membaca alasan Anda.")
            return redirect("training:names", slug)
    context = {
        "title": title,
        "consequence": consequence,
        "action": "Tolak",
        "form": form,
        "back_url": reverse("training:names", args=[slug]),
    }
    return render(request, "components/confirm.html", context)
