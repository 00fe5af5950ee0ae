"""What a room may look at together: topics, and one question at a time. Counts, never a person, nothing of fewer than five.

The caller decides when: only after the test was closed for everybody (ADR 0026).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import ascii_uppercase

from elearning.regulations.models import Provision, RuleCard
from elearning.regulations.presenting import bases_of
from elearning.regulations.readers import Reader

from .class_results import ClassQuestion, ClassResult, Share, corrections_of, editions_met
from .counted import counted, first_on_occasion
from .models import KeyCorrection, Question, QuestionVersion
from .pictures import PaperPicture, picture_of
from .statistics.classes import Asked, ClassTally, Paper
from .statistics.gain import LEAST_PEOPLE
from .types import KINDS
from .types.contract import Wording


@dataclass(frozen=True, slots=True)
class TopicShare:
    """What a class earned of one topic, in percent; None for a test that is not told."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class OptionShare:
    """``letter``: by the bank, since each learner sees them in another order. ``people``: None when one to four chose it."""

    letter: str
    text: str
    is_right: bool
    people: int | None
    percent: int


@dataclass(frozen=True, slots=True)
class Discussed:
    """One question of a test. ``options``: of a type whose answer ticks options. ``right``: the key that holds, in words.

    ``basis``: articles of the law. ``position`` of ``total``: weakest first.
    """

    question: int
    position: int
    total: int
    people: int
    percent: int
    scenario: str
    prompt: str
    options: tuple[OptionShare, ...]
    right: tuple[str, ...]
    explanation: str
    basis: tuple[str, ...]
    picture: PaperPicture | None
    before: int | None = None
    after: int | None = None


def topic_shares(result: ClassResult) -> tuple[TopicShare, ...]:
    """Every topic of a class, weakest first, weighed by the people who met its questions."""
    topics: dict[str, list[ClassQuestion]] = {}
    for question in result.questions:
        for topic in question.edition.question.topics.all():
            topics.setdefault(topic.name, []).append(question)
    shares = (
        TopicShare(name, _weighed(each.before for each in met), _weighed(each.after for each in met))
        for name, met in topics.items()
    )
    told = [share for share in shares if share.before is not None or share.after is not None]
    return tuple(sorted(told, key=lambda share: (share.before if share.after is None else share.after, share.name)))


class Discussion:
    """One test of one occasion: ``questions`` weakest first, and each of them to be shown. One pass when it is made.

    A question that is held, because its rule changed, is left out: its key and explanation may be of the old rule.
    """

    def __init__(self, context: str, mode: str, *, at: datetime) -> None:
        self._tally = ClassTally()
        for each in counted(first_on_occasion(mode, [context])):
            self._tally.add(None, Paper(each.percent, each.items))
        asked = {key: met for key, met in self._tally.after.items() if met.people >= LEAST_PEOPLE}
        held = set(Question.objects.held_at(at).filter(pk__in=asked).values_list("pk", flat=True))
        self._asked = {key: met for key, met in asked.items() if key not in held}
        self.questions: tuple[int, ...] = tuple(
            sorted(self._asked, key=lambda key: (self._asked[key].facility or 0, key))
        )

    def show(self, question: int | None, *, on: date) -> Discussed | None:
        """This question, or the first where it is none of this test; None when there is nothing to discuss."""
        if not self.questions:
            return None
        key = question if question in self._asked else self.questions[0]
        place = self.questions.index(key)
        asked, corrections = self._asked[key], corrections_of([key]).get(key, ())
        edition = editions_met(self._tally, [key])[key]
        holding = _holding(edition, corrections)
        return Discussed(
            question=key,
            position=place + 1,
            total=len(self.questions),
            people=asked.people,
            percent=round(100 * (asked.facility or 0)),
            scenario=edition.scenario,
            prompt=edition.prompt,
            options=tuple(_options(asked, edition, holding)),
            right=_right(holding),
            explanation=holding.explanation,
            basis=tuple(_basis(holding, on)),
            picture=_picture(edition),
            before=self.questions[place - 1] if place else None,
            after=self.questions[place + 1] if place + 1 < len(self.questions) else None,
        )


def _weighed(shares: Iterable[Share | None]) -> int | None:
    told = [share for share in shares if share]
    people = sum(share.people for share in told)
    return round(sum(share.percent * share.people for share in told) / people) if people else None


def _holding(edition: QuestionVersion, corrections: Sequence[KeyCorrection]) -> QuestionVersion:
    """The edition whose key and explanation hold: a newer one where the key was wrong (ADR 0021)."""
    newer = [made.version for made in corrections if made.version.number > edition.number]
    return max(newer, key=lambda version: version.number, default=edition)


def _options(asked: Asked, edition: QuestionVersion, holding: QuestionVersion) -> Iterator[OptionShare]:
    rows = [row for row in edition.options.all() if not KINDS[edition.type].is_written]
    if not any(asked.chosen[row.option.key] for row in rows):
        return
    right = {row.option.key for row in holding.options.all() if row.is_correct}
    for place, row in enumerate(rows):
        people = asked.chosen[row.option.key]
        is_told = people == 0 or people >= LEAST_PEOPLE
        yield OptionShare(
            letter=ascii_uppercase[place],
            text=row.text,
            is_right=row.option.key in right,
            people=people if is_told else None,
            percent=round(100 * people / asked.people) if is_told else 0,
        )


def _right(edition: QuestionVersion) -> tuple[str, ...]:
    kind, rows = KINDS[edition.type], edition.texts
    wording = Wording({key: row.text for key, row in rows.items()}, {key: row.match_text for key, row in rows.items()})
    return kind.describe(kind.right(edition.choices), wording)


def _basis(edition: QuestionVersion, on: date) -> Iterator[str]:
    """Each article once. The room is everybody, so that nobody's status takes an article away."""
    bases = list(edition.bases.select_related("provision__regulation"))
    live = RuleCard.objects.published().filter(pk__in={basis.card_id for basis in bases})
    lines = (line for card in bases_of(live, Reader(), on=on).values() for line in card if not line.is_counter)
    provisions: list[Provision] = [line.provision for line in lines]
    provisions += [basis.provision for basis in bases if basis.provision]
    yield from dict.fromkeys(map(str, provisions))


def _picture(edition: QuestionVersion) -> PaperPicture | None:
    if not KINDS[edition.type].has_picture:
        return None

    return picture_of(
        edition.picture, ((ascii_uppercase[n], row.region, False) for n, row in enumerate(edition.options.all()))
    )
