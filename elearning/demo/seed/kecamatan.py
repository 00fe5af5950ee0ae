"""Kenanga Contoh: the camat's link, 52 ASN, 38 of them known: 29 done, 6 under way, 3 not begun."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import cycle, islice

from django.db import transaction

from elearning.distribution.models import Handout, Receipt
from elearning.lessons.models import CoursePage, LessonPage, Reading
from elearning.people.models import IdentityLevel, User
from quizzes.models import Quiz

from .. import cast
from .attempts import Sitting, seed_attempts
from .people import crowd
from .units import Places

STAFF, DONE, UNDER_WAY, WAITING = 52, 29, 6, 3
POSITIONS = ("Staf Kantor Camat", "Guru", "Perawat", "Bidan", "Kepala Seksi Pelayanan", "Bendahara", "Staf Kelurahan")


@transaction.atomic
def kenanga(
    places: Places, *, cast_of: dict[str, User], course: CoursePage, quiz: Quiz, at: datetime, dice: random.Random
) -> list[User]:
    """Everybody who finished, Bagas first."""
    opened = at - timedelta(days=9)
    handout = Handout.objects.create(
        code=cast.SHARE_CODE,
        unit=places.kenanga,
        course=course,
        shared_by="Camat Kenanga Contoh",
        staff_target=STAFF,
        staff_target_source="menurut camat",
        due_on=(at + timedelta(days=5)).date(),
        created_at=opened,
        created_by=cast_of["camat"],
    )
    made_up = DONE + UNDER_WAY + WAITING - 3  # Rina, Bagas and the camat himself are three of them
    lines = islice(cast.people(5, POSITIONS), 2 * made_up)
    staff = [person for person in lines if person.status != "non-asn"][:made_up]
    units = cycle(places.kenanga_units)
    people = crowd([(person, next(units), "") for person in staff], level=IdentityLevel.HEAD_CONFIRMED, at=opened)
    done = [cast_of["lulus"], *people[: DONE - 1]]
    under_way = [cast_of["peserta"], *people[DONE - 1 : DONE + UNDER_WAY - 2]]
    everybody = [*done, *under_way, *people[DONE + UNDER_WAY - 2 :]]
    Receipt.objects.bulk_create(
        [
            Receipt(
                handout=handout,
                person=person,
                state=Receipt.State.CONFIRMED,
                joined_at=opened + timedelta(hours=3 * order),
                decided_at=opened + timedelta(hours=3 * order + 2),
                decided_by=cast_of["camat"],
            )
            for order, person in enumerate(everybody)
        ]
    )
    sittings = [
        Sitting(person, dice.choice((8, 9, 9, 10)), opened + timedelta(hours=4 * order + 5))
        for order, person in enumerate(done)
    ]
    sittings += [
        Sitting(person, 5, at - timedelta(hours=order + 2), answered=6) for order, person in enumerate(under_way)
    ]
    seed_attempts(quiz, sittings, mode="mandiri", context="", dice=dice)
    lessons = list(LessonPage.objects.child_of(course))
    Reading.objects.bulk_create(
        [
            Reading(person=person, lesson=lesson, read_at=opened + timedelta(hours=2))
            for person in (*done, *under_way)
            for lesson in lessons
        ]
    )
    return done
