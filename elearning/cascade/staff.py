"""Whose learning a head of a unit sees: names and who has finished.

No query here fetches a score, an answer or a mark (experience.md C4).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from elearning.distribution.models import CascadeNode, Handout, Receipt
from elearning.lessons.models import Completion, CoursePage, Reading
from elearning.people.models import EmploymentStatus, Unit, User
from quizzes.models import Attempt, QuizPage

STATUSES = {"selesai": "Selesai", "belajar": "Sedang belajar", "belum": "Belum mulai"}


def shareable_courses() -> QuerySet[CoursePage]:
    """Live courses that one can finish, in the order of the site."""
    finals = QuizPage.objects.live().filter(is_final=True, path__startswith=OuterRef("path"))
    return CoursePage.objects.live().filter(Exists(finals)).order_by("path")


def current_node(unit: Unit) -> CascadeNode | None:
    """The newest open node of the unit."""
    return CascadeNode.objects.open().filter(unit=unit).select_related("unit", "course").newest().first()


def link_of(node: CascadeNode) -> Handout | None:
    """The open link of the node."""
    return Handout.objects.open().with_node().filter(node=node).first()


def staff_of(unit: Unit, course: CoursePage) -> QuerySet[User]:
    """Everybody who works in the unit or below, or came through its link, with how far they are in ``course``.

    Annotated: ``finished_at`` (the course was completed), ``has_begun``, ``receipt_state``. People whom the head
    has sent away are left out; see ``sent_away_from``.
    """
    units = Unit.objects.within([unit.path])
    receipts = Receipt.objects.filter(handout__node__unit__in=units)
    joined = receipts.exclude(state=Receipt.State.REJECTED).values("person")
    people = User.objects.filter(Q(unit__in=units) | Q(pk__in=joined), is_active=True)
    return _with_progress(people.exclude(pk__in=_rejected(receipts)), course, receipts).select_related("unit")


def sent_away_from(unit: Unit) -> QuerySet[User]:
    """«Bukan pegawai saya»: kept in sight, so that a slip can be undone."""
    receipts = Receipt.objects.filter(handout__node__unit__in=Unit.objects.within([unit.path]))
    return User.objects.filter(pk__in=_rejected(receipts), is_active=True).select_related("unit")


def _rejected(receipts: QuerySet[Receipt]) -> QuerySet[Receipt]:
    return receipts.filter(state=Receipt.State.REJECTED).values("person")


def _with_progress(people: QuerySet[User], course: CoursePage, receipts: QuerySet[Receipt]) -> QuerySet[User]:
    quizzes = QuizPage.objects.child_of(course).live()
    own_attempts = Attempt.objects.filter(person=OuterRef("pk"), mode=Attempt.Mode.SELF_STUDY)
    done = Completion.objects.filter(person=OuterRef("pk"), course=course)
    begun = own_attempts.filter(quiz__in=quizzes.values("quiz"))
    read = Reading.objects.filter(person=OuterRef("pk"), lesson__path__startswith=course.path)
    receipt = receipts.filter(person=OuterRef("pk")).order_by("-joined_at")
    return people.annotate(
        finished_at=Subquery(done.values("completed_at")[:1]),
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
