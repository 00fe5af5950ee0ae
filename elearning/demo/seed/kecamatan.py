"""What camat have handed out: Kenanga Contoh in full, and five others, one of them with four people only.

Kenanga has 52 ASN, 38 of them known: 29 done, 6 under way, 3 not begun.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice

from django.db import transaction

from elearning.cascade.models import StaffBatch, StaffEntry
from elearning.distribution.models import CascadeNode, Handout, Receipt
from elearning.lessons.models import CoursePage, LessonPage, Reading
from elearning.lib import codes
from elearning.people.models import IdentityLevel, OfficeRole, Unit, User
from elearning.training.models import TrainingSession
from quizzes.models import Quiz
from quizzes.services import note_missed_completions

from .. import cast
from .attempts import Sitting, seed_attempts
from .people import crowd, hold
from .units import Places

STAFF, DONE, UNDER_WAY, WAITING = 52, 29, 6, 3
POSITIONS = ("Staf Kantor Camat", "Guru", "Perawat", "Bidan", "Kepala Seksi Pelayanan", "Bendahara", "Staf Kelurahan")


@dataclass(frozen=True)
class Neighbour:
    """Another kecamatan: how many ASN its camat wrote down, and how far those are who came."""

    name: str
    staff: int
    done: int
    under_way: int


NEIGHBOURS = (
    Neighbour("Kecamatan Cempaka Contoh", staff=46, done=9, under_way=4),
    Neighbour("Kecamatan Soka Contoh", staff=38, done=6, under_way=5),
    Neighbour("Kecamatan Teratai Contoh", staff=61, done=4, under_way=2),
    Neighbour("Kecamatan Gaharu Contoh", staff=33, done=0, under_way=3),
    Neighbour(cast.SMALL, staff=4, done=2, under_way=1),
)


@transaction.atomic
def kenanga(
    places: Places, *, cast_of: dict[str, User], course: CoursePage, quiz: Quiz, at: datetime, dice: random.Random
) -> list[User]:
    """Everybody who finished, Bagas first."""
    opened = at - timedelta(days=9)
    handout = hand_out(
        places.kenanga, course, code=cast.SHARE_CODE, head=cast_of["camat"], staff=STAFF, opened=opened, at=at
    )
    people = staff(places.kenanga_units, DONE + UNDER_WAY + WAITING - 3, seed=5, at=opened)  # the cast is three of them
    done = [cast_of["lulus"], *people[: DONE - 1]]
    under_way = [cast_of["peserta"], *people[DONE - 1 : DONE + UNDER_WAY - 2]]
    join(handout, [*done, *under_way, *people[DONE + UNDER_WAY - 2 :]])
    learn(course, quiz, done, under_way, opened=opened, at=at, dice=dice)
    list_staff(handout.node, places.kenanga_units, by=cast_of["camat"], at=opened + timedelta(days=1))
    return done


def list_staff(node: CascadeNode, units: Sequence[Unit], *, by: User, at: datetime) -> None:
    """The camat's own list of 52: whoever is here, by NIP, and fourteen who have not come yet."""
    known = list(User.objects.filter(unit__in=[node.unit, *units]).exclude(nip=None).select_related("unit"))
    taken = {person.nip for person in known}
    newcomers = [person for person in islice(cast.people(31, POSITIONS), 60) if person.nip and person.nip not in taken]
    batch = StaffBatch.objects.create(unit=node.unit, file_name="pegawai-kenanga-contoh.xlsx", added_at=at, added_by=by)
    entries = [
        StaffEntry(
            unit=node.unit,
            batch=batch,
            name=person.display_name,
            nip=person.nip,
            employment_status=person.employment_status,
            position=person.position_title,
            unit_text=person.unit.name,
        )
        for person in known
    ]
    places = cycle(units)
    entries += [
        StaffEntry(
            unit=node.unit,
            batch=batch,
            name=person.name,
            nip=person.nip,
            employment_status=person.status,
            position=person.position,
            unit_text=next(places).name,
        )
        for person in newcomers[: STAFF - len(known)]
    ]
    broken = entries[-1]  # Excel had eaten the end of one
    broken.nip, broken.nip_is_incomplete, broken.nip_hint = "", True, broken.nip[:14]
    StaffEntry.objects.bulk_create(entries)
    CascadeNode.objects.filter(pk=node.pk).update(staff_target_source=CascadeNode.Source.LIST)


@transaction.atomic
def neighbours(places: Places, *, course: CoursePage, quiz: Quiz, at: datetime, dice: random.Random) -> list[User]:
    """Everybody who finished in the other kecamatan. Each camat opened his own link and comes first."""
    opened = at - timedelta(days=6)
    units = {unit.name: unit for unit in places.subdistricts}
    finished: list[User] = []
    for seed, one in enumerate(NEIGHBOURS, start=6):
        unit = units[one.name]
        known = 4 if one.name == cast.SMALL else one.done + one.under_way + 2
        people = staff([unit], known, seed=seed, at=opened, head=f"Camat {one.name.removeprefix('Kecamatan ')}")
        hold(people[0], unit, OfficeRole.HEAD, (opened - timedelta(days=365)).date())
        handout = hand_out(unit, course, head=people[0], staff=one.staff, opened=opened, at=at)
        join(handout, people)
        done, under_way = people[: one.done], people[one.done : one.done + one.under_way]
        learn(course, quiz, done, under_way, opened=opened, at=at, dice=dice)
        finished += done
    return finished


def heads(places: Places, session: TrainingSession) -> None:
    """The other kecamatan are led by whoever came to the first sosialisasi as camat, so that cards can be printed for them."""
    told = {cast.KENANGA, *(one.name for one in NEIGHBOURS)}
    waiting = {unit.pk: unit for unit in places.subdistricts if unit.name not in told}
    came = session.participants.present().filter(person__position_title="Camat", deputy_for=None)
    since = session.days.first().date - timedelta(days=400)
    for participant in came.select_related("person").order_by("line"):
        if unit := waiting.pop(participant.person.unit_id, None):
            hold(participant.person, unit, OfficeRole.HEAD, since)


def hand_out(
    unit: Unit, course: CoursePage, *, head: User, staff: int, opened: datetime, at: datetime, code: str = ""
) -> Handout:
    """The node of a kecamatan, with its number of ASN, and its link."""
    node = CascadeNode.objects.create(
        unit=unit,
        course=course,
        opening=CascadeNode.Opening.BY_HAND,
        opened_at=opened,
        opened_by=head,
        staff_target=staff,
        staff_target_source=CascadeNode.Source.HEAD,
        due_on=(at + timedelta(days=5)).date(),
    )
    return Handout.objects.create(
        code=code or codes.generate(codes.SHARE_LENGTH),
        node=node,
        shared_by=head.position_title,
        created_at=opened,
        created_by=head,
    )


def staff(units: Sequence[Unit], count: int, *, seed: int, at: datetime, head: str = "") -> list[User]:
    """So many ASN, spread over the units; ``head`` is the position of the first."""
    found = [person for person in islice(cast.people(seed, POSITIONS), 2 * count + 2) if person.status != "non-asn"]
    if head:
        found[0] = cast.Person(found[0].name, found[0].status, found[0].nip, head)
    places = cycle(units)
    return crowd([(person, next(places), "") for person in found[:count]], level=IdentityLevel.HEAD_CONFIRMED, at=at)


def join(handout: Handout, people: Sequence[User]) -> None:
    Receipt.objects.bulk_create(
        [
            Receipt(
                handout=handout,
                person=person,
                state=Receipt.State.CONFIRMED,
                joined_at=handout.created_at + timedelta(hours=3 * order),
                decided_at=handout.created_at + timedelta(hours=3 * order + 2),
                decided_by=handout.created_by,
            )
            for order, person in enumerate(people)
        ]
    )


def learn(
    course: CoursePage, quiz: Quiz, done: Sequence[User], under_way: Sequence[User], *,
    opened: datetime, at: datetime, dice: random.Random,
) -> None:  # fmt: skip
    """Both have read the lessons; the first have passed the quiz, the others stopped after six questions."""
    sittings = [
        Sitting(person, dice.choice((7, 7, 8, 9, 10, 10, 10)), opened + timedelta(hours=4 * order + 5))
        for order, person in enumerate(done)
    ]
    sittings += [
        Sitting(person, 5, at - timedelta(hours=order + 2), answered=6) for order, person in enumerate(under_way)
    ]
    seed_attempts(quiz, sittings, mode="mandiri", context="", dice=dice)
    note_missed_completions(course)
    lessons = list(LessonPage.objects.child_of(course))
    Reading.objects.bulk_create(
        [
            Reading(person=person, lesson=lesson, read_at=opened + timedelta(hours=2))
            for person in (*done, *under_way)
            for lesson in lessons
        ]
    )
