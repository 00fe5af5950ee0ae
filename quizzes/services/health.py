"""The queue of questions that need a look: a signal opens a case, the worst hold the question, an editor decides (ADR 0022)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count
from wagtail.log_actions import log

from elearning.people.models import User

from ..errors import HealthError
from ..models import (
    Attempt,
    HealthCase,
    HealthSignal,
    ItemStatistic,
    Question,
    QuestionHold,
    QuestionReport,
    QuestionVersion,
)
from ..statistics.changes import Changes
from ..statistics.health import REPORTS, Facts, Figures, Finding, findings
from .bank import set_status
from .holding import end_holds

LONGEST_NOTE = 200
TAUGHT: dict[str, bool] = {Attempt.Mode.PRE_TEST: False, Attempt.Mode.POST_TEST: True}
Signals = dict[tuple[int, str], Finding]
Status, Decision = Question.Status, HealthCase.Decision


def raise_cases(*, at: datetime) -> int:
    """Close what has settled itself, open a case for each new signal, hold the worst; how many were opened."""
    _close_settled(at)
    found = {**_of_figures(), **_of_reports(), **_of_rules(at)}
    questions = Question.objects.in_bulk({question for question, _ in found})
    return sum(_raise(questions[question], finding, at) for (question, _), finding in found.items())


@transaction.atomic
def decide_case(case: HealthCase, *, decision: str, note: str, by: User, at: datetime) -> HealthCase:
    """Leave the question as it is, answer with a new edition, or use it no more; what held it back ends.

    Left alone, a signal comes back when twice as many have answered the same edition. A new edition or the end of the
    question closes every case of it.

    Raises HealthError: case_closed, note_missing, note_too_long, version_missing; and those of ``set_status``.
    """
    note = note.strip()
    if not note:
        raise HealthError("note_missing")
    if len(note) > LONGEST_NOTE:
        raise HealthError("note_too_long")
    question = Question.objects.select_for_update().get(pk=case.question_id)
    held = HealthCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if held.closed_at is not None:
        raise HealthError("case_closed")
    if decision == Decision.NEW_VERSION and not _newer_editions(held).exists():
        raise HealthError("version_missing")
    closes_all = decision != Decision.LEFT
    cases = list(HealthCase.objects.filter(question=question, closed_at=None)) if closes_all else [held]
    for each in cases:
        _close(each, decision, note=note, by=by, at=at)
        _end_cause(each, note, by, at)
    if decision == Decision.RETIRED:
        set_status(question, Status.RETIRED, by=by, at=at)
    elif any(each.quarantined for each in cases):
        _let_go(question, by, at)
    held.refresh_from_db()
    return held


def _of_figures() -> Signals:
    """Of each signal of a question the figures that hold it, else those that rest on the most answers."""
    rows = ItemStatistic.objects.select_related("quiz_statistic").order_by("answers", "pk")
    rows = rows.filter(question__status__in=(Status.PUBLISHED, Status.HELD))
    newest = QuestionVersion.objects.newest().filter(question__in=rows.order_by().values("question"))
    editions = {version.question_id: version for version in newest.prefetch_related("options__option")}
    found: Signals = {}
    for row in rows:
        version = editions[row.question_id]
        if row.edition != version.number:
            continue  # nobody has been asked the newest edition yet
        told: Figures = {
            "quiz": row.quiz_statistic.quiz_id, "mode": row.quiz_statistic.mode, "edition": row.edition,
            "answers": row.answers,
        }  # fmt: skip
        for finding in findings(_facts(row, version)):
            before = found.get((row.question_id, finding.signal))
            if before is None or finding.holds or not before.holds:
                found[row.question_id, finding.signal] = Finding(
                    finding.signal, {**told, **finding.figures}, finding.holds
                )
    return found


def _facts(row: ItemStatistic, version: QuestionVersion) -> Facts:
    options = list(version.options.all())
    texts = (version.scenario, version.prompt, *(option.text for option in options))
    wrong = {option.option.key for option in options if not option.is_correct}
    changes = Changes.read(row.pairs) if row.pairs else Changes()
    return Facts(
        answers=row.answers,
        facility=row.facility,
        discrimination_percent=row.discrimination_percent,
        median_seconds=row.median_seconds,
        words=sum(len(text.split()) for text in texts),
        lures={
            key: (one["chosen"], one["lead_percent"])
            for key, one in row.options.items()
            if key in wrong and one["lead_percent"] is not None
        },
        taught=TAUGHT.get(row.quiz_statistic.mode),
        pairs=changes.people,
        spoiled=changes.spoiled,
    )


def _of_reports() -> Signals:
    """Of the newest edition: what was said of an older one may be what the newest mends."""
    newest = QuestionVersion.objects.newest().filter(question__status__in=(Status.PUBLISHED, Status.HELD))
    reports = QuestionReport.objects.filter(version__in=newest, resolved_at=None).order_by()
    counted = reports.values("version__question").annotate(count=Count("pk"))
    signal = HealthSignal.REPORTED.value
    return {
        (question, signal): Finding(signal, {"reports": count}, holds=True)
        for question, count in counted.values_list("version__question", "count")
        if count >= REPORTS
    }


def _of_rules(at: datetime) -> Signals:
    signal = HealthSignal.RULE_CHANGED.value
    holds = QuestionHold.objects.holding(at).filter(question__status=Status.PUBLISHED)
    return {(question, signal): Finding(signal, {}) for question in holds.values_list("question", flat=True)}


@transaction.atomic
def _raise(question: Question, finding: Finding, at: datetime) -> bool:
    """Whether a case was opened. One that is open already is held when the signal has become worse."""
    if _was_decided(question, finding):
        return False
    case, is_new = HealthCase.objects.get_or_create(
        question=question, signal=finding.signal, closed_at=None, defaults={"figures": finding.figures, "opened_at": at}
    )
    if finding.holds and not case.quarantined:
        if question.status == Status.PUBLISHED:
            set_status(question, Status.HELD, by=None, at=at)
        case.quarantined = True
        case.save(update_fields=["quarantined"])
    return is_new


def _was_decided(question: Question, finding: Finding) -> bool:
    """Somebody has looked at this signal, and not twice as many have answered the same edition since."""
    closed = HealthCase.objects.filter(question=question, signal=finding.signal, closed_at__isnull=False)
    last = closed.order_by("-closed_at").first()
    if last is None or "answers" not in finding.figures or last.figures.get("edition") != finding.figures["edition"]:
        return False
    return finding.figures["answers"] < 2 * last.figures["answers"]


def _close_settled(at: datetime) -> None:
    """Cases whose question was retired or has a newer edition, and whose reports or holds somebody ended elsewhere.

    What still holds its question stays open, whatever was done: else nobody would know that it waits for a publisher.
    """
    still = {*_of_reports(), *_of_rules(at)}
    elsewhere = (HealthSignal.REPORTED, HealthSignal.RULE_CHANGED)
    for case in HealthCase.objects.filter(closed_at=None).select_related("question"):
        newer = _newer_editions(case).order_by("-number").first()
        if case.quarantined and case.question.status == Status.HELD:
            continue
        if case.question.status == Status.RETIRED:
            _close(case, Decision.RETIRED, note="Soal tidak dipakai lagi.", by=None, at=at)
        elif newer:
            _close(case, Decision.NEW_VERSION, note=f"Versi {newer.number} terbit.", by=newer.created_by, at=at)
        elif case.signal in elsewhere and (case.question_id, case.signal) not in still:
            _close(case, Decision.LEFT, note="Sudah diselesaikan di layar lain.", by=None, at=at)


def _newer_editions(case: HealthCase):
    return QuestionVersion.objects.filter(question=case.question_id, created_at__gt=case.opened_at)


def _close(case: HealthCase, decision: str, *, note: str, by: User | None, at: datetime) -> None:
    case.decision, case.note, case.closed_by, case.closed_at = decision, note, by, at
    case.save(update_fields=["decision", "note", "closed_by", "closed_at"])
    told = {"signal": case.get_signal_display(), "decision": case.get_decision_display(), "note": note}
    log(case.question, "quizzes.question.health", user=by, data=told, timestamp=at)


def _end_cause(case: HealthCase, note: str, by: User, at: datetime) -> None:
    if case.signal == HealthSignal.REPORTED:
        QuestionReport.objects.filter(version__question=case.question_id, resolved_at=None).update(resolved_at=at)
    if case.signal == HealthSignal.RULE_CHANGED:
        end_holds(case.question, reason=note, by=by, at=at)


def _let_go(question: Question, by: User, at: datetime) -> None:
    """Asked again, unless another open case holds it."""
    others = HealthCase.objects.filter(question=question, closed_at=None, quarantined=True)
    if question.status == Status.HELD and not others.exists():
        set_status(question, Status.PUBLISHED, by=by, at=at)
