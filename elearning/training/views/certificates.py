"""P8 and P9: who has earned one, issue, watch them being made, correct, revoke, restore."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.models import Certificate
from certificates.progress import making_of
from certificates.sealing import exchange
from certificates.services import CertificateError
from certificates.views.naming import file_name
from elearning.lib import dates
from elearning.lib.lost import opened

from .. import printing, services
from ..claimants import Claimant
from ..errors import TrainingError
from ..forms import CorrectionForm, RevocationForm, add_refusal
from ..models import Contributor, TrainingSession
from ..naming_forms import CONFIRMED, IssueForm
from ..permissions import can_change_form
from ..progress import undecided_answers
from ..services.certificates import Appraisal, certificate_of, certificates_of, next_sequence, papers_of
from ..services.proposals import last_proposal
from .access import claimant_of, committee_session
from .printouts import printed

PAGE_SIZE = 50


@require_safe
@never_cache
def certificates(request: HttpRequest, slug: str) -> HttpResponse:
    session, now = committee_session(request, slug), timezone.now()
    appraisals = services.appraise(session)
    others = list(session.contributors.all())
    papers = certificates_of([*(one.participant for one in appraisals), *others])
    earned = [one for one in appraisals if one.verdict.eligible]
    lines = services.also_taking_part(others, [one.participant for one in earned])
    to_issue = [one for one in earned if one.participant.source not in papers]
    count = len(to_issue) + sum(one.source not in papers for one in others)
    page = Paginator(earned, PAGE_SIZE).get_page(request.GET.get("page"))
    proposal = last_proposal(session)
    is_issued = session.state == TrainingSession.State.ISSUED
    return render(
        request,
        "training/certificates.html",
        {
            "session": session,
            "earned": earned,
            "not_earned": [one for one in appraisals if not one.verdict.eligible],
            "overridden": [one for one in earned if one.verdict.override],
            "to_issue": to_issue,
            "unconfirmed": sum(not one.is_confirmed for one in to_issue),
            "page": page,
            "rows": [(one, papers.get(one.participant.source)) for one in page],
            "others": [(one, papers.get(one.source), lines.get(one.source)) for one in others],
            "twice": len(lines),
            "missing_speakers": [] if papers else services.missing_speakers(session),
            "count_to_issue": count,
            "examples": _examples(to_issue),
            "numbers": _numbers(session, count, now),
            "making": making_of(list(papers), at=now) if papers else None,
            "signs_outside": is_issued and exchange.to_sign(papers_of(session)).exists(),
            "needs_approval": settings.CERTIFICATES_NEED_APPROVAL,
            "proposal": proposal,
            "is_waiting": proposal is not None and not hasattr(proposal, "decision"),
            "is_closed": session.state == TrainingSession.State.CLOSED,
            "is_issued": is_issued,
        },
    )


def _examples(earned: Sequence[Appraisal]) -> list[tuple[str, Appraisal]]:
    """The names on which a paper fails: the longest, the shortest, one without a NIP."""
    if not earned:
        return []
    by_length = sorted(earned, key=lambda one: len(one.participant.person.display_name))
    examples = [("Nama terpanjang", by_length[-1]), ("Nama terpendek", by_length[0])]
    without_nip = next((one for one in earned if not one.participant.person.nip), None)
    return [*examples, ("Tanpa NIP", without_nip)] if without_nip else examples


def _numbers(session: TrainingSession, count: int, now) -> tuple[int, int, int]:
    """First and last running number, and the year, as they would be if issued now."""
    on = dates.local_day(now, session.time_zone)
    first = next_sequence(session, on=on)
    return first, first + max(count, 1) - 1, on.year


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """«Terbitkan 226 sertifikat»: asked once, with the range of numbers and what becomes of unconfirmed names."""
    session, now = committee_session(request, slug), timezone.now()
    if settings.CERTIFICATES_NEED_APPROVAL:
        return redirect("training:propose_issue", slug)
    earned = [one for one in services.appraise(session) if one.verdict.eligible]
    others = list(session.contributors.all())
    papers = certificates_of([*(one.participant for one in earned), *others])
    to_issue = [one for one in earned if one.participant.source not in papers]
    count = len(to_issue) + sum(one.source not in papers for one in others)
    unconfirmed = [one for one in to_issue if not one.is_confirmed]
    sent = request.POST if request.method == "POST" else None
    form = IssueForm(sent, count=count, unconfirmed=len(unconfirmed)) if unconfirmed else None
    if request.method == "POST" and (form is None or form.is_valid()):
        verb = (
            services.issue_confirmed
            if form and form.cleaned_data["names"] == CONFIRMED
            else services.issue_certificates
        )
        try:
            verb(session, by=request.user, at=now)
        except (TrainingError, CertificateError) as error:
            messages.error(request, str(error))
        return redirect("training:certificates", slug)
    if session.state not in (TrainingSession.State.CLOSED, TrainingSession.State.ISSUED) or not count:
        return redirect("training:certificates", slug)
    first, last, year = _numbers(session, count, now)
    undecided = undecided_answers(session)
    return render(
        request,
        "training/certificates_issue.html",
        {
            "title": f"Terbitkan {count} sertifikat?",
            "consequence": (
                f"Nomor urut {first} sampai {last} tahun {year} atas nama {session.organiser}. "
                "Setelah terbit, daftar hadir tidak bisa diubah."
                + (f" {undecided} jawaban terlambat belum diputuskan." if undecided else "")
            ),
            "action": f"Terbitkan {count} sertifikat" if form is None else "Terbitkan sertifikat",
            "form": form or "",
            "session": session,
            "unconfirmed": unconfirmed,
            "back_url": reverse("training:certificates", args=[slug]),
        },
    )


@require_safe
@never_cache
def sample(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """How one paper would look, marked «CONTOH», before anything is issued."""
    session = committee_session(request, slug)
    claimant = claimant_of(session, public_id)
    which = "penyelenggara" if isinstance(claimant, Contributor) else f"{claimant.line:03d}"
    try:
        return printed(
            request,
            session,
            lambda: services.sample(claimant, session, at=timezone.now()),
            file_name=f"contoh-sertifikat-{which}.pdf",
        )
    except CertificateError as error:
        messages.error(request, str(error))
        return redirect("training:certificates", slug)


@require_POST
def add_speakers(request: HttpRequest, slug: str) -> HttpResponse:
    """«Tambahkan narasumber dari daftar materi»."""
    session = committee_session(request, slug)
    if not can_change_form(request.user, session, on=timezone.localdate()):
        raise PermissionDenied("Sertifikat sosialisasi ini sudah terbit. Isinya tidak bisa diubah lagi.")
    try:
        made = services.add_speakers(session)
    except (TrainingError, CertificateError) as error:
        messages.error(request, str(error))
    else:
        words = f"{len(made)} narasumber ditambahkan." if made else "Semua narasumber sudah tertulis."
        messages.success(request, words)
    return redirect("training:certificates", slug)


@require_POST
def retry(request: HttpRequest, slug: str) -> HttpResponse:
    """«Ulangi yang gagal» and «Lanjutkan»."""
    session = committee_session(request, slug)
    failed = services.retry_papers(session, by=request.user)
    messages.success(request, f"{failed} PDF dicoba lagi." if failed else "Pembuatan dilanjutkan.")
    return redirect("training:certificates", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """A corrected name: same number, «Revisi 1», new code."""
    session = committee_session(request, slug)
    claimant = claimant_of(session, public_id)
    certificate = _valid(claimant)
    printed_now = {"recipient_name": certificate.facts["name"], "recipient_position": certificate.facts["position"]}
    form = CorrectionForm(request.POST or None, initial=printed_now)
    if form.is_valid():
        try:
            new = services.replace_certificate(claimant, **form.cleaned_data, by=request.user, at=timezone.now())
        except CertificateError as error:
            add_refusal(form, error, "recipient_name" if error.code.startswith("name") else None)
        else:
            messages.success(
                request, f"Nomor {new.number} terbit ulang sebagai Revisi {new.revision}. QR lama menjadi «Digantikan»."
            )
            return redirect(_home(claimant))
    return render(
        request,
        "training/certificate_correct.html",
        {
            "session": session,
            "home": _home(claimant),
            "certificate": certificate,
            "form": form,
            "box": printing.name_box((form["recipient_name"].value() or "").strip()),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    session = committee_session(request, slug)
    claimant = claimant_of(session, public_id)
    certificate = _valid(claimant)
    form = RevocationForm(request.POST or None)
    if form.is_valid():
        try:
            services.revoke_certificate(claimant, **form.cleaned_data, by=request.user, at=timezone.now())
        except TrainingError as error:
            add_refusal(form, error, "typed_number")
        except CertificateError as error:
            add_refusal(form, error)
        else:
            messages.success(request, f"Sertifikat {certificate.number} dicabut. Bisa dipulihkan dalam 24 jam.")
            return redirect(_home(claimant))
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Cabut sertifikat {certificate.number}?",
            "consequence": (
                f"Halaman pemeriksaan akan menyatakan sertifikat {certificate.facts['name']} dicabut, "
                "dengan tanggal dan alasannya. Pencabutan bisa dibatalkan dalam 24 jam."
            ),
            "action": "Cabut sertifikat",
            "danger": True,
            "form": form,
            "back_url": _home(claimant),
        },
    )


def _home(claimant: Claimant) -> str:
    """Where a committee goes on after a change to this paper."""
    slug = claimant.session.slug
    if isinstance(claimant, Contributor):
        return f"{reverse('training:certificates', args=[slug])}#penyelenggara"
    return reverse("training:participant", args=[slug, claimant.public_id])


def _valid(claimant) -> Certificate:
    certificate = certificate_of(claimant)
    if certificate is None or certificate.state != Certificate.State.VALID:
        raise Http404
    return certificate


@require_POST
def restore(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    claimant = claimant_of(committee_session(request, slug), public_id)
    try:
        certificate = services.restore_certificate(claimant, by=request.user, at=timezone.now())
    except (TrainingError, CertificateError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Sertifikat {certificate.number} berlaku lagi.")
    return redirect(_home(claimant))


@require_safe
def download(request: HttpRequest, slug: str, public_id: UUID) -> FileResponse:
    """The bytes that were handed out, for the committee, whether or not its members hold an office."""
    session = committee_session(request, slug)
    certificate = certificate_of(claimant_of(session, public_id))
    if certificate is None or not hasattr(certificate, "file"):
        raise Http404
    return FileResponse(
        opened(certificate.final_file.pdf),
        as_attachment=True,
        filename=file_name(certificate),
        content_type="application/pdf",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
