"""How every view of this room finds its session: through a permission, or not at all."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from elearning.people.permissions import signed_in_as

from ..claimants import Claimant
from ..models import Participant, SessionDay, TrainingSession
from ..permissions import Duty, duties_of, takes_part


def committee_session(request: HttpRequest, slug: str, *, duty: Duty | None = Duty.RUN) -> TrainingSession:
    """The session, for those who run it. Its participants know that it exists: 403; for all others it does not: 404.

    ``duty``: what the page is part of; None for what every member may see. A member with another duty is told so: 403.
    """
    today = timezone.localdate()
    session = get_object_or_404(TrainingSession.objects.with_programme(), slug=slug)
    session.duties = duties_of(request.user, session, on=today)
    if session.duties and (duty is None or duty in session.duties):
        return session
    if session.duties:
        raise PermissionDenied(
            "Halaman ini di luar tugas Anda di sosialisasi ini. Minta ketua panitia mengubah peran Anda."
        )
    if takes_part(request.user, session):
        raise PermissionDenied(f"Halaman ini untuk panitia. {signed_in_as(request.user, on=today)}")
    raise Http404


def participant_of(session: TrainingSession, public_id) -> Participant:
    found = get_object_or_404(session.participants.select_related("person__unit"), public_id=public_id)
    found.session = session
    return found


def claimant_of(session: TrainingSession, public_id) -> Claimant:
    """Whose paper an address names: a participant's or a contributor's."""
    contributor = session.contributors.select_related("person").filter(public_id=public_id).first()
    return contributor or participant_of(session, public_id)


def day_of(session: TrainingSession, on: str | None) -> SessionDay | None:
    """The session's day that an address names as «2024-10-03»; None when it names none, 404 when it is not one."""
    if not on:
        return None
    try:
        wanted = date.fromisoformat(on)
    except ValueError as error:
        raise Http404 from error
    found = next((day for day in session.days.all() if day.date == wanted), None)
    if found is None:
        raise Http404
    return found
