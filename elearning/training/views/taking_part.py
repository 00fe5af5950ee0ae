"""A participant's own page in a session: present or not, the tests that are open, the certificate."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from elearning.lib import dates
from quizzes.errors import AttemptError
from quizzes.models import Attempt
from quizzes.results import explanations_closed
from quizzes.services import extended_until

from .. import printing, room, services
from ..errors import TrainingError
from ..models import Participant, TrainingSession
from ..proofing import naming_of
from ..services.certificates import certificate_of
from ..services.sessions import TESTS


def _own(request: HttpRequest, slug: str) -> Participant:
    rows = Participant.objects.select_related("session__pre_test", "session__post_test", "person__unit")
    return get_object_or_404(rows, session__slug=slug, person=request.user)


@require_safe
@never_cache
def taking_part(request: HttpRequest, slug: str) -> HttpResponse:
    participant, now = _own(request, slug), timezone.now()
    session, known = participant.session, room.room_now(participant.session_id)
    attended = set(participant.attendances.values_list("day", flat=True))
    certificate = certificate_of(participant)
    is_asked = certificate is None and session.state != TrainingSession.State.DRAFT
    return render(
        request,
        "training/taking_part.html",
        {
            "session": session,
            "participant": participant,
            "today": dates.local_day(now, session.time_zone),
            "days": [(day, day.pk in attended) for day in session.days.all()],
            "tests": _tests(participant, at=now),
            "etag": room.tag(known, participant.person_id, at=now) if known else "",
            "poll_url": reverse("training:phone", args=[room.ticket(participant)]),
            "every": room.PHONE_SECONDS,
            "certificate": certificate,
            "naming": naming_of(participant) if is_asked else None,
            "box": printing.name_box(participant.person.display_name),
        },
    )


def _tests(participant: Participant, *, at: datetime) -> list[dict]:
    session = participant.session
    if session.pre_test_id is None and session.post_test_id is None:
        return []
    sat = {
        attempt.mode: attempt
        for attempt in Attempt.objects.filter(person=participant.person, context=session.context).select_related("quiz")
    }
    return [
        {
            "kind": kind,
            "name": name,
            "is_open": session.test_is_open(kind, at) or _is_extended(participant, kind, sat.get(mode), at=at),
            "was_opened": session.test_was_opened(kind),
            "until": _until(participant, kind, sat.get(mode), at=at),
            "attempt": sat.get(mode),
            "closed_because": explanations_closed(sat[mode], at=at) if mode in sat else "",
        }
        for (kind, mode), name in zip(TESTS.items(), ("Pre-test", "Post-test"), strict=True)
        if session.test(kind) is not None
    ]


def _until(participant: Participant, kind: str, attempt: Attempt | None, *, at: datetime) -> datetime | None:
    """When it closes for this person, as far as that is known and ahead."""
    closes = attempt.deadline_at if attempt else getattr(participant.session, f"{kind}_test_closed_at")
    return closes if closes and closes > at else None


def _is_extended(participant: Participant, kind: str, attempt: Attempt | None, *, at: datetime) -> bool:
    """Closed for the room, and not yet for this person."""
    session = participant.session
    if session.state != TrainingSession.State.OPEN or not session.test_was_opened(kind):
        return False
    if attempt is not None:
        return attempt.is_running and attempt.deadline_at is not None and attempt.deadline_at > at
    until = extended_until(session.test(kind), participant.person, mode=TESTS[kind], context=session.context)
    return until is not None and until > at


@require_POST
def start_test(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    if kind not in TESTS:
        raise Http404
    participant = _own(request, slug)
    try:
        attempt = services.start_test(participant, kind, at=timezone.now())
    except (TrainingError, AttemptError) as error:
        messages.error(request, str(error))
        return redirect("training:taking_part", slug)
    return redirect("quizzes:attempt", attempt.public_id)
