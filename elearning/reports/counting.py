"""What is counted, by the unit where somebody works: aggregate SQL over portions of people, so that memory grows with units.

Nothing of one person leaves the database. Somebody without a unit belongs to the one through whose link he came, or on whose
list he stands; whom a head sent away belongs to none (``cascade.staff``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, TruncWeek

from certificates.models import Certificate
from elearning.cascade.models import StaffEntry
from elearning.distribution.models import Receipt
from elearning.lessons.models import Completion, CoursePage, Reading
from elearning.lib import dates
from elearning.people.models import EmploymentStatus, User
from quizzes.counted import first_attempts
from quizzes.models import Answer, Attempt, Mark, QuizPage
from quizzes.types import KINDS

PORTION = 20_000  # people
WEEKS = 12
HOME_STUDY, POST_TEST = Attempt.Mode.SELF_STUDY, Attempt.Mode.POST_TEST
ONE_CHOICE = [key for key, kind in KINDS.items() if kind.picks_one]


@dataclass(slots=True)
class Counts:
    """Numbers of one unit that add up along the tree.

    ``topics``: (topic, "people" | "mark" | "out_of"); ``asked``: by question; ``chosen``: by option. ``first_hand`` and
    ``second_hand``: (question, "people" | "mark" | "out_of"), and under question 0 how many people they are.
    """

    people: Counter[str] = field(default_factory=Counter)
    weeks: Counter[int] = field(default_factory=Counter)
    topics: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[int] = field(default_factory=Counter)
    chosen: Counter[int] = field(default_factory=Counter)
    first_hand: Counter[tuple[int, str]] = field(default_factory=Counter)
    second_hand: Counter[tuple[int, str]] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        self.people.update(other.people)
        self.weeks.update(other.weeks)
        self.topics.update(other.topics)
        self.asked.update(other.asked)
        self.chosen.update(other.chosen)
        self.first_hand.update(other.first_hand)
        self.second_hand.update(other.second_hand)


def counts_of(course: CoursePage, *, at: datetime) -> dict[int, Counts]:
    """By unit, of those who work in it. A constant number of queries for each portion of people."""
    found: defaultdict[int, Counts] = defaultdict(Counts)
    last = User.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(1, last + 1, PORTION):
        _Portion(course, found, range(start, start + PORTION), at).count()
    return {unit: counts for unit, counts in found.items() if unit}  # some people no unit knows


class _Portion:
    """Those ASN whose key lies in ``keys``."""

    def __init__(self, course: CoursePage, found: defaultdict[int, Counts], keys: range, at: datetime) -> None:
        self.course, self.found, self.at = course, found, at
        self.within = (keys.start, keys.stop - 1)
        asn = User.objects.filter(is_active=True, pk__range=self.within)
        asn = asn.exclude(employment_status=EmploymentStatus.NON_ASN)
        self.asn = asn.exclude(pk__in=self._sent_away())
        self.quizzes = QuizPage.objects.child_of(course).live().values("quiz")

    def _sent_away(self) -> list[int]:
        rejected = Receipt.objects.filter(state=Receipt.State.REJECTED, person__pk__range=self.within)
        rows = rejected.filter(person__unit__isnull=False).values_list(
            "person", "person__unit__path", "handout__node__unit__path"
        )
        return [person for person, own, by in rows if own.startswith(by)]

    def count(self) -> None:
        self._people()
        self._weeks()
        self._certificates()
        self._topics()
        self._questions()
        self._choices()

    def _people(self) -> None:
        studied = Attempt.objects.filter(mode=HOME_STUDY, quiz__in=self.quizzes, person__pk__range=self.within)
        read = Reading.objects.filter(lesson__path__startswith=self.course.path, person__pk__range=self.within)
        done = self._completions().values("person")
        begun = Q(pk__in=studied.values("person")) | Q(pk__in=read.values("person")) | Q(pk__in=done)
        rows = _by_home(self.asn, "").annotate(
            registered=Count("pk"), begun=Count("pk", filter=begun), finished=Count("pk", filter=Q(pk__in=done))
        )
        for unit, registered, begun_count, finished in rows.values_list("home", "registered", "begun", "finished"):
            self.found[unit].people.update(registered=registered, begun=begun_count, finished=finished)

    def _completions(self) -> QuerySet[Completion]:
        return Completion.objects.filter(course=self.course, person__pk__range=self.within)

    def _weeks(self) -> None:
        this_week = week_of(self.at)
        done = self._completions().filter(person__in=self.asn, completed_at__gte=this_week - timedelta(weeks=WEEKS - 1))
        done = done.annotate(week=TruncWeek("completed_at", tzinfo=ZoneInfo(dates.WIB)))
        rows = _by_home(done, "person__", "week").annotate(people=Count("pk"))
        for unit, week, people in rows.values_list("home", "week", "people"):
            place = WEEKS - 1 - round((this_week - week) / timedelta(weeks=1))
            self.found[unit].weeks[min(place, WEEKS - 1)] += people

    def _certificates(self) -> None:
        valid = Certificate.objects.filter(
            state=Certificate.State.VALID, kind__in=(Certificate.Kind.ATTENDED, Certificate.Kind.PASSED),
            holder__in=self.asn,
        )  # fmt: skip
        of_a_session = Q(source__startswith="training:")
        rows = _by_home(valid, "holder__").annotate(all=Count("pk"), taught=Count("pk", filter=of_a_session))
        for unit, number, taught in rows.values_list("home", "all", "taught"):
            self.found[unit].people.update(certificates=number, session_certificates=taught)

    def _first(self, mode: str) -> QuerySet[Attempt]:
        return first_attempts().filter(mode=mode, person__pk__range=self.within, person__in=self.asn)

    def _marks(self, attempts: QuerySet[Attempt]) -> QuerySet[Mark]:
        """The mark that counts of every question that counts."""
        newer = Mark.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
        marks = Mark.objects.filter(~Exists(newer), item__attempt__in=attempts.order_by().values("pk"))
        return marks.exclude(reason=Mark.Reason.VOID, fraction__lt=1)

    def _topics(self) -> None:
        marks = self._marks(self._first(HOME_STUDY).filter(quiz__in=self.quizzes))
        topic = "item__version__question__topics__name"
        rows = _by_home(marks, "item__attempt__person__", topic).annotate(
            people=Count("item__attempt__person", distinct=True), **_worth()
        )
        for unit, name, people, mark, out_of in rows.values_list("home", topic, "people", "mark", "out_of"):
            if name and out_of:
                values = {(name, "people"): people, (name, "mark"): float(mark), (name, "out_of"): float(out_of)}
                self.found[unit].topics.update(values)

    def _questions(self) -> None:
        """Of each question: who was asked at home, and how those who did a post-test and those who did none fared."""
        taught = Attempt.objects.finished().filter(mode=POST_TEST, person__pk__range=self.within)
        for mode in (HOME_STUDY, POST_TEST):
            attempts = self._first(mode)
            attempts = attempts.filter(quiz__in=self.quizzes) if mode == HOME_STUDY else attempts
            attempts = attempts.annotate(was_taught=Exists(taught.filter(person=OuterRef("person"))))
            rows = _by_home(attempts, "person__", "was_taught").annotate(people=Count("person", distinct=True))
            for unit, was_taught, people in rows.values_list("home", "was_taught", "people"):
                if (hand := self._hand(unit, mode, was_taught)) is not None:
                    hand[0, "people"] += people
            marks = self._marks(attempts).annotate(
                was_taught=Exists(taught.filter(person=OuterRef("item__attempt__person")))
            )
            question = "item__version__question"
            rows = _by_home(marks, "item__attempt__person__", question, "was_taught").annotate(
                people=Count("item__attempt__person", distinct=True), **_worth()
            )
            for unit, key, was_taught, people, mark, out_of in rows.values_list(
                "home", question, "was_taught", "people", "mark", "out_of"
            ):
                if mode == HOME_STUDY:
                    self.found[unit].asked[key] += people
                if (hand := self._hand(unit, mode, was_taught)) is not None:
                    hand.update({(key, "people"): people, (key, "mark"): float(mark), (key, "out_of"): float(out_of)})

    def _hand(self, unit: int, mode: str, was_taught: bool) -> Counter[tuple[int, str]] | None:
        if mode == POST_TEST:
            return self.found[unit].first_hand
        return None if was_taught else self.found[unit].second_hand

    def _choices(self) -> None:
        attempts = self._first(HOME_STUDY).filter(quiz__in=self.quizzes).order_by().values("pk")
        later = Q(received_at__gt=OuterRef("received_at")) | Q(
            received_at=OuterRef("received_at"), pk__gt=OuterRef("pk")
        )
        newer = Answer.objects.filter(later, item=OuterRef("item"), waits=False)
        given = Answer.objects.filter(
            ~Exists(newer), waits=False, item__attempt__in=attempts, item__version__type__in=ONE_CHOICE
        )
        option = KeyTextTransform("0", KeyTransform("options", "response"))
        given = given.annotate(option=Cast(option, BigIntegerField())).filter(option__isnull=False)
        rows = _by_home(given, "item__attempt__person__", "option").annotate(people=Count("pk"))
        for unit, key, people in rows.values_list("home", "option", "people"):
            self.found[unit].chosen[key] += people


def _by_home(rows: QuerySet, person: str, *others: str) -> QuerySet:
    """Grouped by the unit of the person and by ``others``. ``person``: how one comes to the person, "" from itself."""
    receipts = Receipt.objects.exclude(state=Receipt.State.REJECTED).order_by("-joined_at", "-pk")
    receipts = receipts.filter(person=OuterRef(person.removesuffix("__") or "pk"))
    link = Subquery(receipts.values("handout__node__unit")[:1])
    entries = StaffEntry.objects.filter(removed_at=None).order_by("-pk")
    listed = entries.filter(
        Q(person=OuterRef(person.removesuffix("__") or "pk")) | (Q(nip=OuterRef(f"{person}nip")) & ~Q(nip=""))
    )
    home = Coalesce(F(f"{person}unit"), link, Subquery(listed.values("unit")[:1]), output_field=BigIntegerField())
    return rows.order_by().annotate(home=home).values("home", *others)


def _worth() -> dict[str, Sum]:
    return {"mark": Sum(F("fraction") * F("item__max_mark")), "out_of": Sum("item__max_mark")}


def week_of(at: datetime) -> datetime:
    """The Monday, midnight in WIB, of the week of ``at``."""
    local = at.astimezone(ZoneInfo(dates.WIB)).replace(hour=0, minute=0, second=0, microsecond=0)
    return local - timedelta(days=local.weekday())
