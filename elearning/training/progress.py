"""What the committee's first page says about a running session: numbers with their base, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from elearning.lib import dates
from quizzes.models import Answer, Attempt
from quizzes.querysets import AnswerQuerySet

from .models import Participant, SessionDay, TrainingSession
from .services.sessions import TESTS

State = TrainingSession.State


@dataclass(frozen=True, slots=True)
class DayTurnout:
    """«187 dari 241 hadir» of one day."""

    day: SessionDay
    number: int
    present: int
    registered: int


@dataclass(frozen=True, slots=True)
class RoomTest:
    """How a test in the room goes. ``waiting``: people who are present and have not begun.

    ``closes_at``: announced, and still ahead. ``timed``: attempts at work that end by a clock, so that more time means something.
    """

    kind: str
    name: str
    quiz_title: str
    is_open: bool
    opened_at: datetime | None
    closed_at: datetime | None
    started: int
    finished: int
    waiting: int
    timed: int = 0
    closes_at: datetime | None = None

    @property
    def working(self) -> int:
        return self.started - self.finished

    @property
    def expected(self) -> int:
        """Whom «171 dari 236 selesai» counts: who is present, and who began without having been checked in."""
        return self.started + self.waiting


@dataclass(frozen=True, slots=True)
class NextStep:
    """``url_name`` in this room, with the session's slug; ``code`` for tests."""

    code: str
    words: str
    action: str
    url_name: str


def turnout_by_day(session: TrainingSession) -> list[DayTurnout]:
    registered = session.participants.count()
    days = session.days.annotate(present=Count("attendances")).order_by("date")
    return [DayTurnout(day, number, day.present, registered) for number, day in enumerate(days, start=1)]


def room_tests(session: TrainingSession, *, at: datetime) -> list[RoomTest]:
    """The tests that this session uses, in their order."""
    present = Participant.objects.filter(session=session).present()
    return [
        _progress(session, kind, mode, name, present, at)
        for (kind, mode), name in zip(TESTS.items(), ("Pre-test", "Post-test"), strict=True)
        if session.test(kind) is not None
    ]


def _progress(session: TrainingSession, kind: str, mode: str, name: str, present, at: datetime) -> RoomTest:
    sat = Attempt.objects.filter(context=session.context, mode=mode)
    counts = sat.aggregate(
        started=Count("person", distinct=True),
        finished=Count("person", distinct=True, filter=Q(state=Attempt.State.SUBMITTED)),
        timed=Count("pk", filter=Q(state=Attempt.State.IN_PROGRESS, deadline_at__gt=at)),
    )
    closed_at, is_open = getattr(session, f"{kind}_test_closed_at"), session.test_is_open(kind, at)
    return RoomTest(
        kind=kind,
        name=name,
        quiz_title=session.test(kind).title,
        is_open=is_open,
        opened_at=getattr(session, f"{kind}_test_opened_at"),
        closed_at=closed_at,
        closes_at=closed_at if is_open else None,
        waiting=present.exclude(person__in=sat.values("person")).count(),
        **counts,
    )


def at_work(session: TrainingSession, kind: str) -> QuerySet[Attempt]:
    """Who is in the test now, and until when; the first to end first."""
    running = Attempt.objects.running().filter(context=session.context, mode=TESTS[kind], person__isnull=False)
    return running.select_related("person").order_by("deadline_at", "person__display_name", "pk")


def late_answers(session: TrainingSession) -> AnswerQuerySet:
    """What waits for the committee or was decided by it: by name, test, question and time. Never what was answered."""
    found = Answer.objects.waiting().of_occasion(session.context).with_decision()
    found = found.select_related("item__attempt__person").defer("response")
    attempt = "item__attempt"
    return found.order_by(
        f"{attempt}__person__display_name",
        f"{attempt}__person",
        f"{attempt}__mode",
        "item__position",
        "received_at",
        "pk",
    )


def undecided_answers(session: TrainingSession) -> int:
    return Answer.objects.undecided().of_occasion(session.context).count()


def next_step(session: TrainingSession, *, has_gaps: bool, at: datetime) -> NextStep:
    """The one thing to do now."""
    if session.state == State.DRAFT:
        if not session.participants.exists():
            return NextStep("add", "Masukkan daftar peserta.", "Impor peserta", "training:import")
        if has_gaps:
            return NextStep(
                "fill", "Lengkapi yang belum ada pada daftar di bawah.", "Lihat daftar", "training:overview"
            )
        return NextStep("open", "Semua lengkap. Buka sosialisasi agar kehadiran bisa dicatat.", "Buka", "training:open")
    if session.state == State.OPEN:
        if session.today(at):
            return NextStep("desk", "Catat kehadiran hari ini.", "Buka meja registrasi", "training:desk")
        if dates.local_day(at, session.time_zone) > max(day.date for day in session.days.all()):
            return NextStep(
                "close", "Semua hari sudah lewat. Tutup daftar hadir.", "Tutup daftar hadir", "training:close"
            )
        return NextStep("print", "Cetak kartu kode sebelum hari pertama.", "Cetak kartu kode", "training:badges")
    if session.state == State.CLOSED:
        return NextStep("issue", "Periksa siapa yang memenuhi syarat.", "Terbitkan sertifikat", "training:certificates")
    return NextStep("issued", "Sertifikat sudah terbit.", "Lihat sertifikat", "training:certificates")
