"""The least valid sessions and participants. ``running_session`` is one that the committee has opened."""

from datetime import date, time, timedelta
from uuid import uuid4

import factory

from elearning.lib import codes
from elearning.training.importing import Grid
from elearning.training.models import (
    Attendance,
    AttendanceEvent,
    CommitteeMember,
    Participant,
    SessionDay,
    SessionMaterial,
    SessionSignatory,
    TrainingSession,
)
from elearning.training.services import drafts
from tests.factories.people import UnitFactory, UserFactory

FIRST_DAY = date(2024, 10, 3)  # the day of the fixture ``noon``
SIGNATORY = "Drs. Penanda Contoh, M.Si."


class TrainingSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainingSession
        skip_postgeneration_save = True

    class Params:
        open = factory.Trait(state=TrainingSession.State.OPEN)
        closed = factory.Trait(state=TrainingSession.State.CLOSED)

    slug = factory.Sequence(lambda n: f"sosialisasi-contoh-{n}")
    title = factory.Sequence(lambda n: f"Menjaga Netralitas Contoh {n}")
    unit = factory.SubFactory(UnitFactory, number_code="KKC")
    organiser = "Lembaga Pengawas Pemilihan Contoh"
    venue = "Aula Contoh"
    city = "Kota Contoh"

    @factory.post_generation
    def day_count(self, create, extracted, **kwargs):
        """Days that follow each other from FIRST_DAY; one unless told, 0 for none."""
        if create:
            for offset in range(1 if extracted is None else extracted):
                SessionDayFactory(session=self, date=FIRST_DAY + timedelta(days=offset))

    @factory.post_generation
    def signatory(self, create, extracted, **kwargs):
        """One unless told False."""
        if create and extracted is not False:
            SessionSignatory.objects.create(session=self, sort_order=0, name=SIGNATORY, title="Ketua")

    @factory.post_generation
    def committee_people(self, create, extracted, **kwargs):
        for person in extracted or []:
            CommitteeMember.objects.create(session=self, person=person)


def make_open_house(*, days: int = 1, **fields) -> TrainingSession:
    """In the public calendar four weeks after FIRST_DAY; whoever has the link may register."""
    given = {"is_announced": True, "takes_registrations": True} | fields
    made = TrainingSessionFactory(day_count=0, **given)
    for offset in range(days):
        SessionDayFactory(session=made, date=FIRST_DAY + timedelta(days=28 + offset))
    return made


class SessionDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionDay

    session = factory.SubFactory(TrainingSessionFactory, day_count=0)
    date = FIRST_DAY
    starts_at = time(8, 0)
    ends_at = time(16, 0)


class SessionMaterialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionMaterial

    session = factory.SubFactory(TrainingSessionFactory)
    title = "Netralitas dalam pemilihan"
    speaker = "Narasumber Contoh, S.H."
    lesson_hours = 4


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    session = factory.SubFactory(TrainingSessionFactory, open=True)
    person = factory.SubFactory(UserFactory)
    badge_code = factory.LazyFunction(lambda: codes.generate(codes.BADGE_LENGTH))
    line = factory.LazyAttribute(lambda made: made.session.participants.count() + 1)


def attend(participant: Participant, day: SessionDay, *, by, at) -> Attendance:
    """A presence as the ledger has it, without the rules of the door."""
    return Attendance.objects.create(
        participant=participant, day=day, first=attend_again(participant, day, by=by, at=at)
    )


def attend_again(participant: Participant, day: SessionDay, *, by, at) -> AttendanceEvent:
    """One more scan in the ledger, which makes nobody present."""
    return AttendanceEvent.objects.create(
        participant=participant, day=day, kind=AttendanceEvent.Kind.IN, method=AttendanceEvent.Method.SCAN,
        nonce=uuid4(), desk="Meja 1", occurred_at=at, happened_at=at, received_at=at, recorded_by=by,
    )  # fmt: skip


def make_draft(session, *, by, at, rows=2):
    """A list that is checked and waits for «Simpan»; row 3 has a fault, so that something is left to mend."""
    content = [["Nama", "NIP"], *[[f"ORANG {number} CONTOH", "12" if number % 2 else ""] for number in range(rows)]]
    draft, _ = drafts.keep_draft(
        session, [Grid("Peserta", content, people=rows)], file_name="daftar.xlsx", sha256=str(rows), by=by, at=at
    )
    return drafts.choose_columns(draft, columns={"name": 0, "nip": 1}, at=at)
