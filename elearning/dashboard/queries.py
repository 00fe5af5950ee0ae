"""What the first screens show, each in a constant number of queries.

A head learns names and who has finished; no query here fetches a score, an answer or a mark (experience.md C4).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from elearning.distribution.models import Handout, Receipt
from elearning.lessons.models import CoursePage, Reading
from elearning.people.models import EmploymentStatus, Unit, User
from elearning.training.models import Participant, TrainingSession
from quizzes.models import Answer, Attempt, AttemptItem, QuizPage

STATUSES = {"selesai": "Selesai", "belajar": "Sedang belajar", "belum": "Belum mulai"}


def shareable_courses() -> QuerySet[CoursePage]:
    """Live courses that one can finish, in the order of the site."""
    finals = QuizPage.objects.live().filter(is_final=True, path__startswith=OuterRef("path"))
    return CoursePage.objects.live().filter(Exists(finals)).order_by("path")


def sessions_ahead(person: User) -> QuerySet[Participant]:
    """Where the person is on the list of a session that is not over, the next one first."""
    open_states = (TrainingSession.State.DRAFT, TrainingSession.State.OPEN)
    rows = Participant.objects.filter(person=person, session__state__in=open_states)
    dated = rows.annotate(first_day=Min("session__days__date")).filter(first_day__isnull=False)
    return dated.select_related("session").prefetch_related("session__days").order_by("first_day", "pk")


def courses_passed_by(person: User) -> list[CoursePage]:
    passed = Attempt.objects.passed().filter(person=person, mode=Attempt.Mode.SELF_STUDY)
    finals = QuizPage.objects.live().filter(
        is_final=True, quiz__in=passed.values("quiz"), path__startswith=OuterRef("path")
    )
    return list(CoursePage.objects.live().filter(Exists(finals)).select_related("issuer").order_by("path"))


def course_passed_in(attempt: UUID, person: User) -> CoursePage | None:
    """The course whose final quiz ``person`` passed in that attempt."""
    passed = Attempt.objects.passed().filter(public_id=attempt, person=person)
    page = QuizPage.objects.live().filter(is_final=True, quiz__in=passed.values("quiz")).order_by("path").first()
    return page.course if page else None


def current_handout(unit: Unit) -> Handout | None:
    """The newest open link of the unit."""
    return Handout.objects.open().filter(unit=unit).select_related("unit", "course").newest().first()


def staff_of(unit: Unit, course: CoursePage) -> QuerySet[User]:
    """Everybody who works in the unit or below, or came through its link, with how far they are in ``course``.

    Annotated: ``finished_at`` (the final quiz was passed), ``has_begun``, ``receipt_state``. People whom the head
    has sent away are left out; see ``sent_away_from``.
    """
    units = Unit.objects.within([unit.path])
    receipts = Receipt.objects.filter(handout__unit__in=units)
    joined = receipts.exclude(state=Receipt.State.REJECTED).values("person")
    people = User.objects.filter(Q(unit__in=units) | Q(pk__in=joined), is_active=True)
    return _with_progress(people.exclude(pk__in=_rejected(receipts)), course, receipts).select_related("unit")


def sent_away_from(unit: Unit) -> QuerySet[User]:
    """«Bukan pegawai saya»: kept in sight, so that a slip can be undone."""
    receipts = Receipt.objects.filter(handout__unit__in=Unit.objects.within([unit.path]))
    return User.objects.filter(pk__in=_rejected(receipts), is_active=True).select_related("unit")


def _rejected(receipts: QuerySet[Receipt]) -> QuerySet[Receipt]:
    return receipts.filter(state=Receipt.State.REJECTED).values("person")


def _with_progress(people: QuerySet[User], course: CoursePage, receipts: QuerySet[Receipt]) -> QuerySet[User]:
    quizzes = QuizPage.objects.child_of(course).live()
    own_attempts = Attempt.objects.filter(person=OuterRef("pk"), mode=Attempt.Mode.SELF_STUDY)
    passed = own_attempts.passed().filter(quiz__in=quizzes.filter(is_final=True).values("quiz"))
    begun = own_attempts.filter(quiz__in=quizzes.values("quiz"))
    read = Reading.objects.filter(person=OuterRef("pk"), lesson__path__startswith=course.path)
    receipt = receipts.filter(person=OuterRef("pk")).order_by("-joined_at")
    return people.annotate(
        finished_at=Subquery(passed.order_by("submitted_at").values("submitted_at")[:1]),
        has_begun=Exists(begun) | Exists(read),
        receipt_state=Subquery(receipt.values("state")[:1]),
    )


def with_status(people: QuerySet[User], status: str) -> QuerySet[User]:
    """Those of ``staff_of`` in one of STATUSES; any other word filters nothing."""
    conditions = {
        "selesai": Q(finished_at__isnull=False),
        "belajar": Q(finished_at__isnull=True, has_begun=True),
        "belum": Q(finished_at__isnull=True, has_begun=False),
    }
    return people.filter(conditions[status]) if status in conditions else people


def status_of(person: User) -> str:
    """One of STATUSES, for a row of ``staff_of``."""
    if person.finished_at:
        return "selesai"
    return "belajar" if person.has_begun else "belum"


@dataclass(frozen=True, slots=True)
class Turnout:
    """``registered``, ``finished``, ``learning`` count ASN; ``others`` are those who are none. ``target`` may be unknown."""

    registered: int
    finished: int
    learning: int
    others: int
    target: int | None

    @property
    def not_begun(self) -> int:
        return self.registered - self.finished - self.learning

    @property
    def base(self) -> int:
        """What «29 dari 52» counts against: the target, or more people when more have come."""
        return max(self.target or 0, self.registered)

    @property
    def unfinished(self) -> int:
        return self.base - self.finished


def turnout_of(people: QuerySet[User], *, target: int | None) -> Turnout:
    """One query over ``staff_of``."""
    asn = ~Q(employment_status=EmploymentStatus.NON_ASN)
    counted = people.aggregate(
        registered=Count("pk", filter=asn),
        finished=Count("pk", filter=asn & Q(finished_at__isnull=False)),
        learning=Count("pk", filter=asn & Q(finished_at__isnull=True, has_begun=True)),
        everybody=Count("pk"),
    )
    return Turnout(
        registered=counted["registered"],
        finished=counted["finished"],
        learning=counted["learning"],
        others=counted["everybody"] - counted["registered"],
        target=target,
    )


@dataclass(frozen=True, slots=True)
class Running:
    """A quiz that somebody has begun and not sent."""

    attempt: Attempt
    answered: int
    asked: int


def running_quizzes(person: User) -> list[Running]:
    newest = Answer.objects.filter(item=OuterRef("pk")).order_by("-received_at", "-pk")
    items = (
        AttemptItem.objects.filter(attempt__person=person, attempt__state=Attempt.State.IN_PROGRESS)
        .annotate(newest=Subquery(newest.values("response")[:1]))
        .select_related("attempt__quiz")
        .order_by("-attempt__started_at", "position")
    )
    found: dict[int, list[AttemptItem]] = {}
    for item in items:
        found.setdefault(item.attempt_id, []).append(item)
    return [
        Running(asked[0].attempt, answered=sum(bool(item.newest) for item in asked), asked=len(asked))
        for asked in found.values()
    ]


def guest_quizzes(guest_key: UUID | None) -> list[str]:
    """The titles of what this browser has begun or sent while nobody had said who he is."""
    if guest_key is None:
        return []
    attempts = Attempt.objects.filter(person__isnull=True, guest_key=guest_key)
    attempts = attempts.exclude(state=Attempt.State.ABANDONED).order_by("started_at", "pk")
    return list(dict.fromkeys(attempts.values_list("quiz__title", flat=True)))


def finished_quizzes(person: User) -> QuerySet[Attempt]:
    """``is_counted``: the attempt that its quiz counts; the others were tries."""
    results = Attempt.objects.results().filter(person=person)
    finished = Attempt.objects.finished().filter(person=person).select_related("quiz")
    return finished.annotate(is_counted=Q(pk__in=results.values("pk"))).order_by("-submitted_at")
