"""Three sosialisasi: A is finished, B is in its second day, C is a draft (experience.md §13)."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify

from elearning.lib import codes, dates
from elearning.people.models import IdentityLevel, Unit, User
from elearning.training import services as training
from elearning.training.models import (
    Attendance,
    AttendanceEvent,
    CommitteeMember,
    Contributor,
    Participant,
    Room,
    SessionDay,
    SessionMaterial,
    SessionSignatory,
    TrainingSession,
)
from quizzes.models import Quiz

from .. import cast
from .attempts import Sitting, by_ability, scores, seed_attempts
from .logos import example_logo
from .names import answer_names
from .people import crowd
from .units import Places

RUNNING_SLUG = "netralitas-asn-angkatan-kedua-contoh"
POSITIONS = ("Camat", "Sekretaris Camat", "Lurah", "Kepala Seksi Pemerintahan", "Kepala Sekolah", "Kepala Puskesmas")
MATERIALS = (
    ("Netralitas ASN dan hak pilih", "Ir. Laksmi Contoh, M.M.", "Anggota lembaga pengawas", 4),
    ("Media sosial, foto, dan kampanye", "Hadi Contoh, S.H., M.H.", "Pemeriksa hukum", 4),
    ("Camat sebagai penerus materi", "Sari Contoh, S.H.", "Panitia", 2),
)
LETTERHEAD = "Jalan Contoh Nomor 1, Banyu Contoh\nTelepon (000) 000000 · kontak@pengawas.example"

INVITED, DEPUTIES, WALK_INS = 241, 9, 4
PRESENT = (236, 231, 228)
ALL_DAYS = 226
TESTED, PRE_PERCENT, POST_PERCENT = 221, 61, 82


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(dates.WIB))


def session(
    places: Places, *, slug: str, title: str, days: Sequence[date], state: str, by: User, tests: Quiz | None, **fields
) -> TrainingSession:
    made = TrainingSession(
        slug=slug,
        title=title,
        unit=places.supervisor,
        organiser=cast.SUPERVISOR,
        venue="Aula Graha Contoh",
        city="Banyu Contoh",
        state=state,
        letterhead=LETTERHEAD,
        logo=example_logo(),
        pre_test=tests,
        post_test=tests,
        created_by=by,
        is_announced=True,
        **fields,
    )
    made.days = [SessionDay(date=day, starts_at=time(8), ends_at=time(16)) for day in days]
    made.materials = [
        SessionMaterial(title=name, speaker=speaker, speaker_title=office, lesson_hours=hours, sort_order=order)
        for order, (name, speaker, office, hours) in enumerate(MATERIALS)
    ]
    made.signatories = [SessionSignatory(name="Ir. Laksmi Contoh, M.M.", title=f"Ketua {cast.SUPERVISOR}")]
    made.contributors = [
        Contributor(kind=Contributor.Kind.SPEAKER, name=name, position=office, lesson_hours=hours, sort_order=order)
        for order, (_, name, office, hours) in enumerate(MATERIALS)
    ]
    made.committee = [CommitteeMember(person=by)]
    made.save()
    return made


def enrol(
    made: TrainingSession, people: Sequence[User], *, places: Places, origin: str, first_line: int,
    deputy_for: Sequence[Participant] = (),
) -> list[Participant]:  # fmt: skip
    used: set[str] = set(Participant.objects.values_list("badge_code", flat=True))
    rows = []
    for offset, person in enumerate(people):
        code = codes.generate(codes.BADGE_LENGTH)
        while code in used:
            code = codes.generate(codes.BADGE_LENGTH)
        used.add(code)
        rows.append(
            Participant(
                session=made,
                person=person,
                badge_code=code,
                line=first_line + offset,
                origin=origin,
                group=places.regency_of[person.unit_id],
                deputy_for=deputy_for[offset] if deputy_for else None,
            )
        )
    return Participant.objects.bulk_create(rows)


def attend(people: Sequence[Participant], day: SessionDay, *, by: User, dice: random.Random) -> None:
    """A morning at four desks."""
    events = []
    for order, participant in enumerate(people):
        moment = local(day.date, 7, 40) + timedelta(seconds=order * 12 + dice.randint(0, 8))
        events.append(
            AttendanceEvent(
                participant=participant,
                day=day,
                kind=AttendanceEvent.Kind.IN,
                method=AttendanceEvent.Method.SCAN,
                nonce=uuid.uuid4(),
                desk=f"Meja {1 + order % 4}",
                occurred_at=moment,
                happened_at=moment,
                received_at=moment,
                recorded_by=by,
            )
        )
    AttendanceEvent.objects.bulk_create(events, batch_size=500)
    Attendance.objects.bulk_create(
        [Attendance(participant=event.participant, day=day, first=event) for event in events], batch_size=500
    )


def rows(places: Places, count: int, seed: int) -> list[tuple[cast.Person, Unit, str]]:
    """Invited people spread over the kecamatan; a non-ASN is a kepala desa. Kenanga's staff and the four of the
    smallest kecamatan are told elsewhere.
    """
    units = cycle([unit for unit in places.subdistricts if unit.name not in (cast.KENANGA, cast.SMALL)])
    found = []
    for person, unit in zip(islice(cast.people(seed, POSITIONS), count), units, strict=False):
        village = unit.name.replace("Kecamatan", "Desa")
        place = village if person.status == "non-asn" else ""
        position = "Kepala Desa" if person.status == "non-asn" else person.position
        found.append((cast.Person(person.name, person.status, person.nip, position), unit, place))
    return found


@transaction.atomic
def finished(
    places: Places, *, cast_of: dict[str, User], tests: Quiz, at: datetime, dice: random.Random
) -> TrainingSession:
    """Session A: 241 invited, three days, tests, certificates issued."""
    by = cast_of["panitia"]
    start = at.astimezone(ZoneInfo(dates.WIB)).date() - timedelta(days=12)
    start -= timedelta(days=(start.weekday() - 1) % 7)  # a Tuesday
    days = [start + timedelta(days=offset) for offset in range(3)]
    made = session(
        places, slug="netralitas-asn-angkatan-pertama-contoh", title="Netralitas ASN pada Pemilihan Serentak Contoh",
        days=days, state=TrainingSession.State.CLOSED, by=by, tests=tests, min_days_attended=3,
        list_closed_at=local(days[2], 16, 30),
        pre_test_opened_at=local(days[0], 9), pre_test_closed_at=local(days[0], 9, 30),
        post_test_opened_at=local(days[2], 14), post_test_closed_at=local(days[2], 14, 30),
    )  # fmt: skip
    before = local(days[0], 7)
    guests = crowd(rows(places, INVITED - 1, seed=1), level=IdentityLevel.COMMITTEE_CHECKED, at=before)
    invited = enrol(made, [cast_of["camat"], *guests], places=places, origin="undangan", first_line=1)
    represented = invited[40 : 40 + DEPUTIES]
    sent = zip(rows(places, DEPUTIES, seed=2), represented, strict=True)  # each from the office of the person invited
    stand_ins = crowd(
        [(person, guest.person.unit, place) for (person, _, place), guest in sent],
        level=IdentityLevel.COMMITTEE_CHECKED,
        at=before,
    )
    deputies = enrol(made, stand_ins, places=places, origin="wakil", first_line=INVITED + 1, deputy_for=represented)
    extra = crowd(rows(places, WALK_INS, seed=3), level=IdentityLevel.COMMITTEE_CHECKED, at=before)
    walk_ins = enrol(made, extra, places=places, origin="tambahan", first_line=INVITED + DEPUTIES + 1)

    away = {participant.pk for participant in represented}
    came = [invited[0], *deputies, *walk_ins, *[one for one in invited[1:] if one.pk not in away]]
    session_days = list(made.days.order_by("date"))
    attend(came[: PRESENT[0]], session_days[0], by=by, dice=dice)
    attend(came[: PRESENT[1]], session_days[1], by=by, dice=dice)
    # Two came back on the last day who had missed the second: present on three days are exactly 226.
    third = came[:ALL_DAYS] + came[PRESENT[1] : PRESENT[1] + PRESENT[2] - ALL_DAYS]
    attend(third, session_days[2], by=by, dice=dice)

    total = tests.quiz_questions.count()
    tested = [participant.person for participant in came[:TESTED]]
    abilities = [dice.gauss(0, 1) for _ in tested]
    for mode, percent, begun in (
        ("pre", PRE_PERCENT, local(days[0], 9, 2)),
        ("post", POST_PERCENT, local(days[2], 14, 2)),
    ):
        counts = by_ability(scores(TESTED, total, percent, dice), abilities, dice)
        sittings = [
            Sitting(person, right, begun + timedelta(seconds=dice.randint(0, 240)))
            for person, right in zip(tested, counts, strict=True)
        ]
        seed_attempts(tests, sittings, mode=mode, context=made.context, dice=dice)
    return made


@transaction.atomic
def running(
    places: Places, *, cast_of: dict[str, User], tests: Quiz, at: datetime, dice: random.Random
) -> TrainingSession:
    """Session B: sixty people, the second day is today, 41 have come so far; the post-test is not open yet."""
    by = cast_of["panitia"]
    today = at.astimezone(ZoneInfo(dates.WIB)).date()
    days = [today + timedelta(days=offset) for offset in (-1, 0, 1)]
    made = session(
        places, slug=RUNNING_SLUG, title="Netralitas ASN bagi Lurah dan Kepala Sekolah Contoh", days=days,
        state=TrainingSession.State.OPEN, by=by, tests=tests, min_days_attended=2,
        pre_test_opened_at=local(days[0], 9), pre_test_closed_at=local(days[0], 9, 30),
        room_code=codes.generate(codes.ROOM_LENGTH),
    )  # fmt: skip
    people = crowd(rows(places, 60, seed=4), level=IdentityLevel.SELF_DECLARED, at=local(days[0], 7))
    invited = enrol(made, people, places=places, origin="undangan", first_line=1)
    session_days = list(made.days.order_by("date"))
    attend(invited[:54], session_days[0], by=by, dice=dice)
    attend(invited[:41], session_days[1], by=by, dice=dice)
    total = tests.quiz_questions.count()
    sittings = [
        Sitting(participant.person, right, local(days[0], 9, 3) + timedelta(seconds=dice.randint(0, 240)))
        for participant, right in zip(invited[:50], scores(50, total, 58, dice), strict=True)
    ]
    seed_attempts(tests, sittings, mode="pre", context=made.context, dice=dice)
    Room.objects.create(session=made)
    answer_names(made, at=local(days[0], 8, 30))
    return made


@transaction.atomic
def draft(places: Places, *, cast_of: dict[str, User], at: datetime) -> TrainingSession:
    """Session C: a theme and a date, and everything else still to do."""
    day = at.astimezone(ZoneInfo(dates.WIB)).date() + timedelta(days=21)
    title = "Netralitas ASN bagi Perangkat Daerah Contoh"
    made = TrainingSession(
        slug=slugify(title), title=title, unit=places.supervisor, organiser=cast.SUPERVISOR,
        venue="Aula Kantor Contoh", city="Banyu Contoh", created_by=cast_of["panitia"], is_announced=True,
        takes_registrations=True, registration_quota=80,
        invitation="Untuk ASN dan pegawai perangkat daerah. Bawa HP yang baterainya penuh.",
    )  # fmt: skip
    made.days = [SessionDay(date=day, starts_at=time(8), ends_at=time(12))]
    made.committee = [CommitteeMember(person=cast_of["panitia"])]
    made.save()
    return made


def keep_running(at: datetime) -> None:
    """A demo started days ago still has a session whose second day is today: its days move, its records stay."""
    made = TrainingSession.objects.filter(slug=RUNNING_SLUG, state=TrainingSession.State.OPEN).first()
    if made is None:
        return
    today = at.astimezone(ZoneInfo(dates.WIB)).date()
    days = list(made.days.order_by("-date"))
    shift = today - days[1].date
    if shift > timedelta(0):
        for day in days:  # the latest first, so that no two days ever share a date
            day.date += shift
            day.save(update_fields=["date"])


def simulate_arrivals(
    *, by: User, at: datetime, nonce: Callable[[], uuid.UUID], count: int = 10
) -> tuple[TrainingSession, int]:
    """Ten more people come to the running session, through the same door as everybody."""
    made = TrainingSession.objects.managed_by(by, on=dates.local_day(at, dates.WIB)).get(slug=RUNNING_SLUG)
    day = made.today(at)
    if day is None:
        return made, 0
    absent = list(made.participants.exclude(attendances__day=day).order_by("line")[:count])
    for participant in absent:
        training.record_attendance(
            participant, day=day, by=by, nonce=nonce(), method=AttendanceEvent.Method.CODE, desk="Meja contoh", at=at
        )
    return made, len(absent)
