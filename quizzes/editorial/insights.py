"""Stored figures as the editors read them: in words, with what was counted beside each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .. import charts
from ..flows import shown_flow
from ..models import (
    Attempt,
    HealthCase,
    HealthSignal,
    ItemStatistic,
    KeyCorrection,
    Question,
    QuestionVersion,
    Quiz,
    QuizStatistic,
)
from ..statistics.changes import Changes
from ..statistics.gain import LEAST_PEOPLE
from ..statistics.health import TOO_EASY, TOO_HARD, WEAK
from ..statistics.items import BANDS
from ..statistics.words import decimal, figure, too_few
from .meanings import OF_ITEM, OF_QUIZ, OF_SIGNAL, in_words, told

COUNTED = "Dihitung: pengerjaan pertama yang selesai dari setiap orang. Soal yang dikosongkan dihitung salah. Tamu tidak dihitung."
FIGURES = {
    "facility": "tingkat benar", "discrimination_percent": "daya beda", "answers": "jawaban", "chosen": "pemilih",
    "lead_percent": "pemilihnya lebih baik di soal lain (poin persen)", "median_seconds": "waktu tengah (detik)",
    "reading_seconds": "waktu baca (detik)", "reports": "laporan", "pairs": "orang", "option": "pilihan",
    "spoiled": "benar menjadi salah", "edition": "versi",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of a quiz's table. ``number`` is what the chart calls it."""

    number: int
    question: Question
    answers: int
    edition: int
    facility: str
    sd: str
    discrimination: str
    efficiency: str
    weight: str
    seconds: str
    cases: int
    in_words: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    key: str
    text: str
    is_right: bool
    misconception: str
    chosen: int
    share: str
    lead: str


def statistics_of_quizzes() -> list[dict[str, Any]]:
    rows = QuizStatistic.objects.select_related("quiz").order_by("quiz__title", "mode")
    return [{"row": row, "mode": mode_words(row.mode), **_summary(row)} for row in rows]


def mode_words(mode: str) -> str:
    return dict(Attempt.Mode.choices).get(mode, mode)


def quiz_page(quiz: Quiz, mode: str) -> dict[str, Any] | None:
    """What the screen of one quiz in one mode shows, in a constant number of queries; None before the job has run."""
    row = QuizStatistic.objects.filter(quiz=quiz, mode=mode).first()
    if row is None:
        return None
    stored = list(row.items.select_related("question").order_by("question__name"))
    cases = _open_cases([item.question_id for item in stored])
    items = [_item_row(number, item, cases, mode) for number, item in enumerate(stored, 1)]
    enough = [
        (str(number), item.facility, item.discrimination_percent)
        for number, item in enumerate(stored, 1)
        if not too_few(item.answers) and item.facility is not None and item.discrimination_percent is not None
    ]
    labels = [f"{10 * band}–{100 if band == BANDS - 1 else 10 * band + 9}" for band in range(BANDS)]
    return {
        "row": row,
        "items": items,
        "summary": told(_summary(row), OF_QUIZ),
        "meanings": OF_ITEM.values(),
        "bars": charts.bars(row.distribution, labels) if row.attempts >= LEAST_PEOPLE else (),
        "dots": charts.dots(enough),
        "hard_x": charts.x_of(TOO_HARD),
        "easy_x": charts.x_of(TOO_EASY),
        "weak_y": charts.y_of(WEAK),
        "zero_y": charts.y_of(0),
        "left_out": len(stored) - len(enough),
    }


def question_page(question: Question) -> dict[str, Any]:
    """The figures of one question in every quiz and mode, its options, and what became of wrong beliefs."""
    stored = list(question.statistics.select_related("quiz_statistic__quiz").order_by("-answers", "pk"))
    versions = question.versions.prefetch_related("options__option")
    editions = {version.number: version for version in versions}
    parts = [_part(item, editions.get(item.edition)) for item in stored]
    corrections = list(
        KeyCorrection.objects.filter(version__question=question)
        .select_related("version")
        .prefetch_related("version__options__option")
    )
    flows = [
        (str(item.quiz_statistic.quiz), shown_flow(Changes.read(item.pairs), edition, corrections=corrections))
        for item in stored
        if item.pairs and (edition := editions.get(item.edition))
    ]
    return {"parts": parts, "flows": [(title, flow) for title, flow in flows if flow]}


def _part(item: ItemStatistic, edition: QuestionVersion | None) -> dict[str, Any]:
    """One question in one quiz and mode."""
    row = _item_row(0, item, {}, item.quiz_statistic.mode)
    figures = {name: str(getattr(row, name)) for name in OF_ITEM}
    return {
        "statistic": item.quiz_statistic,
        "mode": mode_words(item.quiz_statistic.mode),
        "item": row,
        "figures": told(figures, OF_ITEM),
        "options": list(_options(item, edition)),
    }


def figures_in_words(case: HealthCase) -> list[tuple[str, str]]:
    return [(FIGURES[name], _shown(name, value)) for name, value in case.figures.items() if name in FIGURES]


def _shown(name: str, value: float | str) -> str:
    """Shares as percent, letters as the bank writes them."""
    if name == "option":
        return str(value).upper()
    if name == "facility":
        return f"{decimal(100 * float(value))}%"
    return decimal(value, 1) if isinstance(value, float) else str(value)


def advice(case: HealthCase) -> str:
    return OF_SIGNAL[HealthSignal(case.signal)]


def _summary(row: QuizStatistic) -> dict[str, str]:
    count = row.attempts
    return {
        "mean": figure(row.mean_percent, count=count, places=1, unit="%"),
        "sd": figure(row.sd_percent, count=count, places=1, unit="%"),
        "alpha": figure(row.alpha_percent, count=count, places=1, unit="%"),
        "error": figure(row.standard_error, count=count, places=2, unit=" poin"),
        "ratio": figure(row.error_ratio_percent, count=count, places=1, unit="%"),
    }


def _item_row(number: int, item: ItemStatistic, cases: Mapping[int, int], mode: str) -> ItemRow:
    count = item.answers
    return ItemRow(
        number=number,
        question=item.question,
        answers=count,
        edition=item.edition,
        facility=figure(item.facility and 100 * item.facility, count=count, unit="%"),
        sd=figure(item.sd, count=count, places=2),
        discrimination=figure(item.discrimination_percent, count=count, places=1),
        efficiency=figure(item.efficiency_percent, count=count, places=1),
        weight=figure(item.weight_percent, count=count, places=1, unit="%"),
        seconds=figure(item.median_seconds, count=count, unit="\u00a0detik"),
        cases=cases.get(item.question_id, 0),
        in_words=in_words(item, mode),
    )


def _open_cases(questions: list[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    rows = HealthCase.objects.filter(question__in=questions, closed_at=None)
    for question in rows.values_list("question", flat=True):
        counts[question] = counts.get(question, 0) + 1
    return counts


def _options(item: ItemStatistic, version: QuestionVersion | None) -> Iterator[OptionRow]:
    if version is None or not item.options or item.answers < LEAST_PEOPLE:
        return  # what four people chose is what each of them chose
    for option in version.options.all():
        told = item.options.get(option.option.key, {"chosen": 0, "lead_percent": None})
        lead, enough = told["lead_percent"], told["chosen"] >= LEAST_PEOPLE
        yield OptionRow(
            key=option.option.key,
            text=option.text,
            is_right=option.is_correct,
            misconception=option.misconception,
            chosen=told["chosen"],
            share=figure(100 * told["chosen"] / item.answers, count=item.answers, unit="%"),
            lead=figure(lead, count=item.answers, places=1) if enough else "kurang dari 5 pemilih",
        )
