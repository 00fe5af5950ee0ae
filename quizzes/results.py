"""What the owner of a finished attempt may read: the score, and why, once it may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .grading import needed
from .models import Answer, Attempt, AttemptItem
from .types.contract import Wording

MINUTES_PER_CARD = 1.5


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class OptionResult:
    """``feedback``: what this option teaches, chosen or not."""

    letter: str
    text: str
    is_chosen: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """``cards`` are those that may be read now; ``provisions`` are citations where no card fits."""

    position: int
    scenario: str
    prompt: str
    is_right: bool
    is_late: bool
    your_answer: tuple[str, ...]
    right_answer: tuple[str, ...]
    explanation: str
    options: tuple[OptionResult, ...]
    cards: tuple[Link, ...]
    provisions: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeakTopic:
    name: str
    wrong: int
    cards: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """``questions`` and ``weak_topics`` are empty while explanations are closed (a pre-test before its post-test)."""

    attempt: Attempt
    correct: int
    total: int
    needed: int
    is_open: bool
    questions: tuple[QuestionResult, ...]
    weak_topics: tuple[WeakTopic, ...]
    waiting: int

    @property
    def passed(self) -> bool:
        return self.attempt.passed

    @property
    def cards_to_read(self) -> tuple[Link, ...]:
        return _once(card for topic in self.weak_topics for card in topic.cards)

    @property
    def reading_minutes(self) -> int:
        return max(1, round(len(self.cards_to_read) * MINUTES_PER_CARD))


def result_of(attempt: Attempt) -> Result:
    """``attempt`` finished and fetched ``with_result()``."""
    items = list(attempt.items.all())
    is_open = explanations_open(attempt)
    questions = tuple(_question(item) for item in items) if is_open else ()
    return Result(
        attempt=attempt,
        correct=sum(_is_right(item) for item in items),
        total=len(items),
        needed=needed(attempt.pass_mark_percent, len(items)),
        is_open=is_open,
        questions=questions,
        weak_topics=_weak_topics(questions),
        waiting=len({item.position for item in items for answer in item.answers.all() if answer.waits}),
    )


def explanations_open(attempt: Attempt) -> bool:
    """After a pre-test not before its owner has sent the post-test of the same occasion."""
    if attempt.is_running:
        return False
    if attempt.mode != Attempt.Mode.PRE_TEST:
        return True
    owner = {"person": attempt.person_id} if attempt.person_id else {"guest_key": attempt.guest_key, "person": None}
    after = Attempt.objects.finished().filter(mode=Attempt.Mode.POST_TEST, context=attempt.context, **owner)
    return after.exists()


def _question(item: AttemptItem) -> QuestionResult:
    kind, version, response = item.kind, item.version, item.response
    texts = {option.option_id: option for option in version.options.all()}
    wording = Wording(
        {option: texts[option].text for option in item.option_order},
        {option: texts[option].match_text for option in item.match_order},
    )
    chosen = set(kind.write_form(response, item.shown).get("options", ()))
    bases = list(version.bases.all())
    return QuestionResult(
        position=item.position,
        scenario=version.scenario,
        prompt=version.prompt,
        is_right=_is_right(item),
        is_late=any(_is_counted_late(answer) for answer in item.answers.all()),
        your_answer=kind.describe(response, wording),
        right_answer=kind.describe(kind.right(item.choices), wording),
        explanation=version.explanation,
        options=tuple(
            OptionResult(letter, texts[option].text, letter in chosen, texts[option].feedback)
            for letter, option in item.shown.letters()
        ),
        cards=tuple(
            Link(basis.card.title, basis.card.get_absolute_url()) for basis in bases if basis.card and basis.card.live
        ),
        provisions=tuple(str(basis.provision) for basis in bases if basis.provision),
        topics=tuple(sorted(topic.name for topic in version.question.topics.all())),
    )


def _weak_topics(questions: Iterable[QuestionResult]) -> tuple[WeakTopic, ...]:
    wrong = [question for question in questions if not question.is_right]
    names = sorted({name for question in wrong for name in question.topics})
    found = ((name, [question for question in wrong if name in question.topics]) for name in names)
    topics = [
        WeakTopic(name, len(missed), _once(card for question in missed for card in question.cards))
        for name, missed in found
    ]
    return tuple(sorted(topics, key=lambda topic: -topic.wrong))


def _is_right(item: AttemptItem) -> bool:
    newest = max(item.marks.all(), key=lambda mark: mark.pk, default=None)
    return newest is not None and newest.fraction == 1


def _is_counted_late(answer: Answer) -> bool:
    return answer.is_late and not answer.waits


def _once(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(links))
