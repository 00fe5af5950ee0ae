"""People who put themselves on the list, by the link that the committee opened (ADR 0029)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from certificates import services as certificates
from elearning.people.models import User

from ..depending import in_use
from ..errors import RegistrationError
from ..models import Participant, TrainingSession
from ..registration import standing
from .participants import enrol
from .sessions import locked

Origin, State = Participant.Origin, TrainingSession.State


@transaction.atomic
def register(session: TrainingSession, person: User, *, at: datetime) -> Participant:
    """Put ``person`` on the list; whoever is on it already, however he came there, is returned as he stands.

    Raises RegistrationError: inactive, not_offered, closed, full; CertificateError: character_missing, name_too_long, for a name
    that no paper could carry.
    """
    if not User.objects.filter(pk=person.pk, is_active=True).exists():
        raise RegistrationError("inactive")
    session = locked(session)
    listed = Participant.objects.filter(session=session, person=person).first()
    if listed:
        return listed
    now = standing(session, seats=session.participants.seated().count(), at=at)
    if not now.is_open:
        raise RegistrationError(now.state.value)
    certificates.require_printable_name(person.display_name)
    made = enrol(session, [Participant(session=session, person=person, origin=Origin.REGISTERED)])[0]
    log(session, "training.participant.register", user=person, data={"line": made.line})
    return made


@transaction.atomic
def cancel_registration(participant: Participant, *, by: User, at: datetime) -> None:
    """Take a registration off the list again; the line number stays free. ``at``: nothing stores it yet.

    Raises RegistrationError: not_registered (invited, a walk-in, a deputy), in_use, list_closed.
    """
    session = locked(participant.session)
    if session.state in (State.CLOSED, State.ISSUED):
        raise RegistrationError("list_closed")
    found = Participant.objects.filter(pk=participant.pk)
    if participant.origin != Origin.REGISTERED:
        raise RegistrationError("not_registered")
    if in_use(found, session).exists():
        raise RegistrationError("in_use")
    if found.delete()[0]:
        log(session, "training.participant.cancel", user=by, data={"line": participant.line})
