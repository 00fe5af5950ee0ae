"""Counting for leaders, by the clock: each course as a whole, once an hour, by one process at a time (ADR 0043)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Count, Exists, Min, Model, OuterRef, Q

from elearning.cascade.models import StaffEntry
from elearning.cascade.staff import shareable_courses
from elearning.distribution.models import CascadeNode
from elearning.lessons.models import CoursePage
from elearning.people.models import EmploymentStatus, Unit, User
from elearning.training.models import TrainingSession
from quizzes.class_results import paired_means
from quizzes.models import Option, QuestionBasis, QuestionVersion

from .counting import counts_of
from .figures import Tallied, WrongOption, topic_rows, unit_rows
from .models import Reckoning, TopicFigures, UnitFigures
from .units import Node, Place, Taught, UnitTree, spread_of

LEASE = timedelta(minutes=50)  # a killed process holds nobody up for longer than until the next hour
OCCASIONS = 200
ROWS = 1000


def reckon_due(*, at: datetime) -> int:
    """Count every course that one can finish; how many were counted. What another process is counting is left to it."""
    return sum(reckon(course, at=at) for course in shareable_courses())


def reckon(course: CoursePage, *, at: datetime) -> bool:
    """Count ``course`` anew and replace its figures at once; False where another process has it.

    Killed in the middle, the old figures stay and the lease runs out. Run again, it writes the same.
    """
    reckoning, _ = Reckoning.objects.get_or_create(course=course)
    free = Reckoning.objects.filter(Q(leased_until=None) | Q(leased_until__lte=at), pk=reckoning.pk)
    if not free.update(leased_until=at + LEASE):
        return False
    try:
        tallied = tally(course, at=at)
        with transaction.atomic():
            UnitFigures.objects.filter(reckoning=reckoning).delete()
            TopicFigures.objects.filter(reckoning=reckoning).delete()
            _store(UnitFigures, unit_rows(tallied, reckoning))
            _store(TopicFigures, topic_rows(tallied, reckoning))
            Reckoning.objects.filter(pk=reckoning.pk).update(counted_at=at)
    finally:
        Reckoning.objects.filter(pk=reckoning.pk).update(leased_until=None)
    return True


def _store(model: type[Model], rows: Iterable[Model]) -> None:
    rows = iter(rows)
    while portion := list(islice(rows, ROWS)):
        model._default_manager.bulk_create(portion)


def tally(course: CoursePage, *, at: datetime) -> Tallied:
    units = Unit.objects.order_by().values_list("pk", "path", "kind")
    tree = UnitTree(Place(*row) for row in units.iterator())
    totals = tree.rolled_up(counts_of(course, at=at))
    options = {option for counts in totals.values() for option in counts.chosen}
    return Tallied(
        tree=tree,
        totals=totals,
        spread=spread_of(tree, totals, _nodes(course), _taught()),
        wrong=dict(_wrong_options(options)),
    )


def _nodes(course: CoursePage) -> dict[int, Node]:
    nodes = CascadeNode.objects.filter(course=course).order_by()
    rows = nodes.annotate(first=Min("handouts__receipts__joined_at")).values_list(
        "unit", "staff_target", "opening", "opened_at", "first"
    )
    unregistered = _unregistered()
    return {
        unit: Node(
            staff_target=target,
            unregistered=unregistered.get(unit, 0),
            is_joined=first is not None,
            days=max((first - opened_at) / timedelta(days=1), 0.0)
            if first and opening == CascadeNode.Opening.ATTENDED
            else None,
        )
        for unit, target, opening, opened_at, first in rows
    }


def _unregistered() -> dict[int, int]:
    """By unit the ASN on its list of staff whom the site does not know, as ``cascade.staff`` tells them."""
    people = User.objects.filter(Q(unit=None) | Q(unit__path__startswith=OuterRef("unit__path")), is_active=True)
    known = Q(Exists(people.filter(pk=OuterRef("person")))) | Q(Exists(people.filter(nip=OuterRef("nip"))))
    entries = StaffEntry.objects.filter(~known, removed_at=None).exclude(employment_status=EmploymentStatus.NON_ASN)
    return dict(entries.order_by().values_list("unit").annotate(Count("pk")))


def _taught() -> dict[int, Taught]:
    """By the unit that held the sosialisasi. One that fewer than five people did twice counts nowhere."""
    sessions = TrainingSession.objects.exclude(state=TrainingSession.State.DRAFT).order_by("pk")
    found: dict[int, Taught] = {}
    for portion in _portions(sessions.only("unit_id", "public_id").iterator(), OCCASIONS):
        units = {session.context: session.unit_id for session in portion}
        for context, means in paired_means(list(units)).items():
            if means.before is None or means.after is None:
                continue
            known = found.get(units[context], Taught(0, 0.0, 0.0))
            found[units[context]] = Taught(
                known.pairs + means.people,
                known.before + means.people * means.before,
                known.after + means.people * means.after,
            )
    return found


def _portions(rows: Iterable, size: int) -> Iterator[list]:
    rows = iter(rows)
    while portion := list(islice(rows, size)):
        yield portion


def _wrong_options(keys: Collection[int]) -> Iterator[tuple[int, WrongOption]]:
    """Of these options those that were right in no edition, as the newest edition words them."""
    questions = set(Option.objects.filter(pk__in=keys).values_list("question", flat=True))
    editions = QuestionVersion.objects.filter(question__in=questions).order_by("question", "number")
    right: set[int] = set()
    newest: dict[int, QuestionVersion] = {}
    parts = ("options", "question__topics")
    for edition in editions.prefetch_related(*parts):
        right |= {text.option_id for text in edition.options.all() if text.is_correct}
        newest[edition.question_id] = edition
    bases = QuestionBasis.objects.filter(version__in=newest.values(), card__live=True).order_by("-pk")
    cards = dict(bases.values_list("version", "card"))
    for question, edition in newest.items():
        topics = tuple(sorted(topic.name for topic in edition.question.topics.all()))
        for text in edition.options.all():
            if text.option_id in keys and text.option_id not in right:
                said = text.misconception or text.text
                yield text.option_id, WrongOption(question, said, topics, cards.get(edition.pk))
