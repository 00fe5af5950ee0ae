"""Presence is a fold over the ledger: the earliest scan since the last cancellation, by when it happened (ADR 0007, 0025)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from elearning.people.models import IdentityLevel
from elearning.people.services import raise_identity_levels

from ..models import Attendance, AttendanceEvent, Participant, SessionDay

Kind, Method = AttendanceEvent.Kind, AttendanceEvent.Method
Place = tuple[int, int]  # participant, day


def standing(events: Iterable[AttendanceEvent]) -> AttendanceEvent | None:
    """The scan that makes a person present. Of two at the same moment the one stored first comes first."""
    found = None
    for event in sorted(events, key=lambda event: (event.happened_at, event.pk)):
        if event.kind == Kind.CANCELLED:
            found = None
        elif event.kind == Kind.IN and found is None:
            found = event
    return found


def settle(participants: Sequence[Participant], days: Sequence[SessionDay]) -> dict[Place, Attendance]:
    """Make ``Attendance`` agree with the ledger for these people and days, in a constant number of queries.

    The caller holds the session's row, so desks take turns; the constraint on the table is the referee.
    """
    where = {"participant__in": participants, "day__in": days}
    told: dict[Place, list[AttendanceEvent]] = defaultdict(list)
    for event in AttendanceEvent.objects.filter(**where, kind__in=(Kind.IN, Kind.CANCELLED)):
        told[event.participant_id, event.day_id].append(event)
    present = {(row.participant_id, row.day_id): row for row in Attendance.objects.filter(**where)}
    made: list[Attendance] = []
    moved: list[Attendance] = []
    gone: list[int] = []
    for place, events in told.items():
        first, row = standing(events), present.get(place)
        if first is None:
            gone += [present.pop(place).pk] if row else []
        elif row is None:
            made.append(Attendance(participant_id=place[0], day_id=place[1], first=first))
        else:
            moved += [row] if row.first_id != first.pk else []
            row.first = first
    if gone:
        Attendance.objects.filter(pk__in=gone).delete()
    if moved:
        Attendance.objects.bulk_update(moved, ["first"])
    if made:
        Attendance.objects.bulk_create(made)
        seen = {row.participant_id for row in made if row.first.method != Method.ROOM}
        people = [participant.person_id for participant in participants if participant.pk in seen]
        raise_identity_levels(people, _level_at(days))
    return present | {(row.participant_id, row.day_id): row for row in made}


def _level_at(days: Sequence[SessionDay]) -> IdentityLevel:
    """Who saw these people: at an office its head, everywhere else the panitia. Who said so himself was seen by nobody."""
    return IdentityLevel.HEAD_CONFIRMED if days[0].session.is_at_office else IdentityLevel.COMMITTEE_CHECKED
