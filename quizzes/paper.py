"""What a learner sees of a running attempt. No key, no explanation and no option id ever enters these values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from elearning.lib import dates

from .bank import OptionContent, QuestionContent
from .drawing import Candidate, draw
from .models import Attempt, AttemptItem, OptionText, QuestionVersion
from .pictures import SPEC, PaperPicture, picture_of
from .timing import LAST_MINUTES
from .types import KINDS, Shown
from .types.contract import Fields, Wording
from .types.ordering import PLACES
from .voiding import VoidQuestion, void_questions


@dataclass(frozen=True, slots=True)
class PaperOption:
    """``name`` is its form field; ``values`` what that field holds now. A written answer is one without letter and text."""

    letter: str
    text: str
    name: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Side:
    """A right-hand side, or a place in an order."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """``read_as``: what the server understood of a written answer."""

    position: int
    template: str
    script: str
    instruction: str
    scenario: str
    prompt: str
    options: tuple[PaperOption, ...]
    sides: tuple[Side, ...]
    picture: PaperPicture | None
    is_answered: bool
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """When an attempt closes, in words of the place: «pukul 10.30 WIB», with the date where it is not today."""

    at: datetime
    when: str
    is_over: bool
    minutes_left: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """``current``: the first question without an answer; the last when all have one. ``void``: cost nothing."""

    attempt: Attempt
    questions: tuple[PaperQuestion, ...]
    closing: Closing | None
    void: tuple[VoidQuestion, ...] = ()

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def answered(self) -> int:
        return sum(question.is_answered for question in self.questions)

    @property
    def unanswered(self) -> tuple[int, ...]:
        return tuple(question.position for question in self.questions if not question.is_answered)

    @property
    def is_closed(self) -> bool:
        return self.closing is not None and self.closing.is_over

    @property
    def may_close(self) -> bool:
        """Somebody has said when, or may still say: a committee closes the tests of its session."""
        return self.closing is not None or bool(self.attempt.context)

    @property
    def modules(self) -> tuple[str, ...]:
        """The scripts that this paper needs, and no other."""
        closing = ["js/quizzes/closing-time.js"] if self.may_close else []
        of_types = sorted({question.script for question in self.questions if question.script})
        return (*of_types, *closing, "js/quizzes/quiz-paper.js")

    @property
    def current(self) -> int:
        return next(iter(self.unanswered), self.count)


def paper_of(attempt: Attempt, *, at: datetime) -> Paper:
    """``attempt`` fetched ``with_paper()``."""
    items = list(attempt.items.all())
    images = images_of(items)
    questions = tuple(question_of(item, images) for item in items)
    void = void_questions(attempt, at=at)
    return Paper(attempt=attempt, questions=questions, closing=closing_of(attempt, at=at), void=void)


def images_of(items: Iterable[AttemptItem]) -> Mapping[int, AbstractImage]:
    """By id, in the size that a paper shows. Read anew for each paper: an editor may replace the file of an image."""
    keys = {item.version.picture_id for item in items} - {None}
    return get_image_model().objects.prefetch_renditions(SPEC).in_bulk(keys) if keys else {}


def question_of(item: AttemptItem, images: Mapping[int, AbstractImage], typed: Fields | None = None) -> PaperQuestion:
    """``typed``: what a refused form held, to be shown again; else the stored answer is shown."""
    kind, version, response, shown = item.kind, item.version, item.response, item.shown
    fields = kind.write_form(response, shown) if typed is None else typed
    image = images.get(version.picture_id)
    question = _question(version, version.texts, shown, fields, position=item.position, image=image)
    read_as = kind.describe(response, Wording({}, {})) if kind.is_written and typed is None else ()
    return replace(question, is_answered=kind.is_complete(response, shown), read_as=", ".join(read_as))


def preview_of(content: QuestionContent, image: AbstractImage | None, typed: Fields | None = None) -> PaperQuestion:
    """The question as some learner would meet it; ``typed``: as he fills it in."""
    texts = dict(enumerate(content.options, start=1))
    return _question(content, texts, laid_out(content), typed or {}, position=1, image=image)


def laid_out(content: QuestionContent) -> Shown:
    """The options, numbered as in ``content.choices``, in an order that somebody might be shown: always the same one."""
    kind, numbers = KINDS[content.type], dict(enumerate(content.options, start=1))
    matches = tuple((number, option.match_text) for number, option in numbers.items()) if kind.has_matches else ()
    drawn = draw([Candidate(1, True, kind.order, tuple(numbers), matches)], seed=1, shuffle=True)[0]
    return Shown(drawn.options, drawn.matches)


Text = OptionText | OptionContent


def _question(
    version: QuestionVersion | QuestionContent,
    texts: Mapping[int, Text],
    shown: Shown,
    fields: Fields,
    *,
    position: int,
    image: AbstractImage | None,
) -> PaperQuestion:
    kind = KINDS[version.type]
    if kind.has_matches:
        sides = tuple(Side(letter, texts[option].match_text) for letter, option in shown.match_letters())
    else:
        sides = tuple(Side(str(place), PLACES[place - 1]) for place in range(1, min(len(texts), len(PLACES)) + 1))
    # Of a written answer the options are the key: there is one field and nothing beside it.
    named = [("", "")] if kind.is_written else [(letter, texts[option].text) for letter, option in shown.letters()]
    options = tuple(
        PaperOption(letter, text, kind.field_of(letter), fields.get(kind.field_of(letter), ()))
        for letter, text in named
    )
    parts = ((each.letter, texts[shown.option(each.letter)].region, each.letter in each.values) for each in options)
    return PaperQuestion(
        position=position,
        template=kind.template,
        script=kind.script,
        instruction=kind.instruction,
        scenario=version.scenario,
        prompt=version.prompt,
        options=options,
        sides=sides,
        picture=picture_of(image, parts) if kind.has_picture else None,
        is_answered=False,
    )


def closing_of(attempt: Attempt, *, at: datetime) -> Closing | None:
    if attempt.deadline_at is None:
        return None
    left = attempt.deadline_at - at
    minutes = -(-left.total_seconds() // 60)
    return Closing(
        at=attempt.deadline_at,
        when=_when(attempt.deadline_at, zone_of(attempt), at),
        is_over=at > attempt.deadline_at,
        minutes_left=int(minutes) if at <= attempt.deadline_at and left <= LAST_MINUTES else None,
    )


def _when(deadline: datetime, zone: str, at: datetime) -> str:
    is_today = dates.local_day(deadline, zone) == dates.local_day(at, zone)
    return f"pukul {dates.clock(deadline, zone)}" if is_today else dates.moment(deadline, zone)


def zone_of(attempt: Attempt) -> str:
    """The zone of the place where the attempt was begun, else of the person's office; WIB while nobody knows it."""
    if attempt.time_zone:
        return attempt.time_zone
    unit = attempt.person.unit if attempt.person else None
    return unit.time_zone if unit else dates.WIB
