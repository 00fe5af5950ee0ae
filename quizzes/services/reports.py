"""«Laporkan kekeliruan soal»: a text for the editors, from nobody in particular."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from ..errors import ReportError
from ..models import AttemptItem, QuestionReport

LONGEST_REPORT = 500


def report_question(item: AttemptItem, *, text: str, at: datetime) -> QuestionReport:
    """Store what a reader found wrong; no name, no attempt, and only the day.

    Raises ReportError: text_missing, text_too_long, not_finished.
    """
    text = text.strip()
    if not text:
        raise ReportError("text_missing")
    if len(text) > LONGEST_REPORT:
        raise ReportError("text_too_long")
    if item.attempt.is_running:
        raise ReportError("not_finished")
    return QuestionReport.objects.create(version_id=item.version_id, text=text, created_on=localdate(at))


def resolve_report(report: QuestionReport, *, at: datetime) -> QuestionReport:
    """The editors are done with it; a second time changes nothing."""
    if report.resolved_at is None:
        report.resolved_at = at
        report.save(update_fields=["resolved_at"])
    return report
