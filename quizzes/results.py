"""What the owner of a finished attempt may read: the score, and why, once it may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from wagtail.images.models import AbstractImage

from elearning.lib import dates
from elearning.regulations.models import Provision, RuleCard
from elearning.regulations.presenting import Basis, bases_of, text_on
from elearning.regulations.readers import Reader

from .correcting import corrections_to
from .gains import GainNotice, KeyThatHolds, gains_in, key_that_holds
from .grading import needed
from .models import Answer, Attempt, AttemptItem, KeyCorrection, Mark, Opening, Question
from .paper import images_of, zone_of
from .pictures import PaperPicture, picture_of
from .types.contract import Wording
from .voiding import VoidQuestion, void_questions

MINUTES_PER_CARD = 1.5


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CardBasis:
    """A card that the key rests on, with the articles that this reader may be shown (never PP 94/2021 to a PPPK)."""

    link: Link
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionResult:
    """``feedback``: what this option teaches, chosen or not."""

    letter: str
    text: str
    is_chosen: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """``cards`` are those that may be read now; ``articles`` are what the key rests on where no card fits.

    ``is_void``: its rule changed while the attempt ran; key and explanation teach the old one and are not shown.
    ``holds``: the key that replaced a wrong one; explanation and feedback are then those of its edition.
    """

    position: int
    scenario: str
    prompt: str
    is_right: bool
    is_partly_right: bool
    is_void: bool
    is_late: bool
    your_answer: tuple[str, ...]
    right_answer: tuple[str, ...]
    explanation: str
    options: tuple[OptionResult, ...]
    cards: tuple[CardBasis, ...]
    articles: tuple[str, ...]
    holds: KeyThatHolds | None = None
    picture: PaperPicture | None = None

    @property
    def other_feedback(self) -> tuple[OptionResult, ...]:
        """What the options that were not chosen teach."""
        return tuple(option for option in self.options if option.feedback and not option.is_chosen)


@dataclass(frozen=True, slots=True)
class WeakTopic:
    """``cards``: the first card behind each missed question, each card under one topic only.

    A topic whose cards all stand under a weaker one is left out; one without any card sends to the explanations.
    """

    name: str
    wrong: int
    cards: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """``questions`` and ``weak_topics`` are empty while explanations are closed; ``closed_because`` says why.

    ``partly``: questions that earned a part; where there are any, the count of right answers does not tell the mark.
    """

    attempt: Attempt
    correct: int
    partly: int
    total: int
    needed: int
    is_open: bool
    closed_because: str
    questions: tuple[QuestionResult, ...]
    weak_topics: tuple[WeakTopic, ...]
    waiting: int
    left_out: int
    void: tuple[VoidQuestion, ...]
    gains: tuple[GainNotice, ...] = ()

    @property
    def passed(self) -> bool:
        return self.attempt.passed

    @property
    def is_judged(self) -> bool:
        """A pre-test says nothing of passing until its explanations are open."""
        return self.is_open or self.attempt.mode != Attempt.Mode.PRE_TEST

    @property
    def cards_to_read(self) -> tuple[Link, ...]:
        return tuple(card for topic in self.weak_topics for card in topic.cards)

    @property
    def reading_minutes(self) -> int:
        return max(1, round(len(self.cards_to_read) * MINUTES_PER_CARD))


def result_of(attempt: Attempt, *, reader: Reader, at: datetime) -> Result:
    """``attempt`` finished and fetched ``with_result()``; ``reader`` and the day decide which articles are shown.

    ``total`` leaves out what was void and not answered rightly.
    """
    items, on = list(attempt.items.all()), timezone.localdate(at)
    closed_because = explanations_closed(attempt, at=at)
    is_open = not closed_because
    made = corrections_to(attempt)
    questions = tuple(_explained(items, made, reader, on)) if is_open else ()
    judged = [item for item in items if _is_right(item) or not _is_void(item)]
    return Result(
        attempt=attempt,
        correct=sum(_is_right(item) for item in items),
        partly=sum(_is_partly_right(item) for item in judged),
        total=len(judged),
        needed=needed(attempt.pass_mark_percent, len(judged)),
        is_open=is_open,
        closed_because=closed_because,
        questions=questions,
        weak_topics=tuple(_weak_topics(questions, _topics_of(items) if questions else {})),
        void=void_questions(attempt, at=attempt.submitted_at) if any(map(_is_void, items)) else (),
        waiting=_questions_with(items, accepted=None),
        left_out=_questions_with(items, accepted=False),
        gains=gains_in(attempt, is_open=is_open) if made else (),
    )


def _questions_with(items: Iterable[AttemptItem], *, accepted: bool | None) -> int:
    """How many questions have an answer that came too late and about which the committee said this, or nothing (None)."""
    late = (answer for item in items for answer in item.answers.all() if answer.waits)
    return len({answer.item_id for answer in late if answer.is_accepted is accepted})


def explanations_closed(attempt: Attempt, *, at: datetime) -> str:
    """Why the explanations may not be read yet, as a sentence; "" when they may.

    After a pre-test not before its owner has sent the post-test of the same occasion; then as the quiz says.
    """
    if attempt.is_running:
        return "Pembahasan dibuka sesudah dikirim."
    if attempt.mode == Attempt.Mode.PRE_TEST and not _post_test_sent(attempt):
        return "Pembahasan dibuka setelah post-test."
    quiz = attempt.quiz
    if quiz.explanations == Opening.NEVER:
        return "Pembahasan kuis ini tidak dibuka."
    if quiz.explanations == Opening.CLOSED and (quiz.closes_at is None or at < quiz.closes_at):
        when = f" {dates.moment(quiz.closes_at, zone_of(attempt))}" if quiz.closes_at else ""
        return f"Pembahasan dibuka sesudah kuis ditutup{when}."
    return ""


def _post_test_sent(attempt: Attempt) -> bool:
    owner = {"person": attempt.person_id} if attempt.person_id else {"guest_key": attempt.guest_key, "person": None}
    after = Attempt.objects.finished().filter(mode=Attempt.Mode.POST_TEST, context=attempt.context, **owner)
    return after.exists()


def _explained(
    items: Sequence[AttemptItem], made: Mapping[int, Sequence[KeyCorrection]], reader: Reader, on: date
) -> Iterator[QuestionResult]:
    """In a constant number of queries; cards and articles are read anew, because the law may have changed since."""
    bases = [basis for item in items for basis in item.version.bases.all()]
    live = RuleCard.objects.published().filter(pk__in={basis.card_id for basis in bases})
    cards = {card.pk: _card_basis(card, basis) for card, basis in bases_of(live, reader, on=on).items()}
    keys = {basis.provision_id for basis in bases} - {None}
    found = Provision.objects.select_related("regulation").prefetch_related("versions")
    provisions = found.in_bulk(keys) if keys else {}
    articles = {key: str(one) for key, one in provisions.items() if _may_see(one, reader, on)}
    images = images_of(items)
    for item in items:
        shown = _question(item, cards, articles, made.get(item.version.question_id, ()))
        yield replace(shown, picture=_picture(item, images)) if item.kind.has_picture else shown


def _question(
    item: AttemptItem, cards: Mapping[int, CardBasis], articles: Mapping[int, str], made: Sequence[KeyCorrection]
) -> QuestionResult:
    """``cards`` and ``articles``: those that this reader may be shown, by id."""
    kind, version, response = item.kind, item.version, item.response
    texts = version.texts
    holds = key_that_holds(item, made)
    feedback = holds.feedback if holds else {option: row.feedback for option, row in texts.items()}
    wording = Wording(
        {option: texts[option].text for option in item.option_order},
        {option: texts[option].match_text for option in item.match_order},
    )
    chosen = kind.picked(response, item.choices)
    bases = list(version.bases.all())
    return QuestionResult(
        position=item.position,
        scenario=version.scenario,
        prompt=version.prompt,
        is_right=_is_right(item),
        is_partly_right=_is_partly_right(item),
        is_void=_is_void(item),
        is_late=any(_is_counted_late(answer) for answer in item.answers.all()),
        your_answer=kind.describe(response, wording),
        right_answer=kind.describe(kind.right(item.choices), wording),
        explanation=holds.explanation if holds else version.explanation,
        options=tuple(
            OptionResult(letter, texts[option].text, option in chosen, feedback.get(option, ""))
            for letter, option in item.shown.letters()
        ),
        cards=tuple(cards[basis.card_id] for basis in bases if basis.card_id in cards),
        articles=tuple(articles[basis.provision_id] for basis in bases if basis.provision_id in articles),
        holds=holds,
    )


def _picture(item: AttemptItem, images: Mapping[int, AbstractImage]) -> PaperPicture | None:
    texts, chosen = item.version.texts, item.kind.picked(item.response, item.choices)
    parts = ((letter, texts[option].region, option in chosen) for letter, option in item.shown.letters())
    return picture_of(images.get(item.version.picture_id), parts)


def _card_basis(card: RuleCard, basis: Iterable[Basis]) -> CardBasis:
    articles = dict.fromkeys(str(line.provision) for line in basis if not line.is_counter)
    return CardBasis(Link(card.title, card.get_absolute_url()), tuple(articles))


def _may_see(provision: Provision, reader: Reader, on: date) -> bool:
    text, _ = text_on(provision, on)
    return reader.may_see(provision.regulation.slug, text.subjects if text else ())


def _topics_of(items: Iterable[AttemptItem]) -> dict[int, set[str]]:
    """By position, of the questions that were not answered rightly."""
    wrong = {item.version.question_id: item.position for item in items if not _is_right(item) and not _is_void(item)}
    topics: dict[int, set[str]] = {position: set() for position in wrong.values()}
    if wrong:
        named = Question.objects.filter(pk__in=wrong, topics__isnull=False).order_by()
        for question, name in named.values_list("pk", "topics__name"):
            topics[wrong[question]].add(name)
    return topics


def _weak_topics(questions: Iterable[QuestionResult], topics: Mapping[int, Collection[str]]) -> Iterator[WeakTopic]:
    """Weakest first; ``topics`` by position, of the questions that were answered wrongly."""
    wrong = [question for question in questions if question.position in topics]
    counted = Counter(name for names in topics.values() for name in names)
    listed: set[Link] = set()
    for name, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        missed = (question for question in wrong if name in topics[question.position] and question.cards)
        links = dict.fromkeys(question.cards[0].link for question in missed)
        fresh = tuple(link for link in links if link not in listed)
        if fresh or not links:
            yield WeakTopic(name, count, fresh)
        listed |= set(links)


def _is_right(item: AttemptItem) -> bool:
    mark = item.newest_mark
    return mark is not None and mark.fraction == 1


def _is_partly_right(item: AttemptItem) -> bool:
    mark = item.newest_mark
    return mark is not None and 0 < mark.fraction < 1


def _is_void(item: AttemptItem) -> bool:
    mark = item.newest_mark
    return mark is not None and mark.reason == Mark.Reason.VOID


def _is_counted_late(answer: Answer) -> bool:
    return answer.is_late and answer.counts
