"""«Laporan kegiatan»: what the committee writes into it, and the reports that are made of it (ADR 0028)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.lib import dates
from elearning.people.models import User

from .. import reporting
from ..errors import ReportError
from ..models import Box, Report, ReportFile, ReportText, TrainingSession
from .sessions import locked

MOST_CHARACTERS = 10_000
SITTING = timedelta(minutes=15)
Format = ReportFile.Format


def mark_of(text: str) -> str:
    """By which a page says what it was opened with; empty for an empty box."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


@transaction.atomic
def write_text(
    session: TrainingSession, box: Box, text: str, *, seen: str, by: User, at: datetime, continues: int | None = None
) -> ReportText | None:
    """What a box says from now on; None when it is empty and always was.

    ``seen`` is the mark of the text that the writer began with: whoever saved something else meanwhile is not overwritten.
    ``continues`` is the number of the row that this very page has written: within a sitting it goes on in that row, unless
    half of the text goes away. Everything else stays behind.

    Raises ReportError: text_too_long, written_meanwhile.
    """
    text = reporting.printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > MOST_CHARACTERS:
        raise ReportError("text_too_long", most=MOST_CHARACTERS, length=len(text))
    session = locked(session)
    held = session.report_texts.filter(box=box).select_related("written_by").order_by("-number").first()
    if text == (held.text if held else ""):
        return held
    if mark_of(held.text if held else "") != seen:
        clock = dates.clock(held.saved_at, session.time_zone)
        raise ReportError("written_meanwhile", name=held.written_by.display_name, clock=clock)
    if held and continues == held.number and held.written_by_id == by.pk and _goes_on(held, text, at):
        held.text, held.saved_at = text, at
        held.save(update_fields=["text", "saved_at"])
        return held
    return session.report_texts.create(
        box=box, number=held.number + 1 if held else 1, text=text, written_by=by, begun_at=at, saved_at=at
    )


def _goes_on(held: ReportText, text: str, at: datetime) -> bool:
    return at - held.begun_at < SITTING and len(text) * 2 >= len(held.text)


@transaction.atomic
def make_report(session: TrainingSession, *, with_names: bool, by: User, at: datetime) -> Report:
    """What the session says at this moment, kept as plain values under its hash.

    Where nothing changed since the newest report of the day, that one is the report: a double press makes one.
    """
    session = locked(session)
    facts = reporting.gather(session, with_names=with_names, at=at)
    sha256 = reporting.fingerprint(facts)
    newest = session.reports.order_by("-number").first()
    zone = session.time_zone
    if newest and newest.sha256 == sha256 and dates.local_day(newest.as_of, zone) == dates.local_day(at, zone):
        return newest
    report = session.reports.create(
        number=newest.number + 1 if newest else 1,
        as_of=at,
        made_by=by,
        with_names=with_names,
        facts=facts,
        sha256=sha256,
    )
    log(session, "training.report.make", user=by, data={"number": report.number, "names": with_names})
    return report


def file_of(report: Report, wanted: Format, *, at: datetime) -> ReportFile:
    """The bytes of a report: made once, and the same ever after. Not inside a transaction: drawing takes a while.

    Raises OSError where WeasyPrint's system libraries are missing.
    """
    if found := report.files.filter(format=wanted).first():
        return found
    content = drawn(report, wanted)
    made = ReportFile(
        report=report, format=wanted, sha256=hashlib.sha256(content).hexdigest(), size=len(content), made_at=at
    )
    made.file.save(f"laporan.{wanted}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # somebody pressed at the same moment: theirs says the same
        made.file.storage.delete(made.file.name)
        return report.files.get(format=wanted)
    return made


def drawn(report: Report, wanted: Format) -> bytes:
    """The report from its own facts; today's data are not looked at."""
    document = reporting.document(report.facts, as_of=report.as_of, sha256=report.sha256)
    photos = _photos(report.session)
    if wanted == Format.PDF:
        return reporting.pdf(document, photos=photos.get)
    return reporting.docx(document, as_of=report.as_of, photos=photos.get)


def log_download(report: Report, wanted: Format, *, by: User) -> None:
    """Who took a report away, and whether it named people."""
    said = {"number": report.number, "format": str(wanted), "names": report.with_names}
    log(report.session, "training.report.download", user=by, data=said)


def _photos(session: TrainingSession) -> Mapping[str, bytes]:
    found = {}
    for photo in session.report_photos.all():
        with suppress(FileNotFoundError), photo.file.open("rb") as stored:  # somebody deletes it at this moment
            found[photo.sha256] = stored.read()
    return found
