"""GIFT, Moodle's format of plain text, read by hand: the one library for it reads one question of five (ADR 0019).

Moodle's parser accepts ``{#3,14}`` and then takes every number for right (capabilities 4.6); this one does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from elearning.lib import numbers

from ..bank import OptionContent, QuestionContent
from .answers import read_answers, with_stars
from .problems import Problem
from .reading import FORMAT, Reader, with_point
from .records import Record, at_most, decode, joined, normal, tags_of, with_tags
from .spans import DROPPED, Source, Span
from .weights import weights, written

BLANK = "_____"  # what Moodle puts where the answer stood in the middle of a sentence
_CATEGORY = re.compile(r"^[ \t]*\$CATEGORY:[ \t]*([^\n]*)$", re.MULTILINE)
_TAG = re.compile(r"\[tag:((?:\\.|[^\\\]])*)\]")
_BRACKETS, _SIGNS, _BACKSLASHED = re.compile(r"([\\\]])"), re.compile(r"([\\:#={}~])"), r"\\\1"
CLOSING = (".", "?", "!", ":")
_WORD = re.compile(r"\w")
_NO_TOPIC = re.compile(r"\$\w+\$|top|Default for .*|", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")


def parse(content: bytes) -> list[Record]:
    """Raises ExchangeError: empty, too_large, too_many, unreadable, no_questions."""
    return at_most(_records(Source(decode(content))))


def render(records: Iterable[Record]) -> bytes:
    """The questions as GIFT. Of what GIFT cannot hold, ``leaving.reason`` tells before."""
    return "\n\n".join(_written(normal(record)) for record in records).encode() + b"\n"


def topic_of(category: str) -> str:
    """The last part of a category's path that a person named: «$course$/top/Netralitas» is «Netralitas»."""
    names = [name.strip() for name in category.split("/")]
    return next((name for name in reversed(names) if not _NO_TOPIC.fullmatch(name)), "")


def _records(source: Source) -> Iterator[Record]:
    topic = ""
    for span, fault in _blocks(source):
        for found in _CATEGORY.finditer(span.mask):
            topic = topic_of(source.text[span.begin + found.start(1) : span.begin + found.end(1)])
        last = max((found.end() for found in _CATEGORY.finditer(span.mask)), default=0)
        record = _question(span.part(last), fault)
        if record is not None:
            tags = [topic, *(re.sub(r"\\(.)", r"\1", tag) for tag in _TAG.findall(_comments(span)))]
            yield with_tags(record, tags)


def _comments(span: Span) -> str:
    lines = zip(span.raw.split("\n"), span.mask.split("\n"), strict=True)
    return "\n".join(raw for raw, mask in lines if DROPPED in mask)


def _blocks(source: Source) -> Iterator[tuple[Span, Problem | None]]:
    """Parts between blank lines. A blank line between braces is one fault, not two broken questions."""
    mask, begin, opened, fault = source.mask, -1, -1, None
    for start, end in source.lines():
        line = mask[start:end]
        if not line.strip() and begin >= 0 and opened >= 0 and fault is None:
            following = _BRACE.search(mask, end)
            if following and following[0] == "}":
                fault = Problem(*source.place(start), "blank_line", source.text[opened : following.end()])
                continue
            fault, opened = Problem(*source.place(opened), "brace_unclosed", source.text[opened:start]), -1
        if not line.strip() and opened < 0:
            if begin >= 0:
                yield Span(source, begin, start), fault
            begin, fault = -1, None
            continue
        begin = start if begin < 0 else begin
        for brace in _BRACE.finditer(line):
            opened = -1 if brace[0] == "}" else start + brace.start() if opened < 0 else opened
    if begin >= 0:
        if opened >= 0 and fault is None:
            fault = Problem(*source.place(opened), "brace_unclosed", source.text[opened:])
        yield Span(source, begin, len(source.text)), fault


def _question(span: Span, fault: Problem | None) -> Record | None:
    span = span.strip()
    if not span:
        return None
    line, _ = span.place
    reader, name = Reader(), ""
    if span.mask.startswith("::"):
        title, rest = span.part(2).parted("::")
        if rest is None:
            return Record(line, problems=(Problem(*span.place, "name_unclosed", span.raw),))
        name, span = title.text, rest.strip()
    if fault is not None:
        return Record(line, name, problems=(fault,))
    if marker := FORMAT.match(span.mask):
        reader.format = marker[1].lower()
    before, rest = span.parted("{")
    if rest is None:
        code = "brace_unopened" if "}" in span.mask else "type_unsupported"
        return Record(line, name, problems=(Problem(*span.place, code, span.raw, "deskripsi"),))
    answer, after = rest.parted("}")
    braces = _BRACE.search(answer.mask) or (after and _BRACE.search(after.mask)) or "}" in before.mask
    if braces or after is None:
        return Record(line, name, problems=(Problem(*rest.place, "braces_repeated", span.raw),))
    record = read_answers(reader, answer, _prompt(reader, before, after))
    return replace(record, line=line, name=name, problems=tuple(reader.problems))


def _prompt(reader: Reader, before: Span, after: Span) -> str:
    """The question's text; words behind the answer make it a sentence with a gap, a closing mark does not."""
    if not after or (before.text.rstrip().endswith(CLOSING) and not _WORD.search(after.text)):
        return reader.words(before.strip())
    whole = Span(before.source, before.begin, after.end)
    return reader.plain(f"{before.text}{BLANK}{after.text}".strip(), whole)


def _written(record: Record) -> str:
    content = record.content
    tags = " ".join(f"[tag:{_BRACKETS.sub(_BACKSLASHED, tag)}]" for tag in tags_of(record))
    head = f"// {tags}\n" if tags else ""
    explanation = [f"####{_text(content.explanation)}"] if content.explanation else []
    lines = "\n".join(f"\t{line}" for line in [*_answers(content), *explanation])
    return f"{head}::{_escaped(record.name)}::[plain]{_escaped(joined(content))} {{\n{lines}\n}}"


def _answers(content: QuestionContent) -> Iterator[str]:
    options = content.options
    if content.type == "benar-salah":
        right, wrong = sorted(options, key=lambda option: not option.is_correct)
        reasons = f"#{_text(wrong.feedback)}#{_text(right.feedback)}" if right.feedback or wrong.feedback else ""
        yield ("TRUE" if options[0].is_correct else "FALSE") + reasons
        return
    if content.type == "angka":
        yield "#"
    if content.type == "pilihan-banyak":
        earning = sum(option.is_correct for option in options)
        for_right, for_wrong = weights(earning, len(options) - earning)
    for option in options:
        match content.type:
            case "jodohkan":
                yield f"={_text(option.text)} -> {_text(option.match_text)}"
            case "angka":
                yield f"={_weight(option)}{_number(option)}{_feedback(option)}"
            case "isian-singkat":
                yield f"={_weight(option)}{_text(with_stars(option.text))}{_feedback(option)}"
            case "pilihan-banyak":
                weight = written(for_right if option.is_correct else for_wrong)
                yield f"~%{weight}%{_text(option.text)}{_feedback(option)}"
            case _:
                sign = "=" if option.is_correct else "~"
                yield f"{sign}{_weight(option) if option.text.startswith('%') else ''}{_text(option.text)}{_feedback(option)}"


def _number(option: OptionContent) -> str:
    tolerance = f":{with_point(numbers.write(option.tolerance))}" if option.tolerance else ""
    return f"{with_point(option.text)}{tolerance}"


def _weight(option: OptionContent) -> str:
    """A known mistake weighs nothing; a text that begins like a weight gets one."""
    if option.is_correct:
        return "%100%" if option.text.startswith("%") else ""
    return "%0%"


def _feedback(option: OptionContent) -> str:
    return f"#{_text(option.feedback)}" if option.feedback else ""


def _text(text: str) -> str:
    """A text that begins like a format gets one."""
    return _escaped(f"[plain]{text}" if FORMAT.match(text) else text)


def _escaped(text: str) -> str:
    return _SIGNS.sub(_BACKSLASHED, text).replace("\n", r"\n")
