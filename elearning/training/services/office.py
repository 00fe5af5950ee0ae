"""«Sosialisasi di kantor» (experience.md C7): a head types four things, everything else follows from the unit (ADR 0042)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from certificates import services as certificates
from elearning.lessons.models import CoursePage
from elearning.lib import codes, dates
from elearning.people.models import Unit, User
from elearning.people.numbering import give_number_code

from ..errors import OfficeError
from ..models import (
    AttendanceEvent,
    Participant,
    SessionDay,
    SessionMaterial,
    SessionSignatory,
    TrainingSession,
)
from .attendance import record_attendance
from .registration import register
from .sessions import locked, open_session

STARTS, ENDS, LESSON_HOURS = time(9), time(11), 2
State = TrainingSession.State


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """The four fields, cleaned: nothing in them that no paper could carry."""

    on: date
    venue: str
    speaker: str
    expected_people: int


def printed_organiser(unit: Unit) -> str:
    """What stands on each paper of the unit, so that none looks like the province's."""
    return f"Penyelenggara: {unit.name}"


def town_of(unit: Unit) -> str:
    """Printed beside the date of a signature: «Kenanga Contoh»."""
    return unit.name.removeprefix(f"{unit.get_kind_display()} ")


@transaction.atomic
def hold_at_office(
    unit: Unit, plan: OfficePlan, *, course: CoursePage, head_title: str, key: UUID, by: User, at: datetime
) -> TrainingSession:
    """One day at the office of ``unit``, open at once: people may put themselves on its list by the code of its room.

    ``head_title`` signs with the name of ``by``: «Camat Kenanga Contoh». ``key`` is made with the form: pressed twice, the
    first session is returned. The unit gets a code of its own for the numbers of its certificates.

    Raises CertificateError: character_missing, name_too_long, for a head whose name no paper could carry.
    """
    public_id = uuid5(unit.public_id, f"{key}")
    earlier = TrainingSession.objects.filter(public_id=public_id).first()
    if earlier:
        return earlier
    certificates.require_printable_name(by.display_name)
    give_number_code(unit, by=by)
    session = TrainingSession(
        public_id=public_id,
        slug=_address_of(unit),
        created_by=by,
        title=course.title,
        course=course,
        unit=unit,
        organiser=unit.name,
        letterhead=printed_organiser(unit),
        venue=plan.venue,
        city=town_of(unit)[:80],
        time_zone=unit.time_zone,
        is_at_office=True,
        expected_people=plan.expected_people,
        takes_registrations=True,
    )
    session.days = [SessionDay(date=plan.on, starts_at=STARTS, ends_at=ENDS)]
    session.materials = [SessionMaterial(title=course.title, speaker=plan.speaker, lesson_hours=LESSON_HOURS)]
    session.signatories = [SessionSignatory(sort_order=0, name=by.display_name, title=head_title)]
    session.save()
    log(session, "training.office.hold", user=by)
    return open_session(session, by=by, at=at)


def _address_of(unit: Unit) -> str:
    """Not to be guessed: whoever has the address may put himself on the list."""
    return f"{slugify(unit.name)[:60].strip('-')}-{codes.generate(codes.SHARE_LENGTH).lower()}"


@transaction.atomic
def change_at_office(session: TrainingSession, plan: OfficePlan, *, by: User, at: datetime) -> TrainingSession:
    """Another day, place, speaker or number of people, until the list is closed.

    Raises OfficeError: list_closed, day_attended (somebody came on the day that would move).
    """
    session = locked(session)
    if session.state not in (State.DRAFT, State.OPEN):
        raise OfficeError("list_closed")
    day = session.days.get()
    if plan.on != day.date and day.attendance_events.exists():
        raise OfficeError("day_attended", day=dates.long_date(day.date))
    SessionDay.objects.filter(pk=day.pk).update(date=plan.on)
    SessionMaterial.objects.filter(session=session).update(speaker=plan.speaker)
    session.venue, session.expected_people = plan.venue, plan.expected_people
    session.save(update_fields=["venue", "expected_people"])
    log(session, "training.office.change", user=by)
    return session


@transaction.atomic
def arrive(session: TrainingSession, person: User, *, at: datetime) -> Participant:
    """Somebody in the room says «Saya hadir»: on the list, and on the day itself present. Pressing twice is once.

    Nobody checked who that is: the identity stays as sure as it was. The paper list is signed beside it, and the head
    may take the presence back.

    Raises OfficeError: not_at_office; RegistrationError as ``register`` does; AttendanceError: session_closed, withdrawn.
    """
    if not session.is_at_office:
        raise OfficeError("not_at_office")
    participant = register(session, person, at=at)
    day = session.today(at)
    if day is not None and session.state == State.OPEN:
        record_attendance(
            participant,
            day=day,
            by=person,
            nonce=uuid5(participant.public_id, f"{day.date}"),
            method=AttendanceEvent.Method.ROOM,
            at=at,
        )
    return participant
