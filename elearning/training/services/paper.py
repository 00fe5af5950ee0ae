"""The signed sheet becomes presence (ADR 0025)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from wagtail.log_actions import log

from elearning.lib import dates
from elearning.people.models import User

from ..errors import AttendanceError
from ..models import Attendance, AttendanceEvent, Participant, SessionDay
from .attendance import refuse_closed
from .presence import settle
from .sessions import locked


@transaction.atomic
def record_from_paper(
    day: SessionDay, participants: Sequence[Participant], *, by: User, press: UUID, at: datetime
) -> int:
    """Everybody who signed is present; who was recorded already keeps that. Gives how many were added.

    ``press`` was made with the form: pressing twice is recording once.

    Raises AttendanceError: not_open, session_closed, day_ahead.
    """
    session = locked(day.session)
    refuse_closed(session, at)
    if dates.local_day(at, session.time_zone) < day.date:
        raise AttendanceError("day_ahead", day=dates.long_date(day.date))
    nonces = {uuid5(press, str(participant.public_id)): participant for participant in participants}
    taken = set(AttendanceEvent.objects.filter(nonce__in=nonces).values_list("nonce", flat=True))
    present = set(Attendance.objects.filter(day=day).values_list("participant", flat=True))
    added = {nonce: who for nonce, who in nonces.items() if nonce not in taken and who.pk not in present}
    AttendanceEvent.objects.bulk_create(
        AttendanceEvent(
            participant=participant,
            day=day,
            kind=AttendanceEvent.Kind.IN,
            method=AttendanceEvent.Method.PAPER,
            nonce=nonce,
            occurred_at=at,
            happened_at=at,
            received_at=at,
            recorded_by=by,
        )
        for nonce, participant in added.items()
    )
    settle(list(added.values()), [day])
    log(session, "training.attendance.paper", user=by, data={"day": str(day.date), "added": len(added)})
    return len(added)
