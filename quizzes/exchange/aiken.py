"""Aiken: a question, lettered options, «ANSWER: B». Read only, since it can say nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase

from ..bank import OptionContent
from .problems import Problem
from .records import Record, at_most, clean, decode, draft

_OPTION = re.compile(r"\s*([A-Z])[.)](\s*)(\S.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*:\s*(.*)")
ANSWERED = re.compile(r"^\s*ANSWER\s*:", re.MULTILINE)

Line = tuple[int, str]


def parse(content: bytes) -> list[Record]:
    """Raises ExchangeError: empty, too_large, too_many, unreadable, no_questions."""
    return at_most(_records(decode(content)))


def _records(text: str) -> Iterator[Record]:
    """A question ends with its answer; a blank line behind options ends one that has none."""
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            lines.append((number, line))
        if _ANSWER.fullmatch(line) or (not line.strip() and _has_options(lines)):
            yield _question(lines)
            lines = []
    if lines:
        yield _question(lines)


def _has_options(lines: list[Line]) -> bool:
    return any(_option(line, "") or (place and _OPTION.fullmatch(line)) for place, (_, line) in enumerate(lines))


def _option(line: str, due: str) -> re.Match[str] | None:
    """A letter with its sign. Where no space follows, only the letter that is due is one: «A.S.N.» is a word."""
    found = _OPTION.fullmatch(line)
    return found if found and (found[2] or found[1] == due) else None


def _question(lines: list[Line]) -> Record:
    problems: list[Problem] = []
    answer, words, options = "", list[str](), list[str]()
    for number, line in lines:
        if found := _ANSWER.fullmatch(line):
            answer = found[1].strip().upper()
        elif found := _option(line, ascii_uppercase[len(options) : len(options) + 1] if words or options else ""):
            options.append(clean(found[3]))
            if len(options) > len(ascii_uppercase) or found[1] != ascii_uppercase[len(options) - 1]:
                problems.append(Problem(number, line.index(found[1]) + 1, "letter_unexpected", line))
        elif options:
            options[-1] = clean(f"{options[-1]}\n{line}")
        else:
            words.append(line)
    first, last = lines[0], lines[-1]
    if not words:
        problems.append(Problem(first[0], 1, "prompt_missing", first[1]))
    place = ascii_uppercase.find(answer) if len(answer) == 1 else -1
    if not _ANSWER.fullmatch(last[1]):
        problems.append(Problem(last[0], 1, "key_missing", last[1]))
    elif not 0 <= place < len(options):
        problems.append(Problem(last[0], 1, "key_unknown", last[1], answer[:20]))
    made = (OptionContent(text, is_correct=number == place) for number, text in enumerate(options))
    content = draft("pilihan-tunggal", "\n".join(words), made)
    return Record(first[0], content=content, problems=tuple(problems))
