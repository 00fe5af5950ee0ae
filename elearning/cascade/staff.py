"""Whose learning a head of a unit sees: names and who has finished.

One object, ``Staff``, decides who that is, for page, search, file and mail (ADR 0037, 0041). No query here fetches a score, an
answer or a mark (experience.md C4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from elearning.distribution.models import CascadeNode, Handout, Receipt
from elearning.lessons.models import Completion, CoursePage, Reading
from elearning.people.models import EmploymentStatus, IdentityLevel, OfficeRole, Unit, UnitKind, User
from quizzes.models import Attempt, QuizPage
from quizzes.services.completing import courses_to_finish

from .models import StaffEntry
from .staff_rows import StaffRows, Wanted, chosen_entries, chosen_people


def shareable_courses() -> QuerySet[CoursePage]:
    """Live courses that one can finish, in the order of the site."""
    return courses_to_finish()


def current_node(unit: Unit) -> CascadeNode | None:
    """The newest open node of the unit."""
    return CascadeNode.objects.open().filter(unit=unit).select_related("unit", "course").newest().first()


def link_of(node: CascadeNode) -> Handout | None:
    """The open link of the node."""
    return Handout.objects.open().with_node().filter(node=node).first()


def staff_of(unit: Unit, course: CoursePage, *, viewer: User, on: date) -> Staff:
    """The staff of ``unit`` as ``viewer`` may see them on that day; of nobody, when ``unit`` is not one of his."""
    return Staff(unit, course, viewer, on)


@dataclass(frozen=True)
class Staff:
    """Everybody who works in the unit or below, came through its links without naming another unit, or stands on its list.

    A desa below is a partner: its people are left out. So is whoever the head has sent away; see ``sent_away``.
    """

    unit: Unit
    course: CoursePage
    viewer: User
    on: date

    @cached_property
    def units(self) -> QuerySet[Unit]:
        """Which units are the staff's: the scope of the viewer, below this unit."""
        visible = Unit.objects.visible_to(self.viewer, on=self.on, roles=(OfficeRole.HEAD,)).within([self.unit.path])
        return visible.exclude(~Q(pk=self.unit.pk), kind=UnitKind.VILLAGE)

    @cached_property
    def receipts(self) -> QuerySet[Receipt]:
        return Receipt.objects.filter(handout__node__unit__in=self.units)

    @cached_property
    def entries(self) -> QuerySet[StaffEntry]:
        """The list that the heads of this unit wrote down; one of a unit below is its own."""
        return StaffEntry.objects.filter(unit__in=self.units.filter(pk=self.unit.pk), removed_at=None)

    @cached_property
    def people(self) -> QuerySet[User]:
        """With ``finished_at`` (the course was completed), ``has_begun``, ``receipt_state`` and ``known_by``."""
        came = Q(pk__in=self.receipts.values("person"))
        listed = Q(nip__in=self.entries.exclude(nip="").values("nip")) | Q(
            pk__in=self.entries.exclude(person=None).values("person")
        )
        found = self._who_may_be.filter(Q(unit__in=self.units) | came | listed)
        return self._with_progress(found).select_related("unit")

    @cached_property
    def sent_away(self) -> QuerySet[User]:
        """«Bukan pegawai saya»: kept in sight, so that a slip can be undone."""
        return User.objects.filter(self._not_of_another_unit, pk__in=self._rejected, is_active=True).select_related(
            "unit"
        )

    @cached_property
    def unregistered(self) -> QuerySet[StaffEntry]:
        """Who stands on the list, and nobody here is known to be."""
        return self.entries.filter(
            ~Exists(self._who_may_be.filter(pk=OuterRef("person"))),
            ~Exists(self._who_may_be.filter(nip=OuterRef("nip"))),
        )

    @property
    def _not_of_another_unit(self) -> Q:
        return Q(unit=None) | Q(unit__in=self.units)

    @property
    def _rejected(self) -> QuerySet:
        return self.receipts.filter(state=Receipt.State.REJECTED).values("person")

    @property
    def _who_may_be(self) -> QuerySet[User]:
        """Nobody of another unit, whatever NIP the head writes down."""
        return User.objects.filter(self._not_of_another_unit, is_active=True).exclude(pk__in=self._rejected)

    def _with_progress(self, people: QuerySet[User]) -> QuerySet[User]:
        quizzes = QuizPage.objects.child_of(self.course).live()
        own_attempts = Attempt.objects.filter(person=OuterRef("pk"), mode=Attempt.Mode.SELF_STUDY)
        done = Completion.objects.filter(person=OuterRef("pk"), course=self.course)
        begun = own_attempts.filter(quiz__in=quizzes.values("quiz"))
        read = Reading.objects.filter(person=OuterRef("pk"), lesson__path__startswith=self.course.path)
        receipt = self.receipts.filter(person=OuterRef("pk")).order_by("-joined_at")
        return people.annotate(
            finished_at=Subquery(done.values("completed_at")[:1]),
            has_begun=Exists(begun) | Exists(read),
            receipt_state=Coalesce(Subquery(receipt.values("state")[:1]), Value("")),
            known_by=Case(
                When(receipt_state=Receipt.State.CONFIRMED, then=Value("dikonfirmasi")),
                When(Exists(self.entries.filter(nip=OuterRef("nip"))), then=Value("daftar")),
                When(Exists(self.entries.filter(person=OuterRef("pk"))), then=Value("daftar")),
                When(identity_level=IdentityLevel.COMMITTEE_CHECKED, then=Value("panitia")),
                default=Value("sendiri"),
                output_field=CharField(),
            ),
        )

    def rows(self, wanted: Wanted | None = None, *, with_papers: bool = False) -> StaffRows:
        """Everybody who answers ``wanted``, by unit and name."""
        wanted = wanted or Wanted()
        return StaffRows(
            chosen_people(self.people, wanted),
            chosen_entries(self.unregistered, wanted),
            self.course if with_papers else None,
        )

    def turnout(self, target: int | None) -> Turnout:
        """Two queries."""
        asn = ~Q(employment_status=EmploymentStatus.NON_ASN)
        counted = self.people.aggregate(
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
            unregistered=self.unregistered.filter(asn).count(),
            target=target,
        )


@dataclass(frozen=True, slots=True)
class Turnout:
    """``registered``, ``finished``, ``learning`` count ASN; ``others`` are those who are none. ``target`` may be unknown.

    ``unregistered``: ASN on the list of the staff who are not known here yet.
    """

    registered: int
    finished: int
    learning: int
    others: int
    target: int | None
    unregistered: int = 0

    @property
    def not_begun(self) -> int:
        return self.registered - self.finished - self.learning

    @property
    def base(self) -> int:
        """What «29 dari 52» counts against: the target, or more people when the list or those who came are more."""
        return max(self.target or 0, self.registered + self.unregistered)

    @property
    def unfinished(self) -> int:
        return self.base - self.finished

    @property
    def unknown(self) -> int:
        """Of the base, those of whom not even the name is known."""
        return self.base - self.registered - self.unregistered
