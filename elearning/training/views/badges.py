"""The badge: what its QR opens, and the sheet it is cut from."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.lib.addresses import absolute
from elearning.people.auth import count_failure, may_try, remember_code, sign_in

from .. import printing, services
from ..errors import BadgeError
from ..models import Participant
from ..permissions import Duty, duties_of
from ..showing import everybody_on, shown_to
from .access import committee_session
from .attendance import participant_at_desk
from .printouts import printed

TOO_MANY = (
    "Terlalu banyak percobaan dari perangkat ini. Kode Anda tetap berlaku. "
    "Tunggu 5 menit, lalu coba lagi, atau minta bantuan panitia."
)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """`/p/<kode>`: the committee gets to the check-in, a participant to one button, and looking claims nothing."""
    if not may_try(request):
        return _refused(request, TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        participant = services.participant_by_badge(code)
    except BadgeError as error:
        count_failure(request)
        return _refused(request, str(error), HTTPStatus.NOT_FOUND)
    duties = duties_of(request.user, participant.session, on=timezone.localdate())
    if request.user == participant.person and Duty.DESK not in duties:
        return redirect("training:taking_part", participant.session.slug)
    if duties:
        return redirect(participant_at_desk(participant))
    return _offer_claim(request, participant)


def _offer_claim(request: HttpRequest, participant: Participant) -> HttpResponse:
    now = timezone.now()
    try:
        if request.method == "POST":
            return _claimed(request, participant, now)
        services.refuse_claim(participant, at=now)
    except BadgeError as error:
        return _refused(request, str(error), HTTPStatus.FORBIDDEN, can_sign_in=error.code == "claimed")
    return render(request, "training/badge.html", {"participant": participant, "session": participant.session})


def _claimed(request: HttpRequest, participant: Participant, now) -> HttpResponse:
    person = services.claim_badge(participant, at=now)
    new_code = services.first_code(person, at=now)
    sign_in(request, person)
    if new_code is None:
        return redirect("training:taking_part", participant.session.slug)
    remember_code(request, person, new_code)
    return redirect("dashboard:code")


def _refused(request: HttpRequest, words: str, status: HTTPStatus, *, can_sign_in: bool = False) -> HttpResponse:
    context = {"words": words, "login_url": reverse("people:login") if can_sign_in else ""}
    return render(request, "training/badge_refused.html", context, status=status)


@require_safe
def badges_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Badges to cut out: four or eight on A4, one per participant, in the order of the list."""
    session = committee_session(request, slug)
    participants = session.participants.select_related("person__unit").order_by("line")
    shown_to(request.user, session, everybody_on(session), exported=True)
    per_page = printing.EIGHT if request.GET.get("per") == "8" else printing.FOUR
    return printed(
        request,
        session,
        lambda: printing.badges(session, list(participants), site=absolute("/"), per_page=per_page),
        file_name=f"kartu-kode-{session.slug}.pdf",
    )
