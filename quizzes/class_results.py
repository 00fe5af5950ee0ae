"""What a class learnt between the two tests of one occasion: for its committee, its report and its leader (ADR 0022).

Never a person, and nothing of fewer than five. ``class_result`` tells everything of one occasion, ``paired_means`` the means
of many; both count the same people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Avg, Count, OuterRef, Subquery

from .counted import Counted, counted, first_on_occasion, portions
from .flows import FlowShown, right_keys, shown_flow
from .models import Attempt, KeyCorrection, QuestionVersion
from .querysets import AttemptQuerySet
from .statistics.changes import Changes
from .statistics.classes import Asked, ClassTally, Paper
from .statistics.gain import LEAST_PEOPLE, Gain
from .statistics.health import SPOILED
from .statistics.words import ENOUGH, decimal, figure, too_few
from .types import KINDS

PORTION = 500
WEAKEST = 3
PRE, POST = Attempt.Mode.PRE_TEST, Attempt.Mode.POST_TEST
Corrections = Mapping[int, Collection[KeyCorrection]]


@dataclass(frozen=True, slots=True)
class Means:
    """Mean scores in percent of the ``people`` who did both tests; None where they are too few to be told."""

    people: int
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """What so many people earned of a question, in percent."""

    people: int
    percent: float


@dataclass(frozen=True, slots=True)
class ClassQuestion:
    """One question. ``before`` and ``after``: None where fewer than five were asked; ``turned``: of those asked twice.

    ``flow``: for a question whose answer is one option.
    """

    edition: QuestionVersion
    before: Share | None
    after: Share | None
    turned: Changes | None
    flow: FlowShown | None

    @property
    def is_spoiled(self) -> bool:
        """So many turned from right to wrong that the teaching itself is to be looked at."""
        turned = self.turned
        return turned is not None and turned.people >= ENOUGH and turned.spoiled / turned.people > SPOILED


@dataclass(frozen=True, slots=True)
class Belief:
    """The wrong option that most people chose, and what they were asked."""

    prompt: str
    text: str
    misconception: str
    people: int
    asked: int


@dataclass(frozen=True, slots=True)
class WeakTopic:
    """``belief`` of its weakest question; ``cards``: what to read or to teach again, as (title, address)."""

    name: str
    percent: float
    belief: Belief | None
    cards: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TopicShare:
    """What was earned of the points of one topic, in percent; None where no question of it was put to five people."""

    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class ClassResult:
    """``people``: those who are counted here: who did both tests or, where those are too few, the last test with enough.

    ``has_before`` and ``has_after``: which tests are told. Questions and topics come weakest first.
    ``left_out``: questions that fewer than five people met; ``topics``: all of them, by name.
    """

    sat_before: int
    sat_after: int
    sat_both: int
    people: int = 0
    has_before: bool = False
    has_after: bool = False
    mean_before: float | None = None
    mean_after: float | None = None
    gain: Gain | None = None
    rose: int = 0
    stayed: int = 0
    fell: int = 0
    questions: tuple[ClassQuestion, ...] = ()
    left_out: int = 0
    weak_topics: tuple[WeakTopic, ...] = ()
    topics: tuple[TopicShare, ...] = ()

    @property
    def is_paired(self) -> bool:
        return self.has_before and self.has_after

    @property
    def gain_words(self) -> str:
        """«54%», or why there is none: counts and means hold for this class, a conclusion needs more people."""
        gain = self.gain.gain if self.gain else None
        return figure(None if gain is None else 100 * gain, count=self.people, unit="%")

    @property
    def interval_words(self) -> str:
        """«49% sampai 59%»: where the gain of such a class would lie in 95 of 100 cases; empty where there is no gain."""
        gain = self.gain
        if too_few(self.people) or gain is None or gain.low is None or gain.high is None:
            return ""
        return f"{decimal(100 * gain.low)}% sampai {decimal(100 * gain.high)}%"

    @property
    def is_beyond_chance(self) -> bool:
        """The whole interval of the gain lies above nothing."""
        return self.gain is not None and self.gain.low is not None and self.gain.low > 0

    @property
    def papers_differ(self) -> bool:
        """Not everybody met the same questions twice."""
        return self.left_out > 0 or any(
            each.turned is None or each.turned.people < self.people for each in self.questions
        )


def class_result(context: str, *, tells_answers: bool = True) -> ClassResult:
    """Everything about one occasion, of each person's first finished attempt there, by the marks that count now.

    ``tells_answers=False`` keeps wrong options back while a test that asks them is still to come. One pass, a constant
    number of queries for each PORTION of people.
    """
    before, after = (first_on_occasion(mode, [context]) for mode in (PRE, POST))
    paired = after.filter(person__in=before.values("person"))
    sat = ClassResult(before.count(), after.count(), paired.count())
    tally = ClassTally()
    for one, other in _papers(sat, before, after, paired):
        tally.add(one, other)
    if not tally.people:
        return sat
    mean_before, mean_after = tally.means()
    rose, stayed, fell = tally.moved()
    asked = {question for question in {*tally.before, *tally.after} if _enough(tally, question)}
    editions, corrections = editions_met(tally, asked), corrections_of(asked)
    weak_topics = _weak_topics(tally.after or tally.before, editions, corrections, tells_answers=tells_answers)
    return ClassResult(
        sat_before=sat.sat_before,
        sat_after=sat.sat_after,
        sat_both=sat.sat_both,
        people=tally.people,
        has_before=mean_before is not None,
        has_after=mean_after is not None,
        mean_before=mean_before,
        mean_after=mean_after,
        gain=tally.gain(),
        rose=rose,
        stayed=stayed,
        fell=fell,
        questions=tuple(sorted((_question(tally, each, corrections) for each in editions.values()), key=_weakest)),
        left_out=len({*tally.before, *tally.after}) - len(asked),
        weak_topics=tuple(weak_topics)[:WEAKEST],
        topics=_topics(tally, editions),
    )


def paired_means(contexts: Collection[str]) -> dict[str, Means]:
    """The two means of many occasions at once, by context; an occasion at which nobody did both tests is left out."""
    after = first_on_occasion(POST, contexts).filter(context=OuterRef("context"), person=OuterRef("person"))
    both = first_on_occasion(PRE, contexts).annotate(later=Subquery(after.values("score_percent")[:1]))
    rows = both.filter(later__isnull=False).order_by().values("context")
    counts = rows.annotate(people=Count("pk"), mean=Avg("score_percent"), mean_later=Avg("later"))
    return {
        row["context"]: Means(row["people"], row["mean"], row["mean_later"])
        if row["people"] >= LEAST_PEOPLE
        else Means(row["people"], None, None)
        for row in counts
    }


def _papers(
    sat: ClassResult, before: AttemptQuerySet, after: AttemptQuerySet, paired: AttemptQuerySet
) -> Iterator[tuple[Paper | None, Paper | None]]:
    """Each person once: both papers, or the one of the last test that enough people finished."""
    if sat.sat_both >= LEAST_PEOPLE:
        for portion in portions(counted(paired), PORTION):
            earlier = {each.person: each for each in counted(before.filter(person__in=[one.person for one in portion]))}
            yield from ((_paper(earlier[each.person]), _paper(each)) for each in portion if each.person in earlier)
    elif sat.sat_after >= LEAST_PEOPLE:
        yield from ((None, _paper(each)) for each in counted(after))
    elif sat.sat_before >= LEAST_PEOPLE:
        yield from ((_paper(each), None) for each in counted(before))


def _paper(sitting: Counted) -> Paper:
    return Paper(sitting.percent, sitting.items)


def _enough(tally: ClassTally, question: int) -> bool:
    return any(question in side and side[question].people >= LEAST_PEOPLE for side in (tally.before, tally.after))


def editions_met(tally: ClassTally, questions: Collection[int]) -> dict[int, QuestionVersion]:
    """The newest edition of each question that this class was asked, with all that is told of it."""
    numbers = {
        question: max(side[question].edition for side in (tally.before, tally.after) if question in side)
        for question in questions
    }
    rows = QuestionVersion.objects.filter(question__in=questions).values_list("pk", "question", "number")
    newest = [key for key, question, number in rows if numbers[question] == number]
    parts = ("options__option", "bases__card", "question__topics")
    found = QuestionVersion.objects.filter(pk__in=newest).select_related("question").prefetch_related(*parts)
    return {version.question_id: version for version in found}


def corrections_of(questions: Collection[int]) -> dict[int, list[KeyCorrection]]:
    """By question, each with the edition that it made."""
    made = KeyCorrection.objects.filter(version__question__in=questions).select_related("version")
    found: dict[int, list[KeyCorrection]] = {}
    for correction in made.prefetch_related("version__options__option"):
        found.setdefault(correction.version.question_id, []).append(correction)
    return found


def _question(tally: ClassTally, edition: QuestionVersion, corrections: Corrections) -> ClassQuestion:
    question = edition.question_id
    changes = tally.changes.get(question)
    turned = changes if changes and changes.people >= LEAST_PEOPLE else None
    return ClassQuestion(
        edition=edition,
        before=_share(tally.before.get(question)),
        after=_share(tally.after.get(question)),
        turned=turned,
        flow=shown_flow(turned, edition, corrections=corrections.get(question, ())) if turned else None,
    )


def _share(asked: Asked | None) -> Share | None:
    if asked is None or asked.people < LEAST_PEOPLE or asked.facility is None:
        return None
    return Share(asked.people, 100 * asked.facility)


def _weakest(question: ClassQuestion) -> tuple[float, int]:
    last = question.after or question.before
    return last.percent if last else 101, question.edition.pk


def _weak_topics(
    asked: Mapping[int, Asked],
    editions: Mapping[int, QuestionVersion],
    corrections: Corrections,
    *,
    tells_answers: bool,
) -> Iterator[WeakTopic]:
    """By the share of points that was not earned; what everybody knew is no weakness. Each question under one topic only."""
    topics = _by_topic(asked, editions)
    percents = {name: _percent(asked[question] for question in questions) for name, questions in topics.items()}
    told: set[int] = set()
    for name, percent in sorted(percents.items(), key=lambda pair: (pair[1], pair[0])):
        if percent >= 100:
            return
        weakest_first = sorted(topics[name], key=lambda question: (asked[question].facility or 0, question))
        fresh = [question for question in weakest_first if question not in told]
        beliefs = {
            question: belief
            for question in fresh
            if tells_answers and (belief := _belief(asked[question], editions[question], corrections.get(question, ())))
        }
        shown = next(iter(beliefs), (fresh or weakest_first)[0])
        told.add(shown)
        cards = [basis.card for basis in editions[shown].bases.all() if basis.card and basis.card.live]
        yield WeakTopic(
            name, percent, beliefs.get(shown), tuple((card.title, card.get_absolute_url()) for card in cards[:1])
        )


def _topics(tally: ClassTally, editions: Mapping[int, QuestionVersion]) -> tuple[TopicShare, ...]:
    shares: list[dict[str, float]] = [
        {name: _percent(asked[question] for question in found) for name, found in _by_topic(asked, editions).items()}
        for asked in (tally.before, tally.after)
    ]
    before, after = shares
    return tuple(TopicShare(name, before.get(name), after.get(name)) for name in sorted({*before, *after}))


def _by_topic(asked: Mapping[int, Asked], editions: Mapping[int, QuestionVersion]) -> dict[str, list[int]]:
    """The questions of each topic that enough people were asked."""
    topics: dict[str, list[int]] = {}
    for question in editions.keys() & asked.keys():
        if asked[question].people >= LEAST_PEOPLE:
            for topic in editions[question].question.topics.all():
                topics.setdefault(topic.name, []).append(question)
    return topics


def _percent(asked: Iterable[Asked]) -> float:
    sums = [(each.mark, each.out_of) for each in asked]
    possible = sum(out_of for _, out_of in sums)
    return 100 * sum(mark for mark, _ in sums) / possible if possible else 100


def _belief(asked: Asked, edition: QuestionVersion, corrections: Iterable[KeyCorrection]) -> Belief | None:
    """None where fewer than five people share it."""
    if not KINDS[edition.type].picks_one:
        return None
    right = right_keys(edition, corrections)
    options = {option.option.key: option for option in edition.options.all() if option.option.key not in right}
    chosen = {key: asked.chosen[key] for key in options if asked.chosen[key] >= LEAST_PEOPLE}
    if not chosen:
        return None
    key = max(sorted(chosen), key=chosen.__getitem__)
    return Belief(edition.prompt, options[key].text, options[key].misconception, chosen[key], asked.people)
