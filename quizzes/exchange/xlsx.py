"""Questions in a sheet: one row for each option; the first row of a question also says what the question is.

Formulas are never run: what the sheet last showed is read, and what would be one is written as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from elearning.lib import numbers
from elearning.lib.spreadsheets import TableRefused, read_table, write_xlsx
from elearning.regulations.models import Stage

from ..bank import OptionContent, Region
from ..errors import ExchangeError
from ..models.bank import Level
from ..types import KINDS
from ..types.picture_parts import SIDES
from .problems import Problem
from .reading import read_number, read_tolerance
from .records import (
    IN_PARTS,
    MAX_QUESTIONS,
    ON_A_PICTURE,
    Record,
    at_most,
    clean,
    draft,
    normal,
    normal_region,
    one_line,
    require_size,
    topic_name,
)

LONGEST_CELL = 32_000  # Excel cuts a cell at 32,767 signs
MAX_ROWS = MAX_QUESTIONS * 26
QUESTION_COLUMNS = (
    "Nama",
    "Jenis",
    "Tingkat",
    "Topik",
    "Tahapan",
    "Situasi",
    "Gambar",
    "Pertanyaan",
    "Pembahasan",
    "Nilai sebagian",
)
OPTION_COLUMNS = ("Pilihan", "Benar", "Pasangan", "Urutan", "Toleransi", "Bagian", "Umpan balik", "Salah paham")
HEADER = QUESTION_COLUMNS + OPTION_COLUMNS
NEEDED = {"Jenis", "Pertanyaan", "Pilihan"}
TYPES = tuple(KINDS)
YES, NO = ("ya", "benar", "x", "1", "true", "b"), ("", "tidak", "salah", "0", "false", "-")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_REFUSALS = {"empty": "empty", "too_large": "too_large", "too_wide": "sheet_wide"}


def parse(content: bytes) -> list[Record]:
    """Raises ExchangeError: empty, too_large, too_many, sheet_unreadable, sheet_wide, no_header, no_questions."""
    require_size(content)
    try:
        rows = read_table(content, "soal.xlsx", max_rows=MAX_ROWS + 1)
    except TableRefused as error:
        raise ExchangeError(_REFUSALS.get(error.code, "sheet_unreadable")) from error
    if len(rows) > MAX_ROWS + 1:
        raise ExchangeError("too_many", limit=MAX_QUESTIONS)
    columns = _columns(rows[0]) if rows else {}
    if not set(columns) >= NEEDED:
        raise ExchangeError("no_header")
    return at_most(_records(rows[1:], columns))


def render(records: Iterable[Record]) -> bytes:
    return write_xlsx("Soal", HEADER, ([_defused(cell) for cell in row] for record in records for row in _rows(record)))


def _columns(header: Sequence[Any]) -> dict[str, int]:
    known = {_word(name): name for name in HEADER}
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = known.get(_word(str(cell)))
        if name:
            found.setdefault(name, place)
    return found


def _word(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def _records(rows: Sequence[Sequence[Any]], columns: dict[str, int]) -> Iterator[Record]:
    question: list[_Row] = []
    for line, cells in enumerate(rows, 2):
        row = _Row(line, cells, columns)
        if row.is_blank:
            continue
        if row.begins and question:
            yield _question(question)
            question = []
        if not question and not row.begins:
            yield Record(line, problems=(Problem(line, 1, "option_before_question", row.text("Pilihan")),))
            continue
        question.append(row)
    if question:
        yield _question(question)


@dataclass
class _Row:
    """``line`` as the sheet numbers it."""

    line: int
    cells: Sequence[Any]
    columns: dict[str, int]
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not any(self.text(name) for name in HEADER)

    @property
    def begins(self) -> bool:
        return bool(self.text("Jenis") or self.text("Pertanyaan"))

    def cell(self, name: str) -> Any:
        place = self.columns.get(name)
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    def text(self, name: str) -> str:
        cell = self.cell(name)
        if isinstance(cell, bool):
            return "benar" if cell else "salah"
        if isinstance(cell, float):
            return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else format(Decimal(repr(cell)), "f")
        return clean(_restored(str(cell)))

    def note(self, name: str, code: str, value: str = "") -> None:
        column = self.columns.get(name, 0) + 1
        self.problems.append(Problem(self.line, column, code, f"{name}: {self.text(name)}", value))

    def check_dates(self) -> None:
        for name in self.columns:
            if isinstance(self.cell(name), date | time | timedelta):
                self.note(name, "cell_is_date")

    def word(self, name: str, known: Sequence[str], default: str) -> str:
        text = self.text(name).lower()
        if text and text not in known:
            self.note(name, "word_unknown", ", ".join(known))
        return text if text in known else default

    def is_true(self, name: str) -> bool:
        text = self.text(name).lower()
        if text not in YES + NO:
            self.note(name, "word_unknown", "ya, tidak")
        return text in YES

    def number(self) -> str:
        """A cell that is a number is one, however the sheet shows it."""
        text = self.text("Pilihan")
        if isinstance(self.cell("Pilihan"), float):
            return numbers.write(Decimal(text))
        try:
            read = read_number(text)
        except numbers.NumberRefused as error:
            self.note("Pilihan", error.code)
            return text
        if read != text:
            self.note("Pilihan", "read_as", read)
        return read

    def tolerance(self) -> Decimal | None:
        text = self.text("Toleransi")
        try:
            return read_tolerance(numbers.write(Decimal(text)) if isinstance(self.cell("Toleransi"), float) else text)
        except ValueError:
            self.note("Toleransi", "tolerance_unreadable")
            return None

    def region(self) -> Region | None:
        """«10; 12,5; 30; 40»: from the left, from the top, width and height, in percent; None where nothing is written."""
        text = self.text("Bagian")
        if not text:
            return None
        try:
            sides = [float(numbers.read(side)) for side in text.split(";")]
        except numbers.NumberRefused:
            sides = []
        if len(sides) != len(SIDES):
            self.note("Bagian", "region_unreadable")
            return None
        return normal_region(dict(zip(SIDES, sides, strict=True)))

    def rank(self) -> int | None:
        text = self.text("Urutan")
        if re.fullmatch(r"[1-9][0-9]?", text):
            return int(text)
        self.note("Urutan", "rank_unreadable")
        return None


def _question(rows: list[_Row]) -> Record:
    head = rows[0]
    type = head.word("Jenis", TYPES, "")
    if not head.text("Jenis"):
        head.note("Jenis", "word_unknown", ", ".join(TYPES))
    for row in rows:
        row.check_dates()
    stages = _listed(head.text("Tahapan"))
    if not set(stages) <= set(Stage.values):
        head.note("Tahapan", "word_unknown", ", ".join(Stage.values))
    content = draft(
        type,
        head.text("Pertanyaan"),
        [_option(row, type) for row in rows if row.text("Pilihan") or row.text("Pasangan")],
        explanation=head.text("Pembahasan"),
        level=head.word("Tingkat", Level.values, Level.MEDIUM.value),
        stages=tuple(stages),
        gives_part_marks=head.is_true("Nilai sebagian") and type in IN_PARTS,
    )
    if head.text("Situasi"):
        content = replace(content, scenario=head.text("Situasi"))
    topics = tuple(dict.fromkeys(filter(None, map(topic_name, _listed(head.text("Topik"))))))
    problems = tuple(problem for row in rows for problem in row.problems)
    return Record(
        head.line, one_line(head.text("Nama")), content if type else None, topics, problems,
        picture=one_line(head.text("Gambar")) if type in ON_A_PICTURE else "",
    )  # fmt: skip


def _option(row: _Row, type: str) -> OptionContent:
    return OptionContent(
        row.number() if type == "angka" else row.text("Pilihan"),
        is_correct=type not in ("jodohkan", "urutkan") and row.is_true("Benar"),
        match_text=row.text("Pasangan") if type == "jodohkan" else "",
        rank=row.rank() if type == "urutkan" else None,
        tolerance=row.tolerance() if type == "angka" else None,
        region=row.region() if type in ON_A_PICTURE else None,
        feedback=row.text("Umpan balik"),
        misconception=one_line(row.text("Salah paham")),
    )


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(";") if word.strip()]


def _rows(record: Record) -> Iterator[list[str]]:
    record = normal(record)
    content = record.content
    head = [
        record.name, content.type, content.level, "; ".join(record.topics), "; ".join(content.stages),
        content.scenario, record.picture, content.prompt, content.explanation, "ya" if content.gives_part_marks else "",
    ]  # fmt: skip
    for option in content.options:
        yield [*head, *_option_cells(option)]
        head = [""] * len(head)


def _option_cells(option: OptionContent) -> list[str]:
    return [
        option.text,
        "ya" if option.is_correct else "",
        option.match_text,
        str(option.rank or ""),
        numbers.write(option.tolerance) if option.tolerance else "",
        "; ".join(numbers.write(Decimal(str(option.region[side]))) for side in SIDES) if option.region else "",
        option.feedback,
        option.misconception,
    ]


def _defused(text: str) -> str:
    """With an apostrophe before what would lose one on the way back."""
    return f"'{text}" if text.startswith("'") and text[1:2] in ("'", *_FORMULA) else text


def _restored(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:2] in ("'", *_FORMULA) else text
