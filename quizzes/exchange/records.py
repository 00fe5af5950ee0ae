"""What every format is read into: one question, where it stood, and what is to be said about it. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from elearning.lib import numbers
from elearning.lib.spreadsheets import MAX_BYTES, without_control_signs
from elearning.regulations.models import Certainty, Stage

from .. import types
from ..bank import OptionContent, QuestionContent, Region
from ..errors import ExchangeError
from ..models.bank import Level
from ..types.picture_parts import SIDES
from .problems import Problem

MAX_QUESTIONS = 2_000
LONGEST_NAME, LONGEST_TOPIC, LONGEST_MISCONCEPTION, LONGEST_TEXT = 120, 100, 120, 20_000
RULE = "---"  # a line of its own between the situation and the question, where a format has one field for both
WHOLE_MARK = "nilai:utuh"  # a tag: right only as a whole, which Moodle's own types cannot say
LEVEL_TAG, STAGE_TAG = "tingkat:", "tahapan:"
IN_PARTS = {kind.type for kind in types.KINDS.values() if kind.has_part_marks}
ON_A_PICTURE = {kind.type for kind in types.KINDS.values() if kind.has_picture}
REGION_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Record:
    """One question of a file. ``content`` is None when it could not be understood; ``problems`` then says why.

    ``picture``: the image it refers to, as ``exchange.pictures`` writes it.
    """

    line: int
    name: str = ""
    content: QuestionContent | None = None
    topics: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    picture: str = ""

    @property
    def is_ready(self) -> bool:
        return self.content is not None and not any(problem.blocks for problem in self.problems)

    @property
    def picture_name(self) -> str:
        """What a person calls the picture."""
        return re.sub(r" \[[0-9a-f]{40}\]$", "", self.picture)

    def as_json(self) -> dict[str, Any]:
        plain = asdict(self)
        for option in plain["content"]["options"] if plain["content"] else ():
            option["tolerance"] = None if option["tolerance"] is None else str(option["tolerance"])
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Record:
        content = plain["content"]
        return cls(
            line=plain["line"],
            name=plain["name"],
            topics=tuple(plain["topics"]),
            problems=tuple(Problem(**problem) for problem in plain["problems"]),
            content=content and _content(content),
            picture=plain.get("picture", ""),  # batches that were read before pictures travelled have none
        )


def _content(plain: dict[str, Any]) -> QuestionContent:
    lists = {name: tuple(plain[name]) for name in ("stages", "card_ids", "provision_ids")}
    return QuestionContent(**{**plain, **lists, "options": tuple(_option(option) for option in plain["options"])})


def _option(plain: dict[str, Any]) -> OptionContent:
    tolerance = plain["tolerance"]
    return OptionContent(**{**plain, "tolerance": None if tolerance is None else Decimal(tolerance)})


def decode(content: bytes) -> str:
    """The text of a plain file with one kind of line end.

    Raises ExchangeError: empty, too_large, unreadable.
    """
    require_size(content)
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        elif b"\x00" in content:
            raise ExchangeError("unreadable")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")  # what old editors on Windows save
        except UnicodeDecodeError as error:  # a replaced letter would be a changed key
            raise ExchangeError("unreadable") from error
    return without_control_signs(text.replace("\r\n", "\n").replace("\r", "\n"))


def require_size(content: bytes) -> None:
    """Raises ExchangeError: empty, too_large."""
    if not content.strip():
        raise ExchangeError("empty")
    if len(content) > MAX_BYTES:
        raise ExchangeError("too_large")


def at_most(records: Iterable[Record]) -> list[Record]:
    """Raises ExchangeError: no_questions, too_many."""
    found: list[Record] = []
    for record in records:
        found.append(record)
        if len(found) > MAX_QUESTIONS:
            raise ExchangeError("too_many", limit=MAX_QUESTIONS)
    if not found:
        raise ExchangeError("no_questions")
    return found


# The normal form: what a question is after it has travelled.


def clean(text: str) -> str:
    """Text as the bank keeps it: one kind of line end, no signs that no format can hold, no space around it."""
    return without_control_signs(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    return " ".join(without_control_signs(text).split())


def topic_name(text: str) -> str:
    """A topic as one word of a list; a semicolon separates topics in sheets."""
    return one_line(text.replace(";", ","))[:LONGEST_TOPIC].strip()


def name_of(name: str, prompt: str) -> str:
    """The name, or the beginning of the question where a file gives none."""
    plain = one_line(name) or one_line(prompt)
    return plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - 1].rstrip()}…"


def spelled(number: str) -> str:
    """A number in its one spelling, or the text itself where it is none."""
    try:
        return numbers.write(numbers.read(number))
    except numbers.NumberRefused:
        return number


def joined(content: QuestionContent) -> str:
    """Situation and question as one text."""
    return f"{content.scenario}\n\n{RULE}\n\n{content.prompt}" if content.scenario else content.prompt


def parted(text: str) -> tuple[str, str]:
    """The inverse of ``joined``: the situation, "" where there is none, and the question."""
    scenario, _, prompt = text.rpartition(f"\n{RULE}\n")
    return clean(scenario), clean(prompt)


def tags_of(record: Record) -> list[str]:
    """Topics, and what Moodle has no field for."""
    content = record.content
    meta = []
    if content is not None:
        meta += [f"{LEVEL_TAG}{content.level}"] if content.level != Level.MEDIUM else []
        meta += [f"{STAGE_TAG}{stage}" for stage in content.stages]
        meta += [WHOLE_MARK] if content.type == "pilihan-banyak" and not content.gives_part_marks else []
    return [*record.topics, *meta]


def with_tags(record: Record, tags: Iterable[str]) -> Record:
    """The record with the topics, level, stages and way of marking that its tags name."""
    topics, stages, level, is_whole = list(record.topics), [], str(Level.MEDIUM), False
    for tag in map(topic_name, tags):
        if tag == WHOLE_MARK:
            is_whole = True
        elif tag.startswith(LEVEL_TAG) and tag.removeprefix(LEVEL_TAG) in Level.values:
            level = tag.removeprefix(LEVEL_TAG)
        elif tag.startswith(STAGE_TAG) and tag.removeprefix(STAGE_TAG) in Stage.values:
            stages.append(tag.removeprefix(STAGE_TAG))
        elif tag:
            topics.append(tag)
    content = record.content
    if content is not None:
        parts = content.gives_part_marks and not is_whole
        content = replace(content, level=level, stages=tuple(dict.fromkeys(stages)), gives_part_marks=parts)
    return replace(record, content=content, topics=tuple(dict.fromkeys(topics)))


def draft(
    type: str, text: str, options: Iterable[OptionContent], *, explanation: str = "", **more: Any
) -> QuestionContent:
    """What a file says of a question. Nobody has vouched for its key here, so that it is doubtful (ADR 0019)."""
    scenario, prompt = parted(clean(text))
    return QuestionContent(
        type=type, prompt=prompt, scenario=scenario, explanation=clean(explanation), certainty=Certainty.DOUBTFUL.value,
        options=tuple(options), **more,
    )  # fmt: skip


def normal(record: Record) -> Record:
    """The record as it is after a journey through a file that knows all of it.

    Left at home: keys of options, cards and provisions, the reason of an edition; of a picture the image itself.
    """
    content = record.content
    if content is not None:
        scenario, prompt = parted(
            joined(replace(content, scenario=clean(content.scenario), prompt=clean(content.prompt)))
        )
        content = QuestionContent(
            type=content.type, prompt=prompt, scenario=scenario, explanation=clean(content.explanation),
            certainty=Certainty.DOUBTFUL.value, level=str(content.level), stages=tuple(map(str, content.stages)),
            options=tuple(_normal_options(content)),
            gives_part_marks=content.gives_part_marks and content.type in IN_PARTS,
        )  # fmt: skip
    topics = dict.fromkeys(filter(None, map(topic_name, record.topics)))
    name = name_of(record.name, content.prompt if content else "")
    picture = one_line(record.picture) if content and content.type in ON_A_PICTURE else ""
    return Record(line=0, name=name, content=content, topics=tuple(topics), picture=picture)


def normal_region(region: Region) -> Region:
    return {side: round(float(region[side]), REGION_DECIMALS) for side in SIDES}


def _normal_options(content: QuestionContent) -> Iterator[OptionContent]:
    """Only what the type asks of an option, so that a file need not carry what nobody reads."""
    for option in content.options:
        text, feedback = clean(option.text), clean(option.feedback)
        made = OptionContent(text, feedback=feedback, misconception=one_line(option.misconception))
        if content.type == "jodohkan":
            made = replace(made, match_text=clean(option.match_text))
        elif content.type == "urutkan":
            made = replace(made, rank=option.rank)
        else:
            made = replace(made, is_correct=option.is_correct)
        if content.type == "angka":
            made = replace(made, text=spelled(text), tolerance=option.tolerance or None)
        if content.type in ON_A_PICTURE and option.region:
            made = replace(made, region=normal_region(option.region))
        yield made
